import Engine

/// A column that tells where a message came from.
enum MetadataColumn: Sendable {
    case topic, partition, offset
    /// As an instant, or on the wall clock of the session zone.
    case instant, wallClock

    /// The key is the name behind `METADATA FROM`.
    init(_ key: String, _ field: Field, table: String) throws(FormatOptionError) {
        switch (key, CellKind(field.type)) {
        case ("topic", .string): self = .topic
        case ("partition", .int), ("partition", .bigint): self = .partition
        case ("offset", .bigint): self = .offset
        case ("timestamp", .instant): self = .instant
        case ("timestamp", .timestamp): self = .wallClock
        case ("topic", _), ("partition", _), ("offset", _), ("timestamp", _):
            throw FormatOptionError(
                table: table, option: "METADATA FROM '\(key)'",
                message: "cannot be \(field.type); declare topic STRING, partition INT, "
                    + "offset BIGINT or timestamp TIMESTAMP_LTZ(3)")
        default:
            throw FormatOptionError(
                table: table, option: "METADATA FROM '\(key)'",
                message: "is not known; there are topic, partition, offset and timestamp")
        }
    }

    /// The column for decoded rows, each of which came from the message that `indices` names.
    func column(
        _ type: DataType, _ messages: RawMessages, indices: [Int32], topic: String,
        partition: Int32, zone: SessionZone
    ) -> Column {
        switch self {
        case .topic:
            let bytes = Array(topic.utf8)
            return Column(
                type,
                .strings(
                    StringColumn(
                        bytes: bytes, starts: Array(repeating: 0, count: indices.count),
                        lengths: Array(repeating: Int32(bytes.count), count: indices.count))))
        case .partition:
            let values = [Int64](repeating: Int64(partition), count: indices.count)
            return Column(type, .integers(values))
        case .offset:
            return Column(type, .integers(indices.map { messages.offsets[Int($0)] }))
        case .instant, .wallClock:
            return times(type, indices.map { messages.timestampsMs[Int($0)] }, zone)
        }
    }

    /// A record without a time has NULL.
    private func times(_ type: DataType, _ timesMs: [Int64], _ zone: SessionZone) -> Column {
        let isWallClock = if case .wallClock = self { true } else { false }
        let values = timesMs.map { time in
            if time < 0 { return Int64(0) }
            return isWallClock ? zone.wallMs(atUTC: time) : time
        }
        let nulls = timesMs.map { $0 < 0 }
        return Column(type, .integers(values), nulls: nulls.contains(true) ? nulls : nil)
    }
}
