/// The options of Flink's json format that reading and writing rows look at.
struct JSONOptions: Sendable {
    var failsOnMissingField = false
    var ignoresParseErrors = false
    var ignoresNullFields = false
    var timestamps = TimestampStyle.sql

    init() {}

    init(_ options: FormatOptions) throws(FormatOptionError) {
        try options.expectOnly([
            "fail-on-missing-field", "ignore-parse-errors", "timestamp-format.standard",
            "map-null-key.mode", "map-null-key.literal", "encode.decimal-as-plain-number",
            "encode.ignore-null-fields", "decode.json-parser.enabled",
        ])
        failsOnMissingField = try options.boolean("fail-on-missing-field", default: false)
        ignoresParseErrors = try options.boolean("ignore-parse-errors", default: false)
        ignoresNullFields = try options.boolean("encode.ignore-null-fields", default: false)
        if failsOnMissingField && ignoresParseErrors {
            throw options.failure(
                "ignore-parse-errors", "and json.fail-on-missing-field exclude each other")
        }
        try readTimestamps(options)
    }

    /// The options of debezium-json, except for the one about its envelope.
    init(changes options: FormatOptions) throws(FormatOptionError) {
        try options.expectOnly([
            "schema-include", "ignore-parse-errors", "timestamp-format.standard",
            "map-null-key.mode", "map-null-key.literal", "encode.decimal-as-plain-number",
            "encode.ignore-null-fields",
        ])
        ignoresParseErrors = try options.boolean("ignore-parse-errors", default: false)
        try readTimestamps(options)
    }

    private mutating func readTimestamps(_ options: FormatOptions) throws(FormatOptionError) {
        guard let name = options.text("timestamp-format.standard") else { return }
        guard let style = TimestampStyle(rawValue: name) else {
            throw options.failure(
                "timestamp-format.standard",
                "is '\(name)'; write 'SQL', 'ISO-8601' or 'ISO-8601-WITH-OFFSET'")
        }
        timestamps = style
    }
}
