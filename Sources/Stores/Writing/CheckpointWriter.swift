import Engine

/// Keeps each key group's state as a base and what changed since.
enum CheckpointWriter {
    static func write(
        _ deltas: [StateDelta], _ statements: StatementCache, on connection: borrowing Connection
    ) throws(SQLiteError) {
        guard !deltas.isEmpty else { return }
        let clear = try statements.statement(
            "DELETE FROM checkpoints WHERE statement = ?1 AND key_group = ?2", on: connection)
        let insert = try statements.statement(
            "INSERT INTO checkpoints (statement, key_group, is_base, bytes) "
                + "VALUES (?1, ?2, ?3, ?4)", on: connection)
        for delta in deltas {
            if delta.isBase {
                clear.statement.bind(delta.statement, at: 1)
                clear.statement.bind(Int64(delta.keyGroup), at: 2)
                try clear.statement.run()
            }
            insert.statement.bind(delta.statement, at: 1)
            insert.statement.bind(Int64(delta.keyGroup), at: 2)
            insert.statement.bind(delta.isBase, at: 3)
            insert.statement.bindBytes(delta.bytes[...], at: 4)
            try insert.statement.run()
        }
    }
}
