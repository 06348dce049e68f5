import Engine

extension Store {
    /// Makes everything durable at once, or nothing of it.
    ///
    /// - Returns: What the stores hold afterwards.
    /// - Throws: What failed; the store is then still that of the last commit, and the same commit
    ///   may be tried again (after space was freed, for example).
    public mutating func commit(_ commit: Commit) throws(StoreFailure) -> CommitReceipt {
        var next = ledger
        next.commitID += 1
        next.commitTimeMs = commit.writeTimeMs
        var receipt = CommitReceipt(commitID: next.commitID)
        do {
            try connection.execute("BEGIN IMMEDIATE")
            try write(commit, &next, &receipt)
            try connection.execute("COMMIT")
        } catch {
            rollBack()
            throw StoreFailure(wrapping: error, directory: directory)
        }
        ledger = next
        receipt.groups = next.groups
        receipt.isBalanced = next.isBalanced
        checkpointLog()
        return receipt
    }

    private func rollBack() {
        // Statements of tables that were made in this transaction no longer mean anything.
        statements.removeAll()
        guard connection.isInTransaction else { return }
        // Where even this fails, closing the connection rolls back, and so does opening it again.
        try? connection.execute("ROLLBACK")
    }

    private func write(
        _ commit: Commit, _ next: inout Ledger, _ receipt: inout CommitReceipt
    ) throws(SQLiteError) {
        for sink in layouts.indices {
            try writeGroup(sink, commit, &next, &receipt)
            try finishStep()
        }
        try CheckpointWriter.write(commit.deltas, statements, on: connection)
        try finishStep()
        try writePositions(commit, &next)
        try finishStep()
        try writeCounters(commit, &next)
        try finishStep()
        try RejectionWriter(names: names, statements: statements)
            .write(commit.rejections, on: connection)
        try finishStep()
        try writeFileLengths(commit, &next)
        try finishStep()
        if let point = commit.metrics {
            try MetricsTable.write(point, statements, on: connection)
            try finishStep()
        }
        try CommitIndex(names: names, statements: statements).write(next, on: connection)
        try finishStep()
    }

    private func finishStep() throws(SQLiteError) {
        if let afterStep { try afterStep() }
    }

    private func writeGroup(
        _ sink: Int, _ commit: Commit, _ next: inout Ledger, _ receipt: inout CommitReceipt
    ) throws(SQLiteError) {
        guard let layout = layouts[sink], let sql = groupSQL[sink], let totals = next.groups[sink],
            let log = next.logs[sink]
        else { return }
        let batches = commit.results.filter { plan.statements[$0.statement].sink == sink }
        guard !batches.isEmpty else { return }
        let results = ResultRows(batches, key: layout.info.key)
        let binder = RowBinder(layout: layout, zone: plan.zone)
        var writer = GroupWriter(
            layout: layout, sql: sql, binder: binder, commitID: next.commitID,
            writeTimeMs: commit.writeTimeMs, statements: statements, replaced: replaced,
            limits: gathering, totals: totals, log: log)
        try writer.write(results, on: connection)
        try finishStep()
        next.groups[sink] = writer.totals
        next.logs[sink] = writer.log
        receipt.onlineRows += writer.onlineRows
        receipt.offlineRows += writer.offlineRows
        if layout.info.isAlert {
            let book = AlertBook(layout: layout, binder: binder, statements: statements)
            receipt.alerts += try book.write(results, &next, on: connection)
            try finishStep()
        }
        try OfflineLog(layout: layout, statements: statements, segmentRows: segmentRows).record(
            &next.logs[sink], commitID: next.commitID, on: connection)
        try writeTotals(layout.info.name, writer.totals)
    }

    private func writeTotals(_ group: String, _ totals: GroupTotals) throws(SQLiteError) {
        let update = try statements.statement(
            """
            UPDATE feature_groups SET online_keys = ?2, offline_rows = ?3, tombstones = ?4,
                newest_event_time = ?5, refused_rows = ?6, refused_values = ?7 WHERE name = ?1
            """, on: connection)
        update.statement.bind(group, at: 1)
        update.statement.bind(totals.onlineKeys, at: 2)
        update.statement.bind(totals.offlineRows, at: 3)
        update.statement.bind(totals.tombstones, at: 4)
        update.statement.bind(totals.newestEventTimeMs, at: 5)
        update.statement.bind(totals.refusedRows, at: 6)
        update.statement.bind(totals.refusedValues, at: 7)
        try update.statement.run()
    }

    private func writeFileLengths(
        _ commit: Commit, _ next: inout Ledger
    ) throws(SQLiteError) {
        for (sink, length) in commit.fileLengths.sorted(by: { $0.key < $1.key })
        where next.fileLengths[sink] != length {
            let insert = try statements.statement(
                "INSERT OR REPLACE INTO file_lengths (sink, length) VALUES (?1, ?2)",
                on: connection)
            insert.statement.bind(sink, at: 1)
            insert.statement.bind(length, at: 2)
            try insert.statement.run()
            next.fileLengths[sink] = length
        }
    }
}

extension Store {
    /// Makes the disk seem full at so many pages of 4 KiB, for tests.
    package func limitPages(to count: Int) throws(StoreFailure) {
        do {
            try connection.execute("PRAGMA max_page_count = \(count)")
        } catch {
            throw StoreFailure(error, directory: directory)
        }
    }
}
