/// A late or refused row as the store keeps it.
public struct StoredRejection: Equatable, Sendable {
    public var kind: RejectedRow.Kind
    public var reason: String
    public var source: String
    /// The statement that refused it; `nil` when none saw it.
    public var statement: String?
    public var topic: String
    public var topicPartition: Int32
    public var offset: Int64
    public var recordTimeMs: Int64?
    public var eventTimeMs: Int64?
    public var watermarkMs: Int64?
    /// The whole payload's length; ``bytes`` may be cut.
    public var length: Int64
    public var bytes: [UInt8]
}

extension Reader {
    /// Rows that could not be decoded or computed, newest offset first in each partition.
    public func quarantine(limit: Int) throws(StoreFailure) -> [StoredRejection] {
        try reading { try rejections("quarantine", limit) }
    }

    /// Late and partly late rows, newest offset first in each partition.
    public func lateRows(limit: Int) throws(StoreFailure) -> [StoredRejection] {
        try reading { try rejections("late_rows", limit) }
    }

    private func rejections(_ table: String, _ limit: Int) throws -> [StoredRejection] {
        let rows = try PreparedStatement(
            "SELECT * FROM \(table) ORDER BY \"offset\" DESC, topic, partition, statement LIMIT ?1",
            on: connection)
        rows.bind(Int64(limit), at: 1)
        var rejections: [StoredRejection] = []
        while try rows.step() {
            let statement = rows.text(3)
            rejections.append(
                StoredRejection(
                    kind: RejectedRow.Kind(rawValue: rows.text(5)) ?? .quarantined,
                    reason: rows.text(6), source: rows.text(4),
                    statement: statement.isEmpty ? nil : statement, topic: rows.text(0),
                    topicPartition: Int32(truncatingIfNeeded: rows.integer(1)),
                    offset: rows.integer(2), recordTimeMs: rows.optionalInteger(7),
                    eventTimeMs: rows.optionalInteger(8), watermarkMs: rows.optionalInteger(9),
                    length: rows.integer(10), bytes: rows.bytes(11)))
        }
        return rejections
    }
}
