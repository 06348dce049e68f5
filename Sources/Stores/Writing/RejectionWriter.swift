/// Keeps late and refused rows with their bytes, the newest of each partition.
struct RejectionWriter {
    let names: PlanNames
    let statements: StatementCache

    private struct Partition: Hashable {
        var table: String
        var topic: String
        var partition: Int32
    }

    func write(
        _ rejections: [RejectedRow], on connection: borrowing Connection
    ) throws(SQLiteError) {
        var touched = Set<Partition>()
        for rejected in rejections {
            let table = rejected.kind == .quarantined ? "quarantine" : "late_rows"
            try write(rejected, into: table, on: connection)
            touched.insert(
                Partition(
                    table: table, topic: rejected.topic, partition: rejected.topicPartition))
        }
        for partition in touched { try trim(partition, on: connection) }
    }

    private func write(
        _ rejected: RejectedRow, into table: String, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let insert = try statements.statement(
            "INSERT OR REPLACE INTO \(table) "
                + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", on: connection)
        insert.statement.bind(rejected.topic, at: 1)
        insert.statement.bind(Int64(rejected.topicPartition), at: 2)
        insert.statement.bind(rejected.offset, at: 3)
        insert.statement.bind(rejected.statement.map { names.statements[$0] } ?? "", at: 4)
        insert.statement.bind(names.sources[rejected.source], at: 5)
        insert.statement.bind(rejected.kind.rawValue, at: 6)
        insert.statement.bind(rejected.reason, at: 7)
        insert.statement.bind(rejected.recordTimeMs, at: 8)
        insert.statement.bind(rejected.eventTimeMs, at: 9)
        insert.statement.bind(rejected.watermarkMs, at: 10)
        insert.statement.bind(Int64(rejected.length), at: 11)
        insert.statement.bindBytes(rejected.bytes.prefix(RejectedRow.keptBytes), at: 12)
        try insert.statement.run()
    }

    private func trim(
        _ partition: Partition, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let delete = try statements.statement(
            """
            DELETE FROM \(partition.table) WHERE topic = ?1 AND partition = ?2
                AND ("offset", statement) < (SELECT "offset", statement FROM \(partition.table)
                    WHERE topic = ?1 AND partition = ?2 ORDER BY "offset" DESC, statement DESC
                    LIMIT 1 OFFSET ?3)
            """, on: connection)
        delete.statement.bind(partition.topic, at: 1)
        delete.statement.bind(Int64(partition.partition), at: 2)
        delete.statement.bind(Int64(RejectedRow.keptPerPartition) - 1, at: 3)
        try delete.statement.run()
    }
}
