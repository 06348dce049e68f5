public import Engine

/// Rows as csv lines, byte for byte as Flink's csv format writes them.
public struct CSVText: Sendable {
    private let types: [DataType]
    private let options: CSVOptions
    private let nullLiteral: [UInt8]
    /// A character below it makes a text quoted; Jackson compares once instead of with each mark.
    private let firstPlain: UInt8

    /// Flink's defaults: commas, double quotes, NULL as nothing.
    public init(_ schema: Schema) { self.init(schema, CSVOptions()) }

    init(_ schema: Schema, _ options: CSVOptions) {
        types = schema.fields.map(\.type)
        self.options = options
        nullLiteral = options.nullLiteral ?? []
        firstPlain = max(options.delimiter, options.quote ?? 0, 0x0D) + 1
    }

    /// Adds one line per row; the kinds of rows are not written.
    public func append(_ rows: ColumnBatch, to bytes: inout [UInt8]) {
        appendRows(rows, types, to: &bytes)
    }
}

extension CSVText: RowFormat {
    var frame: CellTexts.Frame {
        CellTexts.Frame(
            opening: [], separator: options.delimiter, closing: [0x0A], skipsEmpty: false)
    }

    func appendKey(_ column: Int, to bytes: inout [UInt8]) {}

    func appendNull(_ column: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: nullLiteral)
    }

    func append(_ value: Double, _ type: DataType, to bytes: inout [UInt8]) {
        NumberText.append(value, type, to: &bytes)
    }

    func append(_ value: Int64, _ type: DataType, to bytes: inout [UInt8]) {
        switch type {
        case .boolean: bytes.append(contentsOf: (value == 0 ? "false" : "true").utf8)
        case .date:
            // Digits and dashes are plain unless the delimiter is a late character.
            let quote = UInt8(ascii: "-") < firstPlain ? options.quote : nil
            if let quote { bytes.append(quote) }
            Timestamp.appendDate(value, to: &bytes)
            if let quote { bytes.append(quote) }
        case .time:
            // A colon is plain unless the delimiter is a late character.
            let quote = UInt8(ascii: "0") < firstPlain ? options.quote : nil
            if let quote { bytes.append(quote) }
            TimeText.appendTimeOfDay(value, to: &bytes)
            if let quote { bytes.append(quote) }
        case .timestamp, .timestampLTZ:
            // A time has a blank, which is below every delimiter and quote that is printable.
            let isInstant = if case .timestampLTZ = type { true } else { false }
            let quote = 0x20 < firstPlain ? options.quote : nil
            if let quote { bytes.append(quote) }
            TimeText.append(value, separator: 0x20, isInstant: isInstant, to: &bytes)
            if let quote { bytes.append(quote) }
        default: NumberText.append(value, to: &bytes)
        }
    }

    func append(text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        guard let quote = options.quote, needsQuotes(text) else {
            bytes.append(contentsOf: text)
            return
        }
        bytes.append(quote)
        for byte in text {
            if byte == quote || byte == options.escape { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    /// A script that writes an ARRAY as csv is refused; in its own form nothing of it is lost.
    func append(nested: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        append(text: nested, to: &bytes)
    }

    /// Longer than 24 UTF-16 units, or with a character that might mean something.
    private func needsQuotes(_ text: UnsafeRawBufferPointer) -> Bool {
        for byte in text where byte < firstPlain || byte == 0x5C || byte == options.escape {
            return true
        }
        return text.count > 24 && String(decoding: text, as: UTF8.self).utf16.count > 24
    }
}
