import CSQLite

extension Reader {
    /// Runs one SELECT over the store.
    ///
    /// Nothing can be changed: the connection is read-only, and an authorizer refuses everything
    /// but reading, before it runs. Columns that hold instants give ``StoreValue/time(_:)`` where
    /// they are selected as they are.
    /// - Throws: What is wrong with the SQL, with its place and the nearest name.
    public func query(
        _ sql: String, limits: QueryLimits = QueryLimits(), isCancelled: () -> Bool = { false }
    ) throws(StoreFailure) -> QueryResult {
        let queryGuard = QueryGuard()
        do {
            try connectTableFunctions()
            let times = try TimeColumns(
                of: GroupCatalog.layouts(includingKept: true, on: connection))
            return try interruptible(isCancelled, milliseconds: limits.milliseconds) {
                try withValueLimit(limits.bytes) {
                    try queryGuard.guarding(connection) { try rows(of: sql, limits, times) }
                }
            }
        } catch let error as SQLiteError {
            throw words(for: error, sql, queryGuard)
        } catch {
            throw StoreFailure(wrapping: error, directory: directory)
        }
    }

    /// SQLite's table functions declare themselves as tables when they are first used, which the
    /// authorizer would take for a CREATE TABLE.
    private func connectTableFunctions() throws(SQLiteError) {
        _ = try PreparedStatement(
            "SELECT 1 FROM json_each('[]'), json_tree('[]'), pragma_table_info('commits')",
            on: connection)
    }

    /// One value (`zeroblob(1e9)`) may not fill the memory either.
    private func withValueLimit<Answer>(
        _ bytes: Int, _ body: () throws -> Answer
    ) rethrows -> Answer {
        let limit = Int32(clamping: max(1 << 20, bytes))
        let before = sqlite3_limit(connection.handle, SQLITE_LIMIT_LENGTH, limit)
        defer { sqlite3_limit(connection.handle, SQLITE_LIMIT_LENGTH, before) }
        return try body()
    }

    private func rows(
        of sql: String, _ limits: QueryLimits, _ times: TimeColumns
    ) throws -> QueryResult {
        let statement = try single(sql)
        guard sqlite3_stmt_readonly(statement.handle) != 0 else { throw Self.onlyReading("it") }
        var result = QueryResult(
            columns: (0..<statement.columnCount).map { statement.columnName($0) }, rows: [],
            isTruncated: false)
        let isTime = times.marks(of: statement, sql: sql)
        var bytes = 0
        while try statement.step() {
            guard result.rows.count < limits.rows, bytes < limits.bytes else {
                result.isTruncated = true
                break
            }
            let row = isTime.indices.map { statement.value($0, isTime: isTime[$0]) }
            bytes += row.reduce(0) { $0 + $1.size }
            result.rows.append(row)
        }
        return result
    }

    /// Prepares the one statement that the text may hold.
    private func single(_ sql: String) throws -> PreparedStatement {
        guard !sql.utf8.contains(0) else {
            throw StoreFailure(.badQuery(offset: nil), "the SQL holds a NUL character: remove it")
        }
        let trimmed = try withoutTail(sql)
        return try PreparedStatement(trimmed, on: connection)
    }

    /// The first statement's text.
    ///
    /// - Throws: When there is none, or another after it.
    private func withoutTail(_ sql: String) throws -> String {
        let text = Array(sql.utf8CString)
        return try text.withUnsafeBufferPointer { characters -> String in
            var first: OpaquePointer?
            var tail: UnsafePointer<CChar>?
            defer { sqlite3_finalize(first) }
            guard
                sqlite3_prepare_v3(connection.handle, characters.baseAddress, -1, 0, &first, &tail)
                    == SQLITE_OK
            else { throw connection.lastError(sql: sql) }
            guard first != nil else {
                throw StoreFailure(
                    .badQuery(offset: nil),
                    "there is no statement: write a SELECT, for example SELECT * FROM "
                        + "feature_groups")
            }
            guard let tail, let start = characters.baseAddress else { return sql }
            var second: OpaquePointer?
            defer { sqlite3_finalize(second) }
            // Blanks and comments prepare to nothing; anything else is one statement too many.
            let code = sqlite3_prepare_v3(connection.handle, tail, -1, 0, &second, nil)
            let length = tail - start
            guard code == SQLITE_OK, second == nil else {
                throw StoreFailure(
                    .badQuery(offset: length), "one statement at a time: remove what follows")
            }
            return String(decoding: sql.utf8.prefix(length), as: UTF8.self)
        }
    }

    private static func onlyReading(_ what: String) -> StoreFailure {
        StoreFailure(
            .badQuery(offset: nil),
            "\(what) is refused, as the store is only read here: write a SELECT, WITH, VALUES or "
                + "EXPLAIN")
    }

    private func words(
        for error: SQLiteError, _ sql: String, _ queryGuard: QueryGuard
    ) -> StoreFailure {
        let isRefused = error.message.hasPrefix("not authorized")
        switch error.primaryCode {
        case SQLITE_ERROR where isRefused: return Self.onlyReading(queryGuard.refused ?? "it")
        case SQLITE_AUTH: return Self.onlyReading(queryGuard.refused ?? "it")
        case SQLITE_READONLY: return Self.onlyReading("it")
        case SQLITE_TOOBIG:
            return StoreFailure(
                .badQuery(offset: nil), "a value or the SQL itself is too large: ask for less")
        case SQLITE_ERROR, SQLITE_RANGE, SQLITE_MISMATCH:
            let place = error.offset.map { " (at \(Self.place($0, in: sql)))" } ?? ""
            return StoreFailure(
                .badQuery(offset: error.offset), error.message + place + advice(error.message, sql),
                cause: error)
        default: return StoreFailure(error, directory: directory)
        }
    }

    /// `line 2, column 8`, counted from 1 in characters.
    private static func place(_ offset: Int, in sql: String) -> String {
        let before = String(decoding: sql.utf8.prefix(offset), as: UTF8.self)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return "line \(lines.count), column \((lines.last?.count ?? 0) + 1)"
    }

    private func advice(_ message: String, _ sql: String) -> String {
        let catalog = (try? catalog()) ?? []
        if let name = message.suffix(after: "no such table: ") {
            return ": " + Nearest.advice(for: name, among: catalog.map(\.name), what: "tables")
        }
        if let name = message.suffix(after: "no such column: ") {
            let bare = name.split(separator: ".").last.map { String($0) } ?? name
            let mentioned = catalog.filter { sql.contains($0.name) }
            let tables = mentioned.isEmpty ? catalog : mentioned
            var seen = Set<String>()
            let columns = tables.flatMap { $0.columns.map(\.name) }
                .filter { seen.insert($0).inserted }
            return ": " + Nearest.advice(for: bare, among: columns, what: "columns")
        }
        return ""
    }

    /// Every table and view but the pieces of the offline logs, by name.
    public func catalog() throws(StoreFailure) -> [CatalogEntry] {
        try reading {
            let rows = try PreparedStatement(
                """
                SELECT s.name, s.type, c.name, c.type
                FROM sqlite_schema s, pragma_table_xinfo(s.name) c
                WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                    AND s.name NOT IN
                        (SELECT 'segment_' || group_name || '_' || number FROM segments)
                ORDER BY s.name, c.cid
                """, on: connection)
            var entries: [CatalogEntry] = []
            while try rows.step() {
                let name = rows.text(0)
                if entries.last?.name != name {
                    entries.append(
                        CatalogEntry(name: name, isView: rows.text(1) == "view", columns: []))
                }
                entries[entries.count - 1].columns.append(
                    CatalogEntry.Column(name: rows.text(2), type: rows.text(3)))
            }
            return entries
        }
    }
}

extension StoreValue {
    /// About how much memory the value takes.
    fileprivate var size: Int {
        switch self {
        case .text(let text): 32 + text.utf8.count
        case .blob(let bytes): 32 + bytes.count
        default: 32
        }
    }
}

extension String {
    fileprivate func suffix(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
