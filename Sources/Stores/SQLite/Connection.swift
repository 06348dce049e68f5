import CSQLite

/// The one owner of a `sqlite3 *`; one thread uses it.
struct Connection: ~Copyable {
    enum Mode { case writing, reading }

    let handle: OpaquePointer

    /// Only what comes before the process's first connection can be set for all of them.
    private static let countsNoMemory = csq_count_no_memory() == SQLITE_OK

    init(path: String, mode: Mode) throws(SQLiteError) {
        _ = Self.countsNoMemory
        // The writer's file is made beforehand with its permissions, so nothing is created here.
        let access = mode == .writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            // SQLite hands back a handle even when it fails; it still has to be closed.
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: String(cString: sqlite3_errstr(code)), sql: nil)
        }
        handle = opened
        csq_disable_dqs(opened)
        csq_distrust_schema(opened)
        sqlite3_busy_timeout(opened, 5_000)
    }

    /// Statements that outlive this keep the C connection open until they are finalized.
    deinit { sqlite3_close_v2(handle) }

    func lastError(sql: String?) -> SQLiteError {
        let offset = sqlite3_error_offset(handle)
        return SQLiteError(
            code: sqlite3_extended_errcode(handle),
            message: String(cString: sqlite3_errmsg(handle)),
            sql: sql, offset: offset < 0 ? nil : Int(offset))
    }

    /// Runs statements that return nothing, one after the other.
    func execute(_ sql: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw lastError(sql: sql)
        }
    }

    /// The first column of the first row; `nil` when there is no row or it is NULL.
    func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try PreparedStatement(sql, on: self)
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.integer(0)
    }

    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try PreparedStatement(sql, on: self)
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.text(0)
    }

    /// Some errors (a full disk, for one) have already rolled the transaction back.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
}
