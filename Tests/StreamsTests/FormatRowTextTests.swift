import Engine
import Streams
import Testing

/// One value in one column, and its text in both formats and in print.
private struct Cell: CustomTestStringConvertible, Sendable {
    let type: DataType
    let value: Value
    let csv: String
    let json: String
    let print: String
    var testDescription: String { "\(type) \(csv)" }

    init(_ type: DataType, _ value: Value, csv: String, json: String, print: String? = nil) {
        self.type = type
        self.value = value
        self.csv = csv
        self.json = json
        self.print = print ?? csv
    }
}

private func same(_ type: DataType, _ value: Value, _ text: String) -> Cell {
    Cell(type, value, csv: text, json: text)
}

private func text(_ value: String, csv: String, print: String? = nil) -> Cell {
    Cell(
        .string, .string(value), csv: csv, json: JSONText.quoted(value), print: print ?? value)
}

private func decimal(_ units: Int128, _ text: String, print: String? = nil) -> Cell {
    Cell(
        .decimal(precision: 10, scale: 2), .decimal(Decimal(units: units, scale: 2)), csv: text,
        json: text, print: print ?? text)
}

private let instant = Int64(1_767_603_600_000)  // 2026-01-05 09:00:00

private let cells: [Cell] = [
    Cell(.string, .null, csv: "", json: "null", print: "null"),
    Cell(.bigint, .null, csv: "", json: "null", print: "null"),
    text("", csv: ""),
    text("plain", csv: "plain"),
    text("a-b.c/d:e", csv: "a-b.c/d:e"),
    text("a b", csv: "\"a b\""),
    text("a,b", csv: "\"a,b\""),
    text("a+b", csv: "\"a+b\""),
    text("#", csv: "\"#\""),
    text("say \"x\"", csv: "\"say \"\"x\"\"\""),
    text("a\\b", csv: "\"a\\b\""),
    text("a\nb", csv: "\"a\nb\"", print: "a␊b"),
    text("123456789012345678901234", csv: "123456789012345678901234"),
    text("1234567890123456789012345", csv: "\"1234567890123456789012345\""),
    text("éééééééééééééééééééééééé", csv: "éééééééééééééééééééééééé"),
    text("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", csv: "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"),
    text("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", csv: "\"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂\""),
    text("\u{1B}[2J\u{9B}", csv: "\"\u{1B}[2J\u{9B}\"", print: "␛[2J\u{FFFD}"),
    same(.boolean, .integer(1), "true"),
    same(.boolean, .integer(0), "false"),
    same(.int, .integer(-7), "-7"),
    decimal(1_250, "12.5", print: "12.50"), decimal(1_000, "1E+1", print: "10.00"),
    decimal(0, "0", print: "0.00"), decimal(-5, "-0.05"), decimal(123_456, "1234.56"),
    Cell(
        .time(precision: 3), .integer(32_401_500), csv: "09:00:01.5", json: "\"09:00:01.5\"",
        print: "09:00:01.500"),
    Cell(
        .time(precision: 0), .integer(0), csv: "00:00:00", json: "\"00:00:00\"",
        print: "00:00"),
    same(.bigint, .integer(.min), "-9223372036854775808"),
    same(.double, .double(1e7), "1.0E7"),
    same(.double, .double(0.1), "0.1"),
    same(.double, .double(-0.0), "-0.0"),
    same(.double, .double(100), "100.0"),
    same(.float, .double(Double(Float(0.1))), "0.1"),
    Cell(.double, .double(.nan), csv: "NaN", json: "\"NaN\""),
    Cell(.double, .double(-.infinity), csv: "-Infinity", json: "\"-Infinity\""),
    Cell(.date, .integer(20_458), csv: "2026-01-05", json: "\"2026-01-05\""),
    Cell(
        .timestamp(precision: 3), .integer(instant), csv: "\"2026-01-05 09:00:00\"",
        json: "\"2026-01-05 09:00:00\"", print: "2026-01-05T09:00"),
    Cell(
        .timestamp(precision: 3), .integer(instant + 1_120), csv: "\"2026-01-05 09:00:01.12\"",
        json: "\"2026-01-05 09:00:01.12\"", print: "2026-01-05T09:00:01.120"),
    Cell(
        .timestamp(precision: 3), .integer(instant + 1), csv: "\"2026-01-05 09:00:00.001\"",
        json: "\"2026-01-05 09:00:00.001\"", print: "2026-01-05T09:00:00.001"),
    Cell(
        .timestamp(precision: 3), .integer(-100), csv: "\"1969-12-31 23:59:59.9\"",
        json: "\"1969-12-31 23:59:59.9\"", print: "1969-12-31T23:59:59.900"),
    Cell(
        .timestampLTZ(precision: 3), .integer(instant), csv: "\"2026-01-05 09:00:00Z\"",
        json: "\"2026-01-05 09:00:00Z\"", print: "2026-01-05T09:00:00Z"),
    Cell(
        .timestampLTZ(precision: 3), .integer(instant + 100), csv: "\"2026-01-05 09:00:00.1Z\"",
        json: "\"2026-01-05 09:00:00.1Z\"", print: "2026-01-05T09:00:00.100Z"),
]

private func lines(_ append: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    append(&bytes)
    return String(decoding: bytes, as: UTF8.self)
}

@Test(arguments: cells)
private func `a value has Flink's text`(cell: Cell) {
    let schema = Schema([Field("v", cell.type), Field("n", .int)])
    let rows = ColumnBatch(
        count: 1, columns: [Column(cell.type, [cell.value]), Column(.int, [.integer(5)])])
    #expect(lines { CSVText(schema).append(rows, to: &$0) } == "\(cell.csv),5\n")
    #expect(lines { JSONRowText(schema).append(rows, to: &$0) } == "{\"v\":\(cell.json),\"n\":5}\n")
    #expect(lines { PrintText(schema).append(rows, to: &$0) } == "+I[\(cell.print), 5]\n")
}

private func sink(_ options: [String: String]) -> Sink {
    Sink(
        name: "out", kind: .file(path: "/out", format: options["format"] ?? ""),
        schema: Schema([
            Field("k", .string), Field("n", .int), Field("at", .timestampLTZ(precision: 3)),
        ]), primaryKey: [], options: options, annotations: Annotations())
}

private func exampleRows() -> ColumnBatch {
    ColumnBatch(
        count: 2,
        columns: [
            Column(.string, [.string("a;\"b"), .null]), Column(.int, [.null, .integer(2)]),
            Column(.timestampLTZ(precision: 3), [.integer(instant), .null]),
        ])
}

@Test(
    arguments: [
        (
            ["format": "csv", "csv.null-literal": "n/a"],
            "\"a;\"\"b\",n/a,\"2026-01-05 09:00:00Z\"\nn/a,2,n/a\n"
        ),
        (
            ["format": "csv", "csv.field-delimiter": ";"],
            "\"a;\"\"b\";;\"2026-01-05 09:00:00Z\"\n;2;\n"
        ),
        (
            ["format": "csv", "csv.disable-quote-character": "true"],
            "a;\"b,,2026-01-05 09:00:00Z\n,2,\n"
        ),
        (
            ["format": "csv", "csv.quote-character": "'"],
            "'a;\"b',,'2026-01-05 09:00:00Z'\n,2,\n"
        ),
        (
            ["format": "json"],
            #"{"k":"a;\"b","n":null,"at":"2026-01-05 09:00:00Z"}"# + "\n"
                + #"{"k":null,"n":2,"at":null}"# + "\n"
        ),
        (
            [
                "format": "json", "json.timestamp-format.standard": "ISO-8601",
                "json.encode.ignore-null-fields": "true",
            ],
            #"{"k":"a;\"b","at":"2026-01-05T09:00:00Z"}"# + "\n" + #"{"n":2}"# + "\n"
        ),
    ] as [([String: String], String)])
func `a sink's options change the text`(options: [String: String], expected: String) throws {
    let text = try RowText(sink: sink(options))
    #expect(lines { text.append(exampleRows(), to: &$0) } == expected)
}

@Test(arguments: [UInt64(1), 2, 3])
func `csv rows are read back as they were`(seed: UInt64) throws {
    let texts = [
        "", "a", "a,b", "\"", "\"\"", "a\"b", " lead", "line\nbreak", "\\", "'", "tab\t", "é🙂",
        "x\r", "a longer text of more than 24 characters",
    ]
    let schema = Schema([Field("t", .string), Field("u", .string)])
    let rows = ColumnBatch(
        count: texts.count,
        columns: [
            Column(.string, texts.map { .string($0) }),
            Column(.string, texts.reversed().map { .string($0) }),
        ])
    let written = lines { CSVText(schema).append(rows, to: &$0) }
    let folder = try TestFolder()
    let source = try FileSource(
        path: folder.write(written, to: "in.csv"),
        splitting: .csv(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), escape: nil),
        chunkBytes: Int(seed) * 7)
    let records = try readAll(source).map(\.text)
    let decoded = try decode(records, schema.fields, ["format": "csv"])
    #expect(decoded.reasons == [])
    #expect(decoded.values == (0..<rows.count).map { rows.row($0) })
}

@Test func `kinds and the identifier stand before a printed row`() {
    let schema = Schema([Field("n", .int)])
    let rows = ColumnBatch(
        count: 4, columns: [Column(.int, (0..<4).map { .integer($0) })],
        kinds: [.insert, .updateBefore, .updateAfter, .delete])
    let text = lines { PrintText(schema, identifier: "suspects").append(rows, to: &$0) }
    #expect(
        text == "suspects> +I[0]\nsuspects> -U[1]\nsuspects> +U[2]\nsuspects> -D[3]\n")
}
