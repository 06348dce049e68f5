public import Engine

/// The decoder of a source, picked by its `format` or `value.format`.
public enum RowDecoder: Sendable {
    case json(JSONRows)
    case csv(CSVRows)
    case debezium(DebeziumRows)

    /// Reads the options; it throws when the format or one of its options is unknown.
    ///
    /// The session zone is for a record time that is declared without a zone; under strict Flink
    /// what `ignore-parse-errors` drops is counted, not refused with a reason.
    public init(
        source: Source, zone: SessionZone, isStrictFlink: Bool
    ) throws(FormatOptionError) {
        let options = try FormatOptions(table: source.name, options: source.options)
        switch options.format {
        case "json":
            self = .json(
                try JSONRows(source: source, zone: zone, isStrictFlink: isStrictFlink))
        case "csv":
            self = .csv(try CSVRows(source: source, zone: zone, isStrictFlink: isStrictFlink))
        case "debezium-json":
            self = .debezium(
                try DebeziumRows(source: source, zone: zone, isStrictFlink: isStrictFlink))
        default:
            throw FormatOptionError(
                table: source.name, option: "format",
                message: "is '\(options.format)'; write 'json', 'csv' or 'debezium-json'")
        }
    }

    /// Decodes the messages of one partition; every message gives rows or is accounted for.
    public func decode(
        _ messages: RawMessages, topic: String, partition: Int32
    ) -> DecodedRows {
        switch self {
        case .json(let rows): rows.decode(messages, topic: topic, partition: partition)
        case .csv(let rows): rows.decode(messages, topic: topic, partition: partition)
        case .debezium(let rows): rows.decode(messages, topic: topic, partition: partition)
        }
    }
}

extension RowDecoder {
    /// How a file of this format is cut into messages.
    public var splitting: RecordSplitting {
        switch self {
        case .json, .debezium: .lines
        case .csv(let rows): rows.splitting
        }
    }
}
