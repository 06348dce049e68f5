import Engine
import Streams
import Testing

private let fields = [
    Field("id", .string), Field("n", .bigint), Field("at", .timestamp(precision: 3)),
]

private func decode(
    _ lines: [String], _ options: [String: String] = [:], isStrictFlink: Bool = false
) throws -> DecodedRows {
    try StreamsTests.decode(
        lines, fields, options.merging(["format": "csv"]) { first, _ in first },
        isStrictFlink: isStrictFlink)
}

private struct Line: CustomTestStringConvertible, Sendable {
    let text: String
    let values: [Value]
    let options: [String: String]
    var testDescription: String { text }

    init(_ text: String, _ values: [Value], _ options: [String: String] = [:]) {
        self.text = text
        self.values = values
        self.options = options
    }
}

private let time = "1970-01-01 00:00:01"

@Test(arguments: [
    Line("a,1,\(time)", [.string("a"), .integer(1), .integer(1_000)]),
    Line("\"a\",\"1\",\"\(time)\"", [.string("a"), .integer(1), .integer(1_000)]),
    Line(
        "\"a,\"\"b\"\"\", 7 , \(time).5 \r\n", [.string("a,\"b\""), .integer(7), .integer(1_500)]),
    Line("\"\"\"\",-1,\(time)", [.string("\""), .integer(-1), .integer(1_000)]),
    Line(",1,\(time)", [.string(""), .integer(1), .integer(1_000)]),
    Line("a\"b\",1,\(time)", [.string("a\"b\""), .integer(1), .integer(1_000)]),
    Line("\"two\nlines\",1,\(time)", [.string("two\nlines"), .integer(1), .integer(1_000)]),
    Line("é한🙂,1,\(time)", [.string("é한🙂"), .integer(1), .integer(1_000)]),
    Line(
        "a;1;\(time)", [.string("a"), .integer(1), .integer(1_000)],
        ["csv.field-delimiter": ";"]),
    Line(
        "a\t1\t\(time)", [.string("a"), .integer(1), .integer(1_000)],
        ["csv.field-delimiter": "\\t"]),
    Line(
        "'a,''b',1,\(time)", [.string("a,'b"), .integer(1), .integer(1_000)],
        ["csv.quote-character": "'"]),
    Line(
        "\"a\",1,\(time)", [.string("\"a\""), .integer(1), .integer(1_000)],
        ["csv.disable-quote-character": "true"]),
    Line(
        "\"a\\\"b\",1,\(time)", [.string("a\"b"), .integer(1), .integer(1_000)],
        ["csv.escape-character": "\\"]),
    Line(
        "a\\,b\",1,\(time)", [.string("a,b\""), .integer(1), .integer(1_000)],
        ["csv.escape-character": "\\"]),
    Line(
        "a\"b\\,c,1,\(time)", [.string("a\"b,c"), .integer(1), .integer(1_000)],
        ["csv.escape-character": "\\"]),
    Line("n/a,n/a,n/a", [.null, .null, .null], ["csv.null-literal": "n/a"]),
    Line("\"\",,", [.null, .null, .null], ["csv.null-literal": ""]),
    Line("a", [.string("a"), .null, .null], ["csv.ignore-parse-errors": "true"]),
    Line("a,x,y", [.string("a"), .null, .null], ["csv.ignore-parse-errors": "true"]),
    Line("a,,", [.string("a"), .null, .null], ["csv.ignore-parse-errors": "true"]),
])
private func `a csv line becomes a row`(line: Line) throws {
    let decoded = try decode([line.text], line.options)
    #expect(decoded.reasons == [])
    #expect(decoded.values == [line.values])
}

@Test(arguments: [
    ("", "empty payload (a tombstone holds no row)"),
    ("\r\n", "empty payload (a tombstone holds no row)"),
    ("a,1", "2 csv fields where the table has 3 columns"),
    ("a,1,\(time),x", "4 csv fields where the table has 3 columns"),
    ("a,,\(time)", "field n: '' is no BIGINT"),
    ("a,1.5,\(time)", "field n: '1.5' is no BIGINT"),
    ("a,1,1970-01-01T00:00:01", "field at: '1970-01-01T00:00:01' is no TIMESTAMP(3)"),
    ("\"a,1,\(time)", "no csv: byte 0: a quoted field must end with its quote"),
    ("a,\"1\"x,\(time)", "no csv: byte 5: a quoted field must end with its quote"),
])
func `a csv line that is no row is refused`(line: String, reason: String) throws {
    let decoded = try decode(["a,1,\(time)", line, "b,2,\(time)"])
    #expect(decoded.reasons == [reason])
    #expect(decoded.messageIndices == [0, 2])
    #expect(decoded.values.map { $0[0] } == [.string("a"), .string("b")])
}

@Test func `too many fields are a bad row even when errors are ignored`() throws {
    let options = ["csv.ignore-parse-errors": "true"]
    let line = "a,1,\(time),x"
    #expect(try decode([line], options).refusals.count == 1)
    let strict = try decode([line], options, isStrictFlink: true)
    #expect(strict.refusals == [])
    #expect(strict.ignored == 1)
}

@Test func `comments are ignored only when they are allowed`() throws {
    let lines = ["# a,1,\(time)", "b,2,\(time)"]
    let allowed = try decode(lines, ["csv.allow-comments": "true"])
    #expect(allowed.ignored == 1)
    #expect(allowed.messageIndices == [1])
    #expect(try decode(lines).values.count == 2)
}

@Test func `csv bytes that are no UTF-8 are refused`() throws {
    var batch = RawMessages()
    batch.append(Array("a".utf8) + [0xC3, 0x28] + Array(",1,\(time)".utf8), offset: 0)
    let decoder = try RowDecoder(
        source: source(fields, ["format": "csv"]), zone: .utc, isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "t", partition: 0)
    #expect(decoded.refusals.map(\.reason) == [.notUTF8(byte: 1)])
}

@Test func `only the columns of the plan are converted, in the plan's order`() throws {
    let table = Source(
        name: "t", options: ["format": "csv"], declared: fields,
        inputs: [
            Source.Input(field: fields[2], origin: .field("at")),
            Source.Input(field: Field("p", .int), origin: .metadata("partition")),
            Source.Input(field: fields[0], origin: .field("id")),
        ])
    let decoder = try RowDecoder(source: table, zone: .utc, isStrictFlink: false)
    let decoded = decoder.decode(messages(["a,no number,\(time)"]), topic: "t", partition: 4)
    #expect(decoded.reasons == [])
    #expect(decoded.values == [[.integer(1_000), .integer(4), .string("a")]])
}

@Test func `texts of a few messages leave the rest of a large buffer behind`() throws {
    var batch = messages(["zz,1,\(time)", "\"a\"\"b\",2,\(time)", "plain,,\(time)"])
    batch.starts.removeFirst()
    batch.lengths.removeFirst()
    batch.offsets.removeFirst()
    batch.timestampsMs.removeFirst()
    let decoder = try RowDecoder(
        source: source(fields, ["format": "csv", "csv.null-literal": ""]), zone: .utc,
        isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "t", partition: 0)
    #expect(
        decoded.values == [
            [.string("a\"b"), .integer(2), .integer(1_000)],
            [.string("plain"), .null, .integer(1_000)],
        ])
}
