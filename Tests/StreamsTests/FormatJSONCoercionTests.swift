import Engine
import Streams
import Testing

/// One JSON value for one column: what Flink makes of it, `nil` where it is no such value.
private struct Coercion: CustomTestStringConvertible, Sendable {
    let type: DataType
    let json: String
    let value: Value?
    let options: [String: String]

    init(
        _ type: DataType, _ json: String, _ value: Value?, _ options: [String: String] = [:]
    ) {
        self.type = type
        self.json = json
        self.value = value
        self.options = options
    }

    var testDescription: String { "\(json) as \(type)" }
}

private let integers: [Coercion] = [
    Coercion(.bigint, "0", .integer(0)),
    Coercion(.bigint, "-0", .integer(0)),
    Coercion(.bigint, "123456789012345678", .integer(123_456_789_012_345_678)),
    Coercion(.bigint, "9223372036854775807", .integer(.max)),
    Coercion(.bigint, "-9223372036854775808", .integer(.min)),
    Coercion(.bigint, "9223372036854775808", nil),
    Coercion(.bigint, "-9223372036854775809", nil),
    Coercion(.bigint, "1.9", .integer(1)),
    Coercion(.bigint, "-1.9", .integer(-1)),
    Coercion(.bigint, "1.5e3", .integer(1_500)),
    Coercion(.bigint, "1e19", nil),
    Coercion(.bigint, "1e309", nil),
    Coercion(.bigint, #"" 7 ""#, .integer(7)),
    Coercion(.bigint, #""+7""#, .integer(7)),
    Coercion(.bigint, #""7.0""#, nil),
    Coercion(.bigint, #""""#, nil),
    Coercion(.bigint, #""abc""#, nil),
    Coercion(.bigint, #""\u0037""#, .integer(7)),
    Coercion(.bigint, #""9223372036854775807""#, .integer(.max)),
    Coercion(.bigint, #""-9223372036854775808""#, .integer(.min)),
    Coercion(.bigint, "true", nil),
    Coercion(.bigint, "{}", nil),
    Coercion(.bigint, "[1]", nil),
    Coercion(.bigint, "null", .null),
    Coercion(.int, "1.9", .integer(1)),
    Coercion(.int, "2147483647", .integer(2_147_483_647)),
    Coercion(.int, "2147483648", nil),
    Coercion(.int, "2147483647.5", nil),
    Coercion(.int, "-2147483648", .integer(-2_147_483_648)),
    Coercion(.int, #""2147483648""#, nil),
    Coercion(.smallint, "32767", .integer(32_767)),
    Coercion(.smallint, "32768", nil),
    Coercion(.smallint, "1.9", nil),
    Coercion(.tinyint, "-128", .integer(-128)),
    Coercion(.tinyint, "128", nil),
]

private let others: [Coercion] = [
    Coercion(.double, "0.1", .double(0.1)),
    Coercion(.double, "-0.0", .double(-0.0)),
    Coercion(.double, "1e309", .double(.infinity)),
    Coercion(.double, "4.9e-324", .double(.leastNonzeroMagnitude)),
    Coercion(.double, "123456789012345678901234567890", .double(1.2345678901234568e29)),
    Coercion(.double, "0.30000000000000004", .double(0.30000000000000004)),
    Coercion(.double, "2.6001075975500861", .double(2.6001075975500862)),
    Coercion(.double, "9007199254740993", .double(9_007_199_254_740_992)),
    Coercion(.double, #"" 1.5 ""#, .double(1.5)),
    Coercion(.double, #""NaN""#, .double(.nan)),
    Coercion(.double, #""-Infinity""#, .double(-.infinity)),
    Coercion(.double, #""0x10""#, nil),
    Coercion(.double, #""inf""#, nil),
    Coercion(.double, #""""#, nil),
    Coercion(.double, "false", nil),
    Coercion(.float, "0.1", .double(Double(Float(0.1)))),
    Coercion(.float, "16777217", .double(16_777_216)),
    Coercion(.float, #""1e39""#, .double(.infinity)),
    Coercion(.boolean, "true", .integer(1)),
    Coercion(.boolean, "false", .integer(0)),
    Coercion(.boolean, #"" TRUE ""#, .integer(1)),
    Coercion(.boolean, #""yes""#, .integer(0)),
    Coercion(.boolean, "1", .integer(0)),
    Coercion(.boolean, "{}", .integer(0)),
    Coercion(.string, "1.50", .string("1.50")),
    Coercion(.string, "-0", .string("-0")),
    Coercion(.string, "true", .string("true")),
    Coercion(.string, "null", .null),
    Coercion(.string, #""""#, .string("")),
    Coercion(
        .string, #"{ "a" : [ 1 , "x y" , null ] }"#, .string(#"{"a":[1,"x y",null]}"#)),
    Coercion(.string, #"["\u0041\/\n\"", {}]"#, .string(#"["A/\n\"",{}]"#)),
    Coercion(.date, #""2026-02-28""#, .integer(20_512)),
    Coercion(.date, #""1970-01-01""#, .integer(0)),
    Coercion(.date, #""2026-02-29""#, nil),
    Coercion(.date, "20512", nil),
]

private let money = DataType.decimal(precision: 4, scale: 2)

private func units(_ units: Int128) -> Value { .decimal(Decimal(units: units, scale: 2)) }

private let decimals: [Coercion] = [
    Coercion(money, "1.5", units(150)), Coercion(money, "-1", units(-100)),
    Coercion(money, "1.005", units(101)), Coercion(money, "1.0049999999", units(100)),
    Coercion(money, "-1.005", units(-101)), Coercion(money, "1e1", units(1_000)),
    Coercion(money, "99.99", units(9_999)), Coercion(money, "99.995", .null),
    Coercion(money, "100", .null), Coercion(money, "1e300", .null),
    Coercion(money, #"" 7 ""#, units(700)), Coercion(money, #""7.1""#, units(710)),
    Coercion(money, #""\u0037""#, units(700)), Coercion(money, #""abc""#, nil),
    Coercion(money, #""""#, nil), Coercion(money, "true", nil), Coercion(money, "{}", nil),
    Coercion(money, "null", .null),
    Coercion(
        .decimal(precision: 38, scale: 0), "-99999999999999999999999999999999999999",
        .decimal(Decimal(units: -99_999_999_999_999_999_999_999_999_999_999_999_999, scale: 0))),
    Coercion(.time(precision: 3), #""09:00:01.5""#, .integer(32_401_500)),
    Coercion(.time(precision: 0), #""23:59:59""#, .integer(86_399_000)),
    Coercion(.time(precision: 0), #""24:00:00""#, nil),
    Coercion(.time(precision: 0), #""9:00:00""#, nil), Coercion(.time(precision: 0), "9", nil),
]

private let iso = ["json.timestamp-format.standard": "ISO-8601"]
private let offset = ["json.timestamp-format.standard": "ISO-8601-WITH-OFFSET"]

private let times: [Coercion] = [
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01.5""#, .integer(1_500)),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01""#, .integer(1_000)),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01.123""#, .integer(1_123)),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01.123999999""#, .integer(1_123)),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01.1234567890""#, nil),
    Coercion(.timestamp(precision: 3), #""1969-12-31 23:59:59.999""#, .integer(-1)),
    Coercion(.timestamp(precision: 3), #""1970-01-01T00:00:01""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01Z""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 24:00:00""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:60:00""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-13-01 00:00:00""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-02-30 00:00:00""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:0a""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01.1:3""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01.12x""#, nil),
    Coercion(.timestamp(precision: 3), #"" 1970-01-01 00:00:01""#, nil),
    Coercion(.timestamp(precision: 3), "1700000000000", nil),
    Coercion(.timestamp(precision: 3), #""\u0031970-01-01 00:00:01""#, .integer(1_000)),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01 00:00:01.5Z""#, .integer(1_500)),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01 00:00:01Z""#, .integer(1_000)),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01 00:00:01.123Z""#, .integer(1_123)),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01 00:00:01.1234""#, nil),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01 00:00:01.123""#, nil),
    Coercion(.timestamp(precision: 3), #""1970-01-01T00:00:01""#, .integer(1_000), iso),
    Coercion(.timestamp(precision: 3), #""1970-01-01T00:01""#, .integer(60_000), iso),
    Coercion(.timestamp(precision: 3), #""1970-01-01 00:00:01""#, nil, iso),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01T00:00:01.123Z""#, .integer(1_123), iso),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01T00:00:01.123+00:00""#, nil, iso),
    Coercion(.timestampLTZ(precision: 3), #""1970-01-01T09:00:01+09:00""#, .integer(1_000), offset),
    Coercion(.timestamp(precision: 3), #""1970-01-01T00:00:01Z""#, .integer(1_000), offset),
    Coercion(
        .timestamp(precision: 3), #""1970-01-01T00:00:01.123-00:30""#, .integer(1_801_123), offset),
]

@Test(arguments: integers + others + times + decimals)
private func `a json value becomes what Flink makes of it`(row: Coercion) throws {
    var options = row.options
    options["format"] = "json"
    let field = Field("v", row.type)
    let decoded = try decode([#"{"v":\#(row.json)}"#], [field], options)
    if let value = row.value {
        try #require(decoded.reasons == [])
        try #require(decoded.rows.count == 1)
        expectSame(decoded.values[0][0], value)
    } else {
        #expect(decoded.rows.count == 0)
        #expect(decoded.reasons.first?.hasPrefix("field v: '") == true)
    }

    options["json.ignore-parse-errors"] = "true"
    let lenient = try decode([#"{"v":\#(row.json)}"#], [field], options)
    #expect(lenient.reasons == [])
    try #require(lenient.rows.count == 1)
    expectSame(lenient.values[0][0], row.value ?? .null)
}

/// Equal to the bit, so that -0.0 is not 0.0 and NaN is NaN.
private func expectSame(_ value: Value, _ expected: Value) {
    if case .double(let left) = value, case .double(let right) = expected {
        #expect(left.bitPattern == right.bitPattern || left.isNaN && right.isNaN)
    } else {
        #expect(value == expected)
    }
}

@Test func `a refused field is named with its text and type`() throws {
    let fields = [Field("id", .string), Field("amount", .bigint)]
    let decoded = try decode(
        [#"{"id":"a","amount":"abc"}"#, #"{"id":"b","amount":2}"#], fields, ["format": "json"])
    #expect(decoded.reasons == ["field amount: 'abc' is no BIGINT"])
    #expect(decoded.refusals.map(\.message) == [0])
    #expect(decoded.values == [[.string("b"), .integer(2)]])
    #expect(decoded.messageIndices == [1])
}

@Test func `a time in the wrong form gets a hint`() throws {
    let local = Field("at", .timestamp(precision: 3))
    let instant = Field("at", .timestampLTZ(precision: 3))
    let options = ["format": "json", "json.timestamp-format.standard": "ISO-8601"]
    let withZone = try decode([#"{"at":"2026-01-05T09:00:00Z"}"#], [local], options)
    #expect(
        withZone.reasons == [
            "field at: '2026-01-05T09:00:00Z' is no TIMESTAMP(3) "
                + "(a time with Z needs a TIMESTAMP_LTZ column)"
        ])
    let without = try decode([#"{"at":"2026-01-05T09:00:00"}"#], [instant], options)
    #expect(
        without.reasons == [
            "field at: '2026-01-05T09:00:00' is no TIMESTAMP_LTZ(3) (it must end with Z)"
        ])
}

@Test func `missing keys are NULL unless the option says otherwise`() throws {
    let fields = [Field("a", .string), Field("b", .bigint)]
    let decoded = try decode([#"{"b":1}"#, "{}"], fields, ["format": "json"])
    #expect(decoded.values == [[.null, .integer(1)], [.null, .null]])
    let strict = try decode(
        [#"{"b":1}"#], fields, ["format": "json", "json.fail-on-missing-field": "true"])
    #expect(strict.reasons == ["field a: missing, and json.fail-on-missing-field is true"])
    #expect(strict.rows.count == 0)
}

@Test func `the remembered date is compared whole`() throws {
    let days = ["1970-01-01", "1970-01-02", "1970-01-12", "1970-02-12", "1971-02-12", "1970-01-01"]
    let field = Field("at", .timestamp(precision: 3))
    let decoded = try decode(
        days.map { #"{"at":"\#($0) 00:00:00"}"# }, [field], ["format": "json"])
    #expect(decoded.reasons == [])
    let expected: [Int64] = [0, 1, 11, 42, 407, 0]
    #expect(decoded.values.map { $0[0] } == expected.map { .integer($0 * 86_400_000) })
}
