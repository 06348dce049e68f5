import CSQLite

/// Counts the rows that upserts replaced.
///
/// SQLite counts inserted and replaced rows as one number of changes. So an upsert asks
/// `replaced_row()`, which is 0, for each row that it replaces, and this counts how often.
final class ReplacedRows {
    private(set) var count: Int64 = 0

    /// Makes `replaced_row()` known to a connection.
    init(on connection: borrowing Connection) throws(SQLiteError) {
        // The connection holds a reference of its own, given back by the last function when it
        // forgets `replaced_row()`; it calls none of them after that.
        let code = sqlite3_create_function_v2(
            connection.handle, "replaced_row", 0, SQLITE_UTF8,
            Unmanaged.passRetained(self).toOpaque(),
            { context, _, _ in
                // Kept alive by that reference.
                if let counter = sqlite3_user_data(context) {
                    Unmanaged<ReplacedRows>.fromOpaque(counter).takeUnretainedValue().count += 1
                }
                sqlite3_result_int(context, 0)
            }, nil, nil,
            { counter in
                // That reference.
                if let counter { Unmanaged<ReplacedRows>.fromOpaque(counter).release() }
            })
        guard code == SQLITE_OK else { throw connection.lastError(sql: nil) }
    }
}
