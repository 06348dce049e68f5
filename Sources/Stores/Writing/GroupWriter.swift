import Engine

/// Writes the rows of one group in one commit: the log first, then each key's newest row.
struct GroupWriter: ~Copyable {
    let layout: GroupLayout
    let sql: GroupSQL
    let binder: RowBinder
    let commitID: Int64
    let writeTimeMs: Int64
    let statements: StatementCache
    let replaced: ReplacedRows
    let limits: GatheringLimits
    var totals: GroupTotals
    var log: Ledger.Log
    var onlineRows: Int64 = 0
    var offlineRows: Int64 = 0

    mutating func write(
        _ results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        totals.refusedRows += results.refused
        guard layout.isFeatureGroup else { return try append(results, nil, on: connection) }
        let byKey = RowsByKey(results)
        // A segment's index is made in a third of the time of rows that lie in its order.
        try append(results, byKey.wereScattered ? byKey.rows : nil, on: connection)
        let newest = byKey.newest()
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

    /// Appends every row to the log, as they were fired or else in another order.
    private mutating func append(
        _ results: ResultRows, _ ordered: [ResultRows.Row]?, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let many = sql.parameters.manyRows
        let segment = log.openSegment
        let one = try statement(sql.appendOffline(segment: segment, rows: 1), on: connection)
        let block =
            results.rows.count < many
            ? one
            : try statement(sql.appendOffline(segment: segment, rows: many), on: connection)
        var refused: Int64 = 0
        func append(_ rows: LentRows, _ range: Range<Int>) throws(SQLiteError) {
            var row = range.lowerBound
            while row < range.upperBound {
                let isBlock = row + many <= range.upperBound
                let bound = row..<row + (isBlock ? many : 1)
                let entry = isBlock ? block : one
                refused += binder.bind(rows, bound, to: entry.statement)
                binder.bindDeletion(rows, bound, to: entry.statement)
                try entry.statement.run()
                row = bound.upperBound
            }
        }
        if let ordered {
            try gathering(ordered, of: results) { rows, count throws(SQLiteError) in
                try append(rows, 0..<count)
            }
        } else {
            for (batch, runs) in zip(results.batches, results.runs) {
                try LentRows.lending(batch) { rows throws(SQLiteError) in
                    for run in runs { try append(rows, run) }
                }
            }
        }
        count(results, refused: refused)
    }

    /// Copies rows together, some at a time.
    private func gathering(
        _ rows: [ResultRows.Row], of results: ResultRows,
        _ body: (LentRows, Int) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        var rest = rows[...]
        while !rest.isEmpty {
            let part = results.part(of: rest, limits)
            rest = rest[part.endIndex...]
            try LentRows.lending(results.gathered(part)) { rows throws(SQLiteError) in
                try body(rows, part.count)
            }
        }
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
        var block: (put: StatementCache.Entry, forget: StatementCache.Entry?)?
        if newest.count >= many {
            // Most groups have no tombstones; looking for each key's costs something.
            block =
                try hasTombstones(on: connection)
                ? (
                    try statement(sql.putUndeleted, on: connection),
                    try statements.statement(sql.forgetPut, on: connection)
                ) : (try statement(sql.putOnline, on: connection), nil)
        }
        let update = try statement(sql.updateOnline, on: connection)
        let insert = try statement(sql.insertOnline, on: connection)
        let forget = try statement(forgetting: sql.forgetDeleted, on: connection)
        var (written, added): (Int64, Int64) = (0, 0)
        try gathering(newest, of: results) { rows, count throws(SQLiteError) in
            var row = 0
            while let block, row + many <= count {
                // The NaN that it meets were counted when the rows were appended offline.
                let bound = row..<row + many
                _ = binder.bind(rows, bound, to: block.put.statement)
                let before = replaced.count
                try block.put.statement.run()
                let changes = block.put.statement.changes
                let inserted = changes - (replaced.count - before)
                written += changes
                added += inserted
                row = bound.upperBound
                // A row that was replaced had no tombstone.
                guard let forget = block.forget, inserted > 0 else { continue }
                binder.bindKeys(rows, bound, to: forget.statement)
                try forget.statement.run()
            }
            for row in row..<count {
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
                binder.bindKeys(rows, row..<row + 1, to: forget.statement)
                try forget.statement.run()
            }
        }
        onlineRows += written
        totals.onlineKeys += added
    }

    private func hasTombstones(
        on connection: borrowing Connection
    ) throws(SQLiteError) -> Bool {
        guard layout.remembersDeleted else { return false }
        return try connection.integer(sql.anyDeleted) != nil
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
        try gathering(gone, of: results) { rows, count throws(SQLiteError) in
            for row in 0..<count {
                binder.bindKeys(rows, row..<row + 1, to: delete.statement)
                try delete.statement.run()
                removed += delete.statement.changes
                guard let remember else { continue }
                binder.bindKeys(rows, row..<row + 1, to: remember.statement)
                try remember.statement.run()
            }
        }
        onlineRows += removed
        totals.onlineKeys -= removed
    }
}
