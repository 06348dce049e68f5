import Engine

/// Writes the rows of one group in one commit: the log first, then each key's newest row.
struct GroupWriter: ~Copyable {
    let layout: GroupLayout
    let sql: GroupSQL
    let binder: RowBinder
    let commitID: Int64
    let writeTimeMs: Int64
    let statements: StatementCache
    let met: MetRows
    var totals: GroupTotals
    var log: Ledger.Log
    var onlineRows: Int64 = 0
    var offlineRows: Int64 = 0

    /// How many online rows are copied together at a time: few enough to stay in the CPU's cache.
    private static let gatheredRows = 4_096

    mutating func write(
        _ results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        totals.refusedRows += results.refused
        try appendOffline(results, on: connection)
        guard layout.isFeatureGroup else { return }
        let newest = results.newestByKey()
        // They are rows of different keys, so which are written first makes no difference.
        try put(newest.filter { !$0.isDelete }, of: results, on: connection)
        try remove(newest.filter(\.isDelete), of: results, on: connection)
    }

    private func statement(
        _ sql: String, on connection: borrowing Connection
    ) throws(SQLiteError) -> StatementCache.Entry {
        let entry = try statements.statement(sql, on: connection)
        binder.bindCommit(id: commitID, writeTimeMs: writeTimeMs, to: entry.statement)
        return entry
    }

    private mutating func appendOffline(
        _ results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let many = sql.parameters.manyRows
        let segment = log.openSegment
        let one = try statement(sql.appendOffline(segment: segment, rows: 1), on: connection)
        let block =
            results.rows.count < many
            ? one
            : try statement(sql.appendOffline(segment: segment, rows: many), on: connection)
        var refused: Int64 = 0
        for (batch, range) in zip(results.batches, results.ranges) {
            try LentRows.lending(batch) { rows throws(SQLiteError) in
                var place = range.lowerBound
                while place < range.upperBound {
                    let row = results.rows[place].row
                    let last = place + many - 1
                    let isBlock =
                        last < range.upperBound && results.rows[last].row - row == many - 1
                    let bound = row..<row + (isBlock ? many : 1)
                    let entry = isBlock ? block : one
                    refused += binder.bind(rows, bound, to: entry.statement)
                    binder.bindDeletion(rows, bound, to: entry.statement)
                    try entry.statement.run()
                    place += bound.count
                }
            }
        }
        count(results, refused: refused)
    }

    private mutating func count(_ results: ResultRows, refused: Int64) {
        totals.refusedValues += refused
        for row in results.rows where !row.isDelete {
            totals.offlineRows += 1
            let newest = totals.newestEventTimeMs ?? Int64.min
            totals.newestEventTimeMs = max(newest, row.newestEventTimeMs)
        }
        totals.tombstones += Int64(results.rows.count { $0.isDelete })
        offlineRows += Int64(results.rows.count)
        log.openRows += Int64(results.rows.count)
    }

    private mutating func put(
        _ newest: [ResultRows.Row], of results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        guard !newest.isEmpty else { return }
        let many = sql.parameters.manyRows
        var block: StatementCache.Entry?
        if newest.count >= many, try hasNoTombstones(on: connection) {
            block = try statement(sql.putOnline, on: connection)
        }
        let update = try statement(sql.updateOnline, on: connection)
        let insert = try statement(sql.insertOnline, on: connection)
        let forget = try statement(forgetting: sql.forgetDeleted, on: connection)
        var (written, added): (Int64, Int64) = (0, 0)
        for start in stride(from: 0, to: newest.count, by: Self.gatheredRows) {
            let end = min(newest.count, start + Self.gatheredRows)
            try LentRows.lending(results.gathered(newest[start..<end])) {
                rows throws(SQLiteError) in
                var row = 0
                if let block {
                    while row + many <= end - start {
                        // The NaN that it meets were counted when the rows were appended offline.
                        _ = binder.bind(rows, row..<row + many, to: block.statement)
                        let before = met.count
                        try block.statement.run()
                        written += block.statement.changes
                        added += Int64(many) - (met.count - before)
                        row += many
                    }
                }
                for row in row..<end - start {
                    _ = binder.bind(rows, row..<row + 1, to: update.statement)
                    try update.statement.run()
                    written += update.statement.changes
                    guard update.statement.changes == 0 else { continue }
                    _ = binder.bind(rows, row..<row + 1, to: insert.statement)
                    try insert.statement.run()
                    guard insert.statement.changes == 1 else { continue }
                    written += 1
                    added += 1
                    guard let forget else { continue }
                    binder.bindKey(rows, row, to: forget.statement)
                    try forget.statement.run()
                }
            }
        }
        onlineRows += written
        totals.onlineKeys += added
    }

    private func hasNoTombstones(
        on connection: borrowing Connection
    ) throws(SQLiteError) -> Bool {
        guard layout.remembersDeleted else { return true }
        return try connection.integer(sql.anyDeleted) == nil
    }

    private func statement(
        forgetting sql: String, on connection: borrowing Connection
    ) throws(SQLiteError) -> StatementCache.Entry? {
        layout.remembersDeleted ? try statements.statement(sql, on: connection) : nil
    }

    private mutating func remove(
        _ gone: [ResultRows.Row], of results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        guard !gone.isEmpty else { return }
        let delete = try statements.statement(sql.deleteOnline, on: connection)
        let remember = try statement(forgetting: sql.rememberDeleted, on: connection)
        var removed: Int64 = 0
        for start in stride(from: 0, to: gone.count, by: Self.gatheredRows) {
            let end = min(gone.count, start + Self.gatheredRows)
            try LentRows.lending(results.gathered(gone[start..<end])) { rows throws(SQLiteError) in
                for row in 0..<end - start {
                    binder.bindKey(rows, row, to: delete.statement)
                    try delete.statement.run()
                    removed += delete.statement.changes
                    guard let remember else { continue }
                    binder.bindKey(rows, row, to: remember.statement)
                    try remember.statement.run()
                }
            }
        }
        onlineRows += removed
        totals.onlineKeys -= removed
    }
}
