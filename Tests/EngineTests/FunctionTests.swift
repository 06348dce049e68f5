import Testing

@testable import Engine

/// Functions that code, match and measure, and the arithmetic of DECIMAL and TIME, over constants
/// and over columns alike.
@Suite struct FunctionTests {
    /// The value, or the reason why there is none.
    private func value(
        _ expression: Expression, isStrict: Bool = false, zone: SessionZone = .utc
    ) -> Value {
        var results: [Value] = []
        for isColumn in [false, true] {
            var columns: [Column] = []
            let lifted = isColumn ? lift(expression, &columns) : expression
            var evaluator = Evaluator(
                columns: columns, count: 2, zone: zone, isStrictFlink: isStrict)
            let vector = evaluator.evaluate(lifted, .some([1]))
            if let error = evaluator.errors[1] {
                results.append(.string("failed: \(error)"))
            } else {
                results.append(vector.column(count: 2, as: expression.type)[1])
            }
        }
        #expect(results[0] == results[1], "\(expression)")
        return results[0]
    }

    private func lift(_ expression: Expression, _ columns: inout [Column]) -> Expression {
        switch expression {
        case .literal(let value, let type):
            columns.append(Column(type, [.null, value]))
            return .column(columns.count - 1, type)
        case .call(.extract, let arguments, let type):
            return .call(.extract, [arguments[0], lift(arguments[1], &columns)], type)
        case .call(let function, let arguments, let type):
            return .call(function, arguments.map { lift($0, &columns) }, type)
        case .cast(let inner, let type, let isTry):
            return .cast(lift(inner, &columns), type, isTry: isTry)
        default: return expression
        }
    }

    private func ofTexts(
        _ function: ScalarFunction, _ type: DataType = .string, _ texts: String?...
    ) -> Value {
        value(.call(function, texts.map { text($0) }, type))
    }

    private func decimal(_ digits: String, _ precision: Int, _ scale: Int) -> Expression {
        let units = Array(digits.utf8).withUnsafeBytes {
            Decimal.parse($0, precision: precision, scale: scale)
        }
        return .literal(
            units.map { .decimal(Decimal(units: $0, scale: scale)) } ?? .null,
            .decimal(precision: precision, scale: scale))
    }

    @Test(
        arguments: [
            (.initCap, "hello big-WORLD 2nd éa", "Hello Big-World 2nd éA"), (.initCap, "", ""),
            (.toBase64, "", ""), (.toBase64, "f", "Zg=="), (.toBase64, "fo", "Zm8="),
            (.toBase64, "foo", "Zm9v"), (.toBase64, "foobar é", "Zm9vYmFyIMOp"),
            (.fromBase64, "Zm9vYmFyIMOp", "foobar é"), (.fromBase64, "Zg==", "f"),
            (.fromBase64, "Zg", "f"),
            (.fromBase64, "Z", "failed: FROM_BASE64: the text is no Base64"),
            (.fromBase64, "Zg=", "failed: FROM_BASE64: the text is no Base64"),
            (.fromBase64, "Zm 9v", "failed: FROM_BASE64: the text is no Base64"),
            (.urlEncode, "a b&c=é/~*._-", "a+b%26c%3D%C3%A9%2F%7E*._-"),
            (.urlDecode, "a+b%26c%3d%C3%A9", "a b&c=é"), (.urlDecode, "%4", nil),
            (.urlDecode, "%zz", nil), (.urlDecode, "%+1", nil), (.hexadecimal, "aé", "61C3A9"),
            (.md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
            (.md5, "abc", "900150983cd24fb0d6963f7d28e17f72"),
            (
                .md5,
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a"
            ),
            (.sha1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                .sha1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
            (
                .sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            ),
            (
                .sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            ),
            (
                .sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (.sha256, nil, nil),
        ] as [(ScalarFunction, String?, String?)])
    func `a text is coded`(function: ScalarFunction, from: String?, to: String?) {
        #expect(ofTexts(function, .string, from) == to.map { .string($0) } ?? .null)
    }

    @Test func `digests have padding of their own at every length`() {
        for length in 0...130 {
            let text = String(repeating: "a", count: length)
            guard case .string(let digits) = ofTexts(.sha256, .string, text) else { return }
            #expect(digits.utf8.count == 64)
        }
        // The length just below, at and above the end of a block.
        #expect(
            ofTexts(.md5, .string, String(repeating: "a", count: 55))
                == .string("ef1772b6dff9a122358552954ad0df65"))
        #expect(
            ofTexts(.md5, .string, String(repeating: "a", count: 56))
                == .string("3b0c8ac703f828b04c6c197006d17218"))
        #expect(
            ofTexts(.md5, .string, String(repeating: "a", count: 64))
                == .string("014842d480b571495a4a0363793f7367"))
    }

    @Test func `characters have numbers`() {
        #expect(ofTexts(.ascii, .int, "A") == .integer(65))
        #expect(ofTexts(.ascii, .int, "") == .integer(0))
        #expect(ofTexts(.ascii, .int, "é") == .integer(-61))
        #expect(value(call(.chr, .string, int(65))) == .string("A"))
        #expect(value(call(.chr, .string, int(321))) == .string("A"))
        #expect(value(call(.chr, .string, int(233))) == .string("é"))
        #expect(value(call(.chr, .string, int(-1))) == .string(""))
        #expect(value(call(.hexadecimal, .string, int(255))) == .string("FF"))
        #expect(value(call(.hexadecimal, .string, int(-1))) == .string("FFFFFFFFFFFFFFFF"))
        #expect(value(call(.binary, .string, int(5))) == .string("101"))
        #expect(value(call(.binary, .string, int(0))) == .string("0"))
        #expect(
            value(call(.translate, .string, text("a-b-ć"), text("-ćb"), text("+C")))
                == .string("a++C"))
        let choices = [text("one"), text(nil), text("three")]
        for (index, expected) in [Value.null, .string("one"), .null, .string("three"), .null]
            .enumerated()
        {
            let call = Expression.call(.elt, [int(Int64(index), .int)] + choices, .string)
            #expect(value(call) == expected)
        }
    }

    @Test(
        arguments: [
            ("a1b22", "\\d+", "#", "a#b#"), ("abc", "x", "-", "abc"), ("", "x*", "-", "-"),
            ("aé", "x*", "-", "-a-é-"), ("john smith", "(\\w+) (\\w+)", "$2 $1", "$2 $1"),
            ("a.b", "\\.", "\\", "a\\b"), ("abc", "", "", "abc"), (nil, "a", "b", nil),
            ("a", nil, "b", nil), ("a", "a", nil, nil),
            ("a", "(", "b", "failed: the pattern '(': a ( has no )"),
        ] as [(String?, String?, String?, String?)])
    func `REGEXP_REPLACE puts a text in for every match`(
        text: String?, pattern: String?, replacement: String?, result: String?
    ) {
        #expect(
            ofTexts(.regexpReplace, .string, text, pattern, replacement)
                == result.map { .string($0) } ?? .null)
    }

    @Test func `REGEXP says whether and REGEXP_EXTRACT what`() {
        #expect(ofTexts(.regexp, .boolean, "foobar", "o+b") == .integer(1))
        #expect(ofTexts(.regexp, .boolean, "foobar", "^b") == .integer(0))
        #expect(ofTexts(.regexp, .boolean, "foobar", "") == .integer(0))
        #expect(ofTexts(.regexp, .boolean, nil, "a") == .null)
        for (group, found) in [(0, "ab12"), (1, "ab"), (2, "12")] as [(Int64, String)] {
            let extract = call(
                .regexpExtract, .string, text("-ab12-"), text("([a-z]+)([0-9]+)"),
                int(group, .int))
            #expect(value(extract) == .string(found))
        }
        #expect(ofTexts(.regexpExtract, .string, "abc", "[0-9]") == .null)
        #expect(
            value(call(.regexpExtract, .string, text("a"), text("a"), int(1, .int))) == .null)
    }

    @Test(
        arguments: [
            (#"{"a":"x"}"#, "$.a", "x"), (#"{"a":{"b":[1,{"c":true}]}}"#, "$.a.b[1].c", "true"),
            (#"{"a":1.50}"#, "$.a", "1.5"), (#"{"a":1e3}"#, "$.a", "1000.0"),
            (#"{"a":-7}"#, "$['a']", "-7"),
            (#"{"a b":"\u00e9\n\ud83d\ude42"}"#, "$['a b']", "é\n🙂"),
            (#"{"a":null}"#, "$.a", nil), (#"{"a":{}}"#, "$.a", nil), (#"{"a":1}"#, "$.b", nil),
            (#"{"a":1}"#, "$.a[0]", "1"), (#"{"a":1}"#, "$.a[1]", nil),
            (#"{"a":[]}"#, "$.a[0]", nil),
            (#"[1,2]"#, "$[1]", "2"), (#""x""#, "$", "x"), (#"{"a":1"#, "$.b", nil),
            (#"{"a" 1}"#, "$.a", nil), ("", "$.a", nil),
            (#" { "x" : [ ] , "a" : 3 } "#, "$.a", "3"),
            (#"{"a":tru}"#, "$.a", nil), (#"{"b":nul,"a":1}"#, "$.a", nil),
            (#"{"a":1,"a":2}"#, "lax $.a", "1"),
            ("{}", "a", "failed: 'a' is no JSON path such as $.a.b[0]"),
            ("{}", "$.*", "failed: '$.*' is no JSON path such as $.a.b[0]"),
        ] as [(String, String, String?)])
    func `JSON_VALUE finds a scalar`(json: String, path: String, found: String?) {
        #expect(ofTexts(.jsonValue, .string, json, path) == found.map { .string($0) } ?? .null)
    }

    @Test func `JSON_EXISTS finds anything but null, and damage nothing`() {
        for (json, isThere) in [
            (#"{"a":null}"#, false), (#"{"a":0}"#, true), (#"{"a":[1]}"#, true),
            (#"{"b":1}"#, false), ("[", false),
            (String(repeating: "[", count: 100_000), false),
        ] {
            #expect(ofTexts(.jsonExists, .boolean, json, "$.a") == .integer(isThere ? 1 : 0))
        }
    }

    @Test(
        arguments: [
            ("2026-01-31 00:00:00", "2026-02-28 00:00:00", 1),
            ("2026-01-28 00:00:00", "2026-02-28 00:00:00", 1),
            ("2026-01-28 00:00:00.001", "2026-02-28 00:00:00", 0),
            ("2026-02-28 00:00:00", "2026-01-28 00:00:00", -1),
            ("2024-02-29 12:00:00", "2025-02-28 12:00:00", 12),
            ("2020-05-05 10:00:00", "2026-05-05 09:59:59.999", 71),
            ("2020-05-05 10:00:00", "2026-05-05 10:00:00", 72),
            ("2026-05-05 10:00:00", "2026-05-05 10:00:00", 0),
            ("0001-01-01 00:00:00", "9999-12-31 00:00:00", 119_987),
        ] as [(String, String, Int64)])
    func `months between two times are whole ones`(from: String, to: String, months: Int64) {
        let call = call(.monthsBetween, .bigint, time(to), time(from))
        #expect(value(call) == .integer(months))
    }

    @Test func `a failing decimal is an error of the row, or NULL as in Flink`() {
        let type = DataType.decimal(precision: 4, scale: 2)
        let sum = Expression.call(.add, [decimal("99.99", 4, 2), decimal("0.01", 4, 2)], type)
        #expect(value(sum) == .string("failed: DECIMAL(4, 2) overflow"))
        #expect(value(sum, isStrict: true) == .null)
        let cast = Expression.cast(text("100"), type, isTry: false)
        #expect(value(cast) == .string("failed: '100' is no DECIMAL(4, 2)"))
        #expect(value(cast, isStrict: true) == .null)
        #expect(value(.cast(text("100"), type, isTry: true)) == .null)
        #expect(value(.cast(text("x"), type, isTry: true)) == .null)
        let nonsense = Expression.cast(text("x"), type, isTry: false)
        #expect(value(nonsense, isStrict: true) == .string("failed: 'x' is no DECIMAL(4, 2)"))
        let zero = Expression.call(.divide, [decimal("1", 4, 2), decimal("0", 4, 2)], type)
        #expect(value(zero) == .string("failed: division by zero"))
        #expect(value(zero, isStrict: true) == .string("failed: division by zero"))
    }

    @Test func `decimals are cast as Java casts them`() {
        func cast(_ from: Expression, _ type: DataType) -> Value {
            value(.cast(from, type, isTry: false))
        }
        #expect(cast(decimal("-1.99", 4, 2), .int) == .integer(-1))
        #expect(
            cast(decimal("99999999999", 11, 0), .int) == .string("failed: INT overflow"))
        #expect(
            value(.cast(decimal("99999999999", 11, 0), .int, isTry: false), isStrict: true)
                == .integer(1_215_752_191))
        #expect(cast(decimal("0.10", 4, 2), .double) == .double(0.1))
        #expect(cast(decimal("1.50", 4, 2), .string) == .string("1.50"))
        #expect(cast(decimal("0.01", 4, 2), .boolean) == .integer(1))
        #expect(
            cast(double(0.1), .decimal(precision: 38, scale: 30)).units
                == 100_000_000_000_000_000_000_000_000_000)
        #expect(cast(double(2.5), .decimal(precision: 2, scale: 0)).units == 3)
        #expect(cast(double(.nan), .decimal(precision: 2, scale: 0)).units == nil)
        #expect(cast(text(" 1.5e1 "), .decimal(precision: 4, scale: 2)).units == 1_500)
        #expect(cast(decimal("1.25", 4, 2), .decimal(precision: 2, scale: 1)).units == 13)
        #expect(cast(decimal("-1.25", 4, 2), .decimal(precision: 2, scale: 1)).units == -13)
        #expect(cast(int(7), .decimal(precision: 38, scale: 37)).units == 7 * Decimal.powers[37])
        #expect(
            cast(int(70), .decimal(precision: 38, scale: 37))
                == .string("failed: DECIMAL(38, 37) overflow"))
    }

    @Test(
        arguments: [
            (.round, "1.25", 1, 13), (.round, "-1.25", 1, -13), (.round, "1.25", 0, 1),
            (.round, "1.25", -1, 0), (.round, "9.99", -1, 10), (.truncate, "-1.29", 1, -12),
            (.truncate, "9.99", -1, 0), (.round, "1.25", 5, 125), (.round, "1.25", -40, 0),
        ] as [(ScalarFunction, String, Int64, Int128)])
    func `a decimal is rounded`(
        function: ScalarFunction, digits: String, places: Int64, units: Int128
    ) {
        let scale = max(0, min(2, Int(places)))
        let call = Expression.call(
            function, [decimal(digits, 3, 2), int(places, .int)],
            .decimal(precision: 5, scale: scale))
        #expect(value(call).units == units)
    }

    @Test func `floor and ceiling of a decimal are whole`() {
        for (digits, floor, ceiling) in [("1.01", 1, 2), ("-1.01", -2, -1), ("2.00", 2, 2)] {
            let type = DataType.decimal(precision: 3, scale: 0)
            let number = decimal(digits, 3, 2)
            #expect(value(.call(.floor, [number], type)).units == Int128(floor))
            #expect(value(.call(.ceil, [number], type)).units == Int128(ceiling))
        }
    }

    @Test func `decimals compare exactly with whole numbers and as doubles with doubles`() {
        let large = decimal("9007199254740993", 16, 0)
        #expect(value(call(.greater, .boolean, large, int(9_007_199_254_740_992))) == yes)
        #expect(value(call(.equal, .boolean, large, double(9_007_199_254_740_992))) == yes)
        #expect(value(call(.equal, .boolean, decimal("1.50", 4, 2), decimal("1.5", 2, 1))) == yes)
        #expect(value(call(.less, .boolean, decimal("1.49", 4, 2), decimal("1.5", 2, 1))) == yes)
        let widest = decimal(String(repeating: "9", count: 38), 38, 0)
        #expect(value(call(.greater, .boolean, widest, decimal("0.1", 38, 38))) == yes)
    }

    @Test func `a time of day is read, cut, shown and taken apart`() {
        let time = DataType.time(precision: 3)
        let read = Expression.cast(text("23:59:58.125"), time, isTry: false)
        #expect(value(read) == .integer(86_398_125))
        #expect(value(.cast(read, .string, isTry: false)) == .string("23:59:58.125"))
        #expect(value(.cast(read, .time(precision: 0), isTry: false)) == .integer(86_398_000))
        #expect(value(call(.extract, .bigint, text("MINUTE"), read)) == .integer(59))
        #expect(
            value(.cast(text("24:00:00"), time, isTry: false))
                == .string("failed: '24:00:00' is no TIME(3)"))
        let instant = Expression.literal(.integer(0), .timestampLTZ(precision: 3))
        let zone = SessionZone.fixed(name: "UTC+1", offsetMs: 3_600_000)
        #expect(value(.cast(instant, time, isTry: false), zone: zone) == .integer(3_600_000))
    }

    @Test func `decimals are keys that sort as numbers do`() {
        let schema = Schema([
            Field("a", .decimal(precision: 38, scale: 2)), Field("b", .time(precision: 0)),
        ])
        let encoder = KeyEncoder([0, 1], schema)
        let numbers: [Int128] = [1 - Decimal.powers[38], -1, 0, 1, 1 << 64, Decimal.powers[38] - 1]
        let keys = numbers.compactMap {
            encoder.encode([.decimal(Decimal(units: $0, scale: 2)), .integer(5)])
        }
        for (left, right) in zip(keys, keys.dropFirst()) {
            #expect(left.lexicographicallyPrecedes(right))
        }
        for (key, number) in zip(keys, numbers) {
            let values = key.withUnsafeBufferPointer { encoder.decode($0) }
            #expect(values == [.decimal(Decimal(units: number, scale: 2)), .integer(5)])
        }
    }
}

extension Value {
    fileprivate var units: Int128? {
        if case .decimal(let value) = self { value.units } else { nil }
    }
}
