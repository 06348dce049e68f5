/// The connectors that Weir has, with the options that each of them takes.
enum Connector: String, CaseIterable {
    case kafka
    case upsertKafka = "upsert-kafka"
    case filesystem
    case print
    case blackhole

    /// Without these there is nothing to read or write.
    var required: [String] {
        switch self {
        case .kafka: ["topic"]
        case .upsertKafka: ["topic", "key.format", "value.format"]
        case .filesystem: ["path", "format"]
        case .print, .blackhole: []
        }
    }

    var known: [String] {
        switch self {
        case .kafka:
            [
                "topic", "format", "value.format", "key.format", "key.fields", "key.fields-prefix",
                "value.fields-include", "scan.startup.mode", "scan.startup.timestamp-millis",
                "scan.startup.specific-offsets", "scan.bounded.mode",
                "scan.bounded.timestamp-millis", "scan.bounded.specific-offsets",
                "scan.topic-partition-discovery.interval", "scan.parallelism", "sink.partitioner",
                "sink.delivery-guarantee", "sink.parallelism", "sink.transactional-id-prefix",
            ] + Self.scanning
        case .upsertKafka:
            [
                "topic", "key.format", "key.fields-prefix", "value.format", "value.fields-include",
                "sink.parallelism", "sink.buffer-flush.max-rows", "sink.buffer-flush.interval",
                "sink.delivery-guarantee", "sink.transactional-id-prefix",
            ]
        case .filesystem:
            [
                "path", "format", "sink.rolling-policy.file-size",
                "sink.rolling-policy.rollover-interval", "sink.rolling-policy.check-interval",
                "sink.parallelism", "sink.partition-commit.policy.kind",
            ] + Self.scanning
        case .print: ["print-identifier", "standard-error", "sink.parallelism"]
        case .blackhole: []
        }
    }

    /// Whether the options of Kafka's own client follow behind `properties.`.
    var takesProperties: Bool { self == .kafka || self == .upsertKafka }

    private static let scanning = [
        "scan.watermark.emit.strategy", "scan.watermark.emit.on-event.gap",
        "scan.watermark.idle-timeout", "scan.watermark.alignment.group",
        "scan.watermark.alignment.max-drift", "scan.watermark.alignment.update-interval",
    ]

    /// The options that name a format, in the order in which they are looked at.
    static let formatKeys = ["value.format", "format", "key.format"]

    static let formatOptions: [String: [String]] = [
        "json": [
            "fail-on-missing-field", "ignore-parse-errors", "timestamp-format.standard",
            "map-null-key.mode", "map-null-key.literal", "encode.decimal-as-plain-number",
            "encode.ignore-null-fields", "decode.json-parser.enabled",
        ],
        "csv": [
            "field-delimiter", "disable-quote-character", "quote-character", "allow-comments",
            "ignore-parse-errors", "array-element-delimiter", "escape-character", "null-literal",
            "write-bigdecimal-in-scientific-notation",
        ],
        changelogFormat: [
            "schema-include", "ignore-parse-errors", "timestamp-format.standard",
            "map-null-key.mode", "map-null-key.literal", "encode.decimal-as-plain-number",
            "encode.ignore-null-fields",
        ],
    ]

    /// The format whose messages change rows and take them back; it is read and not written.
    static let changelogFormat = "debezium-json"

    /// The words that an option can be set to, where they are few.
    static let choices: [String: [String]] = [
        "scan.startup.mode": [
            "earliest-offset", "latest-offset", "group-offsets", "timestamp", "specific-offsets",
        ],
        "scan.bounded.mode": [
            "unbounded", "latest-offset", "group-offsets", "timestamp", "specific-offsets",
        ],
        "scan.watermark.emit.strategy": ["on-event", "on-periodic"],
        "json.timestamp-format.standard": ["SQL", "ISO-8601"],
        "json.fail-on-missing-field": ["true", "false"],
        "json.ignore-parse-errors": ["true", "false"],
        "debezium-json.timestamp-format.standard": ["SQL", "ISO-8601"],
        "debezium-json.schema-include": ["true", "false"],
        "debezium-json.ignore-parse-errors": ["true", "false"],
        "csv.ignore-parse-errors": ["true", "false"],
        "csv.disable-quote-character": ["true", "false"],
        "csv.allow-comments": ["true", "false"],
        "standard-error": ["true", "false"],
        "value.fields-include": ["ALL", "EXCEPT_KEY"],
    ]

    static let durations: Set<String> = [
        "scan.watermark.idle-timeout", "scan.watermark.alignment.max-drift",
        "scan.watermark.alignment.update-interval", "sink.buffer-flush.interval",
    ]

    static let numbers: Set<String> = [
        "scan.startup.timestamp-millis", "scan.bounded.timestamp-millis", "sink.parallelism",
        "scan.parallelism", "sink.buffer-flush.max-rows",
    ]
}
