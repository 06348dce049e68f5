/// Statements that are prepared once and run often, on one connection.
final class StatementCache {
    /// A statement that several callers may hold; the last one finalizes it.
    final class Entry {
        let statement: PreparedStatement
        init(_ statement: consuming PreparedStatement) { self.statement = statement }
    }

    private var entries: [String: Entry] = [:]

    func statement(
        _ sql: String, on connection: borrowing Connection
    ) throws(SQLiteError) -> Entry {
        if let entry = entries[sql] { return entry }
        let entry = Entry(try PreparedStatement(sql, on: connection, isPersistent: true))
        entries[sql] = entry
        return entry
    }

    /// Forgets everything, for when tables were renamed or closed.
    func removeAll() { entries = [:] }
}
