import CSQLite

/// Lets a user's SQL read and do nothing else, whatever it says.
final class QueryGuard {
    /// What was refused last.
    private(set) var refused: String?

    private static let harmlessPragmas: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    ]
    /// Would load code, or read what the file system holds.
    private static let forbiddenFunctions: Set<String> = ["load_extension", "fts3_tokenizer"]

    func judge(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            if let second, !Self.forbiddenFunctions.contains(second.lowercased()) {
                return SQLITE_OK
            }
            refused = second ?? "a function"
        case SQLITE_PRAGMA:
            if let first, Self.harmlessPragmas.contains(first.lowercased()) { return SQLITE_OK }
            refused = "PRAGMA \(first ?? "")"
        case SQLITE_ATTACH: refused = "ATTACH"
        case SQLITE_DETACH: refused = "DETACH"
        case SQLITE_INSERT: refused = "INSERT"
        case SQLITE_UPDATE: refused = "UPDATE"
        case SQLITE_DELETE: refused = "DELETE"
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: refused = "a transaction"
        case SQLITE_ALTER_TABLE: refused = "ALTER"
        default: refused = "a change"
        }
        return SQLITE_DENY
    }

    /// Judges everything that is prepared on the connection while `body` runs.
    func guarding<Answer>(
        _ connection: borrowing Connection, _ body: () throws -> Answer
    ) rethrows -> Answer {
        // Unretained: taken off before `self` can end.
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_set_authorizer(
            connection.handle,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let queryGuard = Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue()
                return queryGuard.judge(
                    action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
            }, context)
        defer { sqlite3_set_authorizer(connection.handle, nil, nil) }
        return try body()
    }
}
