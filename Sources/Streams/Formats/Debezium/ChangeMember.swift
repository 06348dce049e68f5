import Engine

/// A part of a Debezium message that its reader looks at; the raw value is its place among them.
enum ChangeMember: Int, CaseIterable, Sendable {
    case payload, schema
    case before, after, operation, timestamp, source
    case sourceTimestamp, sourceDatabase, sourceSchema, sourceTable

    static let count = allCases.count

    /// A level of objects in the message, from outside to inside.
    enum Level: Int, Sendable {
        /// Around the envelope, where the message has its schema.
        case message
        case envelope
        case source

        var members: [(key: String, member: ChangeMember)] {
            switch self {
            case .message: [("payload", .payload), ("schema", .schema)]
            case .envelope:
                [
                    ("before", .before), ("after", .after), ("op", .operation),
                    ("ts_ms", .timestamp), ("source", .source), ("payload", .payload),
                ]
            case .source:
                [
                    ("ts_ms", .sourceTimestamp), ("db", .sourceDatabase),
                    ("schema", .sourceSchema), ("table", .sourceTable),
                ]
            }
        }
    }

    /// For each level the places of its members by their keys.
    static let keys: [KeyTable] = [Level.message, .envelope, .source].map { level in
        KeyTable(
            level.members.map { Array($0.key.utf8) },
            level.members.map { Int32($0.member.rawValue) })
    }

    var isTime: Bool { self == .timestamp || self == .sourceTimestamp }
    var isOfSource: Bool { rawValue >= ChangeMember.sourceTimestamp.rawValue }

    /// The part that a metadata column shows; the key is the name behind `METADATA FROM`.
    init(_ key: String, _ field: Field, table: String) throws(FormatOptionError) {
        let known: [String: ChangeMember] = [
            "value.ingestion-timestamp": .timestamp, "value.source.timestamp": .sourceTimestamp,
            "value.source.database": .sourceDatabase, "value.source.schema": .sourceSchema,
            "value.source.table": .sourceTable, "value.schema": .schema,
        ]
        guard let member = known[key] else {
            throw FormatOptionError(
                table: table, option: "METADATA FROM '\(key)'",
                message: "is not known; there are \(known.keys.sorted().joined(separator: ", "))")
        }
        let kind: CellKind = member.isTime ? .instant : .string
        guard CellKind(field.type) == kind else {
            throw FormatOptionError(
                table: table, option: "METADATA FROM '\(key)'",
                message: "cannot be \(field.type); declare it "
                    + (member.isTime ? "TIMESTAMP_LTZ(3)" : "STRING"))
        }
        self = member
    }
}

/// Where a part of a message stands, in bytes of the buffer.
struct ChangePlace {
    var start: Int
    var end: Int

    static let none = ChangePlace(start: -1, end: -1)

    var range: Range<Int>? { start < 0 ? nil : start..<end }
}
