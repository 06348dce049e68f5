import Engine

extension Store {
    /// Writes offsets and clocks, of those partitions that moved.
    func writePositions(_ commit: Commit, _ next: inout Ledger) throws(SQLiteError) {
        var touched = Set<Ledger.PartitionKey>()
        for position in commit.positions {
            let key = Ledger.PartitionKey(source: position.source, partition: position.partition)
            next.partitions[key, default: .init()].topic = position.topic
            next.partitions[key, default: .init()].topicPartition = position.topicPartition
            next.partitions[key, default: .init()].nextOffset = position.nextOffset
            next.partitions[key, default: .init()].stopOffset = position.stopOffset
            touched.insert(key)
        }
        for clock in commit.clocks {
            let key = Ledger.PartitionKey(source: clock.source, partition: clock.partition)
            next.partitions[key, default: .init()].watermarkMs = clock.watermarkMs
            next.partitions[key, default: .init()].isIdle = clock.isIdle
            touched.insert(key)
        }
        for key in touched {
            guard let state = next.partitions[key] else { continue }
            try write(key, state)
        }
        for watermark in commit.firedWatermarks {
            next.firedWatermarks[watermark.source] = watermark.watermarkMs
            let insert = try statements.statement(
                "INSERT OR REPLACE INTO sources VALUES (?1, ?2)", on: connection)
            insert.statement.bind(names.sources[watermark.source], at: 1)
            insert.statement.bind(watermark.watermarkMs, at: 2)
            try insert.statement.run()
        }
    }

    private func write(
        _ key: Ledger.PartitionKey, _ state: Ledger.PartitionState
    ) throws(SQLiteError) {
        let insert = try statements.statement(
            "INSERT OR REPLACE INTO partitions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            on: connection)
        insert.statement.bind(names.sources[key.source], at: 1)
        insert.statement.bind(Int64(key.partition), at: 2)
        insert.statement.bind(state.topic, at: 3)
        insert.statement.bind(state.topicPartition.map { Int64($0) }, at: 4)
        insert.statement.bind(state.nextOffset, at: 5)
        insert.statement.bind(state.watermarkMs, at: 6)
        insert.statement.bind(state.isIdle, at: 7)
        insert.statement.bind(state.stopOffset, at: 8)
        try insert.statement.run()
    }

    /// Writes the counters that changed, and their sum over the sources as the total.
    func writeCounters(_ commit: Commit, _ next: inout Ledger) throws(SQLiteError) {
        for (index, counters) in commit.sourceCounters.enumerated()
        where next.sourceCounters[index] != counters {
            next.sourceCounters[index] = counters
            try CountersTable.write(
                "source", names.sources[index], counters, nil, statements, on: connection)
        }
        for (index, counters) in commit.statementCounters.enumerated()
        where next.statementCounters[index] != counters {
            next.statementCounters[index] = counters
            try CountersTable.write(
                "statement", names.statements[index], counters.events, counters, statements,
                on: connection)
        }
        if next.total != ledger.total || ledger.commitID == 0 {
            try CountersTable.write(
                "total", "", next.total, nil, statements, on: connection)
        }
    }
}
