public import Engine

/// Rows as lines of text, in a format that a sink's options name.
public enum RowText: Sendable {
    case csv(CSVText)
    case json(JSONRowText)

    /// It throws when the format or one of its options is unknown.
    public init(sink: Sink) throws(FormatOptionError) {
        let options = try FormatOptions(table: sink.name, options: sink.options)
        switch options.format {
        case "csv": self = .csv(CSVText(sink.schema, try CSVOptions(options)))
        case "json": self = .json(JSONRowText(sink.schema, try JSONOptions(options)))
        default:
            throw FormatOptionError(
                table: sink.name, option: "format",
                message: "is '\(options.format)', which Weir does not write; write 'json' or "
                    + "'csv'")
        }
    }

    /// The format's name, which is also a file's extension.
    public var name: String {
        switch self {
        case .csv: "csv"
        case .json: "json"
        }
    }

    /// Adds one line per row.
    public func append(_ rows: ColumnBatch, to bytes: inout [UInt8]) {
        switch self {
        case .csv(let text): text.append(rows, to: &bytes)
        case .json(let text): text.append(rows, to: &bytes)
        }
    }
}
