public import Engine

/// Rows as JSON objects, one per line, as Flink's json format writes them.
public struct JSONRowText: Sendable {
    private let types: [DataType]
    /// `"name":` of each column.
    private let keys: [[UInt8]]
    private let writesNulls: Bool
    private let separator: UInt8

    /// Flink's defaults: NULLs are written, times have the SQL form.
    public init(_ schema: Schema) { self.init(schema, JSONOptions()) }

    init(_ schema: Schema, _ options: JSONOptions) {
        types = schema.fields.map(\.type)
        keys = schema.fields.map { Array((JSONText.quoted($0.name) + ":").utf8) }
        writesNulls = !options.ignoresNullFields
        separator = options.timestamps == .sql ? UInt8(ascii: " ") : UInt8(ascii: "T")
    }

    /// Adds one line per row; the kinds of rows are not written.
    public func append(_ rows: ColumnBatch, to bytes: inout [UInt8]) {
        appendRows(rows, types, to: &bytes)
    }
}

extension JSONRowText: RowFormat {
    var frame: CellTexts.Frame {
        CellTexts.Frame(
            opening: Array("{".utf8), separator: UInt8(ascii: ","), closing: Array("}\n".utf8),
            skipsEmpty: true)
    }

    func appendKey(_ column: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: keys[column])
    }

    func appendNull(_ column: Int, to bytes: inout [UInt8]) {
        guard writesNulls else { return }
        appendKey(column, to: &bytes)
        bytes.append(contentsOf: "null".utf8)
    }

    func append(_ value: Double, _ type: DataType, to bytes: inout [UInt8]) {
        // JSON has no NaN and no infinity; Jackson writes them as texts.
        if !value.isFinite { bytes.append(0x22) }
        NumberText.append(value, type, to: &bytes)
        if !value.isFinite { bytes.append(0x22) }
    }

    func append(_ value: Int64, _ type: DataType, to bytes: inout [UInt8]) {
        switch type {
        case .boolean: bytes.append(contentsOf: (value == 0 ? "false" : "true").utf8)
        case .date:
            bytes.append(0x22)
            Timestamp.appendDate(value, to: &bytes)
            bytes.append(0x22)
        case .time:
            bytes.append(0x22)
            TimeText.appendTimeOfDay(value, to: &bytes)
            bytes.append(0x22)
        case .timestamp, .timestampLTZ:
            let isInstant = if case .timestampLTZ = type { true } else { false }
            bytes.append(0x22)
            TimeText.append(value, separator: separator, isInstant: isInstant, to: &bytes)
            bytes.append(0x22)
        default: NumberText.append(value, to: &bytes)
        }
    }

    func append(text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        JSONText.append(utf8: text, to: &bytes)
    }

    func append(nested: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: nested)
    }
}
