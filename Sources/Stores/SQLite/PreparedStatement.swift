import CSQLite

/// A prepared statement; it cannot be copied, so it is finalized exactly once.
struct PreparedStatement: ~Copyable {
    let handle: OpaquePointer
    private let database: OpaquePointer

    init(
        _ sql: String, on connection: borrowing Connection, isPersistent: Bool = false
    ) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let flags = isPersistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(connection.handle, sql, -1, flags, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw connection.lastError(sql: sql) }
        handle = prepared
        database = connection.handle
    }

    deinit { sqlite3_finalize(handle) }

    /// Moves to the next row; `false` when there is none.
    func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = failure
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs a statement that returns no rows and makes it ready for the next run.
    func run() throws(SQLiteError) {
        while try step() {}
        sqlite3_reset(handle)
    }

    func reset() { sqlite3_reset(handle) }

    /// Rows changed by the newest INSERT, UPDATE or DELETE of its connection.
    var changes: Int64 { sqlite3_changes64(database) }

    private var failure: SQLiteError {
        SQLiteError(
            code: sqlite3_extended_errcode(database),
            message: String(cString: sqlite3_errmsg(database)),
            sql: String(cString: sqlite3_sql(handle)))
    }
}

extension PreparedStatement {
    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

    func bind(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    func bind(_ value: Double, at index: Int32) { sqlite3_bind_double(handle, index, value) }

    func bind(_ value: Bool, at index: Int32) { bind(Int64(value ? 1 : 0), at: index) }

    func bindNull(at index: Int32) { sqlite3_bind_null(handle, index) }

    func bind(_ text: String, at index: Int32) {
        var text = text
        text.withUTF8 { bindText($0, at: index) }
    }

    func bind(_ text: String?, at index: Int32) {
        if let text { bind(text, at: index) } else { bindNull(at: index) }
    }

    /// An empty text has no address, which SQLite would take for NULL.
    func bindText(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {
        guard let base = utf8.baseAddress, utf8.count > 0 else {
            sqlite3_bind_text(handle, index, "", 0, csq_transient())
            return
        }
        base.withMemoryRebound(to: CChar.self, capacity: utf8.count) { characters in
            _ = sqlite3_bind_text(handle, index, characters, Int32(utf8.count), csq_transient())
        }
    }

    /// Binds a text without copying it: its bytes must stay where they are until the statement has
    /// been run.
    ///
    /// It stays bound when they are gone, so before every run all of a statement's texts must be
    /// bound anew.
    func bindLent(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) {
        guard let base = utf8.baseAddress, utf8.count > 0 else {
            return bindText(utf8, at: index)
        }
        base.withMemoryRebound(to: CChar.self, capacity: utf8.count) { characters in
            _ = sqlite3_bind_text(handle, index, characters, Int32(utf8.count), nil)
        }
    }

    func bindBytes(_ bytes: ArraySlice<UInt8>, at index: Int32) {
        bytes.withUnsafeBytes { raw in
            if raw.isEmpty {
                _ = sqlite3_bind_zeroblob(handle, index, 0)
            } else {
                _ = sqlite3_bind_blob64(
                    handle, index, raw.baseAddress, UInt64(raw.count), csq_transient())
            }
        }
    }

    func bind(_ value: StoreValue, at index: Int32) {
        switch value {
        case .null: bindNull(at: index)
        case .integer(let value), .time(let value): bind(value, at: index)
        case .boolean(let value): bind(value, at: index)
        case .real(let value): bind(value, at: index)
        case .text(let value): bind(value, at: index)
        case .blob(let bytes): bindBytes(bytes[...], at: index)
        }
    }
}

extension PreparedStatement {
    var columnCount: Int { Int(sqlite3_column_count(handle)) }

    func columnName(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? ""
    }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

    func real(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    /// The whole text, also beyond a NUL; bytes that are not UTF-8 become U+FFFD.
    func text(_ column: Int) -> String {
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The value as SQLite holds it; booleans are integers there, and times, unless told.
    func value(_ column: Int, isTime: Bool = false) -> StoreValue {
        switch sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_INTEGER: isTime ? .time(integer(column)) : .integer(integer(column))
        case SQLITE_FLOAT: .real(real(column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .blob(bytes(column))
        default: .null
        }
    }
}
