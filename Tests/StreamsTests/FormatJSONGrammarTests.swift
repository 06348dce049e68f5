import Engine
import Streams
import Testing

private let fields = [Field("a", .string), Field("b", .bigint)]

private func decode(_ texts: [String], _ options: [String: String] = [:]) throws -> DecodedRows {
    try StreamsTests.decode(
        texts, fields, options.merging(["format": "json"]) { first, _ in first })
}

@Test(arguments: [
    #"{"a":"x","b":1}"#, #"{"b":1,"a":"x"}"#, #" { "a" : "x" , "b" : 1 } "#,
    "\t{\n\"a\":\r\n\"x\",\"b\":1}\n", #"{"z":[1,{"q":[]},{}],"a":"x","y":null,"b":1,"x":true}"#,
    #"{"a":"old","b":7,"a":"x","b":1}"#, #"{"\u0061":"x","b":1}"#, #"[{"a":"x","b":1}]"#,
    #"{"n":-0.5e+10,"m":1E5,"a":"x","b":1,"k":0}"#, #"{"a":"\u0078","b":1}"#,
    #"{"":"","a":"x","ab":2,"b":1}"#,
])
func `the same row is read however it is written`(text: String) throws {
    let decoded = try decode([text])
    #expect(decoded.reasons == [])
    #expect(decoded.values == [[.string("x"), .integer(1)]])
}

@Test(arguments: [
    ("", "empty payload (a tombstone holds no row)"),
    ("   ", "no JSON: byte 3: the text ends too early"),
    ("{", "no JSON: byte 1: the text ends too early"),
    (#"{"a""#, "no JSON: byte 4: the text ends too early"),
    (#"{"a":"#, "no JSON: byte 5: the text ends too early"),
    (#"{"a":"x"#, "no JSON: byte 7: the text ends too early"),
    (#"{"a":"x""#, "no JSON: byte 8: the text ends too early"),
    (#"{"a":"x\"#, "no JSON: byte 8: the text ends too early"),
    (#"{"a":"x",}"#, "no JSON: byte 9: a key in quotes was expected"),
    (#"{a:"x"}"#, "no JSON: byte 1: a key in quotes was expected"),
    (#"{"a" "x"}"#, "no JSON: byte 5: ':' was expected"),
    (#"{"a":"x" "b":1}"#, "no JSON: byte 9: ',' or '}' was expected"),
    (#"{"a":"x"]"#, "no JSON: byte 8: ',' or '}' was expected"),
    (#"{"z":[1 2]}"#, "no JSON: byte 8: ',' or ']' was expected"),
    (#"{"z":[1,]}"#, "no JSON: byte 8: a value was expected"),
    (#"{"b":01}"#, "no JSON: byte 6: no valid number"),
    (#"{"b":-}"#, "no JSON: byte 6: no valid number"),
    (#"{"b":1.}"#, "no JSON: byte 7: no valid number"),
    (#"{"b":.5}"#, "no JSON: byte 5: a value was expected"),
    (#"{"b":1e}"#, "no JSON: byte 7: no valid number"),
    (#"{"b":+1}"#, "no JSON: byte 5: a value was expected"),
    (#"{"b":0x1}"#, "no JSON: byte 6: no valid number"),
    (#"{"z":-01}"#, "no JSON: byte 7: no valid number"),
    (#"{"b":NaN}"#, "no JSON: byte 5: a value was expected"),
    (#"{"b":nul}"#, "no JSON: byte 5: a value was expected"),
    (#"{"b":True}"#, "no JSON: byte 5: a value was expected"),
    (#"{"a":"\x"}"#, "no JSON: byte 6: no valid escape"),
    (#"{"a":"\u12g4"}"#, "no JSON: byte 6: no valid escape"),
    (#"{"a":"\ud800"}"#, "no JSON: byte 6: half of a surrogate pair"),
    (#"{"a":"\ud800\u0041"}"#, "no JSON: byte 6: half of a surrogate pair"),
    (#"{"z":"\udc00"}"#, "no JSON: byte 6: half of a surrogate pair"),
    ("{\"a\":\"x\ny\"}", "no JSON: byte 7: a control character stands unescaped in a text"),
    (
        "{\"z\":\"0123456789\u{1}\"}",
        "no JSON: byte 16: a control character stands unescaped in a text"
    ),
    (#"{"a":"x"}{"a":"y"}"#, "no JSON: byte 9: more text after the value"),
    (#"{"a":"x"} x"#, "no JSON: byte 10: more text after the value"),
    ("\u{FEFF}{}", "no JSON: byte 0: a value was expected"),
    ("null", "no JSON object: null"), ("[]", "no JSON object: []"), ("12", "no JSON object: 12"),
    (#""text""#, #"no JSON object: "text""#), ("[[]]", "no JSON object: [[]]"),
    ("[{},1]", "no JSON object: [{},1]"), ("[{}", "no JSON: byte 3: the text ends too early"),
    ("12 x", "no JSON: byte 3: more text after the value"),
    ("[1,{]", "no JSON: byte 4: a key in quotes was expected"),
    ("[{},]", "no JSON: byte 4: a value was expected"),
])
func `what is no JSON object is refused with the place`(text: String, reason: String) throws {
    let decoded = try decode([#"{"b":1}"#, text, #"{"b":2}"#])
    #expect(decoded.reasons == [reason])
    #expect(decoded.values == [[.null, .integer(1)], [.null, .integer(2)]])
    #expect(decoded.messageIndices == [0, 2])
}

@Test func `a tombstone and an array are accounted for`() throws {
    var batch = messages([#"[{"b":1},{"b":2},{"b":3}]"#])
    batch.append(nil as [UInt8]?, offset: 1)
    batch.append([], offset: 2)
    let decoder = try RowDecoder(
        source: source(fields, ["format": "json"]), zone: .utc, isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "t", partition: 0)
    #expect(decoded.messageIndices == [0, 0, 0])
    #expect(decoded.values.map { $0[1] } == [.integer(1), .integer(2), .integer(3)])
    #expect(decoded.refusals.map(\.message) == [1, 2])
    #expect(decoded.refusals.allSatisfy { $0.reason == .emptyPayload })
}

@Test func `a broken element takes its whole array with it`() throws {
    let decoded = try decode([#"[{"b":1},{"b":"x"}]"#, #"{"b":9}"#])
    #expect(decoded.values == [[.null, .integer(9)]])
    #expect(decoded.reasons == ["field b: 'x' is no BIGINT"])
}

@Test(arguments: ["[", "{\"k\":"])
func `nesting ends at 128 levels`(bracket: String) throws {
    let closing = bracket == "[" ? "]" : "}"
    func text(_ levels: Int) -> String {
        let opened = String(repeating: bracket, count: levels - 1)
        let closed = String(repeating: closing, count: levels - 1)
        return "{\"z\":\(opened)1\(closed)}"
    }
    #expect(try decode([text(128)]).reasons == [])
    let reasons = try decode([text(129)]).reasons
    #expect(reasons.first?.hasSuffix("nested deeper than 128 levels") == true)
    #expect(try decode([String(repeating: bracket, count: 100_000)]).rows.count == 0)
}

private let invalidUTF8: [[UInt8]] = [
    [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
    [0xEF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
    [0xFF], [0xE2, 0x28, 0xA1],
]

@Test(arguments: invalidUTF8, ["a", "z"])
func `bytes that are no UTF-8 are refused, used or not`(bytes: [UInt8], key: String) throws {
    var batch = RawMessages()
    let text = Array("{\"\(key)\":\"01234567".utf8) + bytes + Array("\"}".utf8)
    batch.append(text, offset: 0)
    let decoder = try RowDecoder(
        source: source(fields, ["format": "json"]), zone: .utc, isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "t", partition: 0)
    #expect(decoded.refusals.map(\.reason) == [.notUTF8(byte: 14)])
}

@Test func `texts of every length and alphabet come out as they went in`() throws {
    let alphabets = ["a", "é", "한", "🙂", "\u{7F}", "\u{FFFF}"]
    var texts: [String] = []
    for letter in alphabets {
        for count in 0..<20 {
            texts.append(String(repeating: letter, count: count))
            texts.append("0123" + String(repeating: letter, count: count) + "x")
        }
    }
    let decoded = try decode(texts.map { #"{"a":"\#($0)"}"# })
    #expect(decoded.reasons == [])
    #expect(decoded.values.map { $0[0] } == texts.map { .string($0) })
}

@Test func `escapes are resolved and only their column leaves the message`() throws {
    let decoded = try decode([
        #"{"a":"\"\\\/\b\f\n\r\t\u0000\u00e9\ud55c\ud83d\ude42 end"}"#, #"{"a":"plain"}"#,
    ])
    #expect(
        decoded.values.map { $0[0] } == [
            .string("\"\\/\u{8}\u{C}\n\r\t\0é한🙂 end"), .string("plain"),
        ])
}

@Test func `without escapes a text column is the messages' own buffer`() throws {
    let batch = messages([#"{"a":"one"}"#, #"{"a":"two"}"#])
    let decoder = try RowDecoder(
        source: source(fields, ["format": "json"]), zone: .utc, isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "t", partition: 0)
    guard case .strings(let texts) = decoded.rows.columns[0].values else {
        Issue.record("no texts")
        return
    }
    let isShared = batch.bytes.withUnsafeBytes { ours in
        texts.bytes.withUnsafeBytes { $0.baseAddress == ours.baseAddress }
    }
    #expect(isShared)
}

@Test func `keys that come, go and change places fill the right columns`() throws {
    var texts: [String] = []
    var expected: [[Value]] = []
    for round in 0..<40 {
        switch round % 5 {
        case 0: texts.append(#"{"id":1,"a":"x\#(round)","b":\#(round)}"#)
        case 1: texts.append(#"{"id":1,"b":\#(round),"a":"x\#(round)"}"#)
        case 2: texts.append(#"{"a":"x\#(round)", "b": \#(round)}"#)
        case 3: texts.append(#"{"id":1,"extra":{},"a":"x\#(round)","b":\#(round)}"#)
        default: texts.append(#"{"id":1,"b":\#(round)}"#)
        }
        expected.append([round % 5 == 4 ? .null : .string("x\(round)"), .integer(Int64(round))])
    }
    #expect(try decode(texts).values == expected)
    #expect(try decode(Array(texts.reversed())).values == expected.reversed())
}

@Test func `blanks may stand before a value where there were none before`() throws {
    let texts = [#"{"a":"x","b":1}"#, #"{"a": "x","b":1}"#, "{\"a\":\t\"x\",\"b\":\n1}"]
    let decoded = try decode(texts + texts.reversed())
    #expect(decoded.reasons == [])
    #expect(decoded.values == Array(repeating: [.string("x"), .integer(1)], count: 6))
}

@Test(arguments: [3, 4, 5, 11, 12, 13, 20, 28, 36])
func `keys that differ in one byte are not taken for each other`(length: Int) throws {
    let keys = (0..<length).map { place in
        String(repeating: "k", count: place) + "x"
            + String(repeating: "k", count: length - place - 1)
    }
    let columns = keys.map { Field($0, .bigint) }
    // Every event has one key, so each is compared with the one before it.
    let texts = keys.enumerated().map { index, key in "{\"\(key)\":\(index)}" }
    let decoded = try StreamsTests.decode(texts, columns, ["format": "json"])
    for (index, row) in decoded.values.enumerated() {
        let expected = (0..<length).map { $0 == index ? Value.integer(Int64(index)) : .null }
        #expect(row == expected)
    }
}

@Test func `an array of many rows outgrows the messages`() throws {
    let elements = (0..<100).map { #"{"a":"x\#($0)","b":\#($0)}"# }
    let decoded = try decode([#"{"a":"y","b":-1}"#, "[\(elements.joined(separator: ","))]"])
    #expect(decoded.reasons == [])
    let expected =
        [[Value.string("y"), .integer(-1)]]
        + (0..<100).map { [.string("x\($0)"), .integer(Int64($0))] }
    #expect(decoded.values == expected)
    #expect(decoded.messageIndices == [0] + [Int32](repeating: 1, count: 100))
}

@Test func `under strict Flink ignored rows are only counted`() throws {
    let options = ["format": "json", "json.ignore-parse-errors": "true"]
    let texts = ["{", "[]", #"{"b":"x"}"#]
    let strict = try StreamsTests.decode(texts, fields, options, isStrictFlink: true)
    #expect(strict.values == [[.null, .null]])
    #expect(strict.reasons == [])
    #expect(strict.ignored == 2)
    let ours = try StreamsTests.decode(texts, fields, options)
    #expect(ours.refusals.map(\.message) == [0, 1])
    #expect(ours.ignored == 0)
}

@Test func `metadata columns come from around the message`() throws {
    let metadata = [
        ("topic", Field("tp", .string)), ("partition", Field("p", .int)),
        ("offset", Field("o", .bigint)), ("timestamp", Field("ts", .timestampLTZ(precision: 3))),
        ("timestamp", Field("wall", .timestamp(precision: 3))),
    ]
    let source = source([Field("b", .bigint)], metadata: metadata, ["value.format": "json"])
    var batch = RawMessages()
    batch.append(Array("{".utf8), offset: 40, timestampMs: 5)
    batch.append(Array(#"{"b":1}"#.utf8), offset: 41, timestampMs: 1_000)
    batch.append(Array(#"{"b":2}"#.utf8), offset: 43)
    let zone = SessionZone.fixed(name: "UTC+1", offsetMs: 3_600_000)
    let decoder = try RowDecoder(source: source, zone: zone, isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "clicks", partition: 3)
    #expect(
        decoded.values == [
            [
                .integer(1), .string("clicks"), .integer(3), .integer(41), .integer(1_000),
                .integer(3_601_000),
            ],
            [.integer(2), .string("clicks"), .integer(3), .integer(43), .null, .null],
        ])
}
