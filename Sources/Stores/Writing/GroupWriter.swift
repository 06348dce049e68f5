import Engine

/// Writes the rows of one group in one commit: the log first, then each key's newest row.
struct GroupWriter: ~Copyable {
    let layout: GroupLayout
    let sql: GroupSQL
    let binder: RowBinder
    let commitID: Int64
    let writeTimeMs: Int64
    let statements: StatementCache
    var totals: GroupTotals
    var log: Ledger.Log
    var onlineRows: Int64 = 0
    var offlineRows: Int64 = 0

    mutating func write(
        _ results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        totals.refusedRows += results.refused
        try appendOffline(results, on: connection)
        guard layout.isFeatureGroup else { return }
        let update = try statements.statement(sql.updateOnline, on: connection)
        let insert = try statements.statement(sql.insertOnline, on: connection)
        let delete = try statements.statement(sql.deleteOnline, on: connection)
        for row in results.newestByKey() {
            let rows = results.batches[row.batch].rows
            if row.isDelete {
                try remove(rows, row, with: delete.statement, on: connection)
            } else {
                try put(rows, row, update.statement, insert.statement, on: connection)
            }
        }
    }

    private func expiry(_ row: ResultRows.Row) -> Int64? {
        guard let ttlMs = layout.info.ttlMs else { return nil }
        let (sum, isTooFar) = row.eventTimeMs.addingReportingOverflow(ttlMs)
        return isTooFar ? Int64.max : sum
    }

    private mutating func appendOffline(
        _ results: ResultRows, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let text = sql.appendOffline(segment: log.openSegment)
        let append = try statements.statement(text, on: connection)
        for row in results.rows {
            let rows = results.batches[row.batch].rows
            totals.refusedValues += binder.bind(rows, row, to: append.statement)
            append.statement.bind(row.eventTimeMs, at: sql.eventTime)
            append.statement.bind(row.newestEventTimeMs, at: sql.firstSystem)
            append.statement.bind(writeTimeMs, at: sql.firstSystem + 1)
            append.statement.bind(row.isDelete ? nil : expiry(row), at: sql.firstSystem + 2)
            append.statement.bind(writeTimeMs, at: sql.firstSystem + 3)
            append.statement.bind(row.isDelete, at: sql.firstSystem + 4)
            append.statement.bind(commitID, at: sql.firstSystem + 5)
            try append.statement.run()
            offlineRows += 1
            if row.isDelete {
                totals.tombstones += 1
            } else {
                totals.offlineRows += 1
                let newest = totals.newestEventTimeMs ?? Int64.min
                totals.newestEventTimeMs = max(newest, row.newestEventTimeMs)
            }
        }
        log.openRows += Int64(results.rows.count)
    }

    private mutating func put(
        _ rows: ColumnBatch, _ row: ResultRows.Row, _ update: borrowing PreparedStatement,
        _ insert: borrowing PreparedStatement, on connection: borrowing Connection
    ) throws(SQLiteError) {
        bindOnline(rows, row, to: update)
        try update.run()
        if connection.changes == 1 {
            onlineRows += 1
            return
        }
        bindOnline(rows, row, to: insert)
        try insert.run()
        guard connection.changes == 1 else { return }
        onlineRows += 1
        totals.onlineKeys += 1
        if layout.remembersDeleted {
            let forget = try statements.statement(sql.forgetDeleted, on: connection)
            binder.bindKey(rows, row, to: forget.statement)
            try forget.statement.run()
        }
    }

    private mutating func remove(
        _ rows: ColumnBatch, _ row: ResultRows.Row, with delete: borrowing PreparedStatement,
        on connection: borrowing Connection
    ) throws(SQLiteError) {
        binder.bindKey(rows, row, to: delete)
        delete.bind(row.eventTimeMs, at: sql.eventTime)
        try delete.run()
        let removed = connection.changes
        onlineRows += removed
        totals.onlineKeys -= removed
        if layout.remembersDeleted {
            let remember = try statements.statement(sql.rememberDeleted, on: connection)
            binder.bindKey(rows, row, to: remember.statement)
            remember.statement.bind(row.eventTimeMs, at: sql.eventTime)
            try remember.statement.run()
        }
    }

    private func bindOnline(
        _ rows: ColumnBatch, _ row: ResultRows.Row, to statement: borrowing PreparedStatement
    ) {
        // The NaN that it meets were counted when the row was appended offline.
        _ = binder.bind(rows, row, to: statement)
        statement.bind(row.eventTimeMs, at: sql.eventTime)
        statement.bind(row.newestEventTimeMs, at: sql.firstSystem)
        statement.bind(writeTimeMs, at: sql.firstSystem + 1)
        statement.bind(expiry(row), at: sql.firstSystem + 2)
        statement.bind(commitID, at: sql.firstSystem + 3)
    }
}
