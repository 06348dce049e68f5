import Engine

extension Store {
    /// Reads the memory of the newest commit.
    static func ledger(
        of plan: Plan, _ names: PlanNames, _ layouts: [GroupLayout?],
        on connection: borrowing Connection
    ) throws(SQLiteError) -> Ledger {
        var ledger = Ledger()
        ledger.commitID = try connection.integer("SELECT max(commit_id) FROM commits") ?? 0
        ledger.commitTimeMs = try connection.integer(
            "SELECT time FROM commits ORDER BY commit_id DESC LIMIT 1")
        let known = Dictionary(
            try GroupCatalog.groups(on: connection).map { ($0.name, $0.totals) },
            uniquingKeysWith: { first, _ in first })
        for layout in layouts {
            ledger.groups.append(layout.map { known[$0.info.name] ?? GroupTotals() })
            ledger.logs.append(
                try layout.map { layout throws(SQLiteError) in
                    try log(layout, on: connection)
                })
        }
        try readPartitions(names, into: &ledger, on: connection)
        try readCounters(names, into: &ledger, on: connection)
        let lengths = try PreparedStatement("SELECT sink, length FROM file_lengths", on: connection)
        while try lengths.step() { ledger.fileLengths[lengths.text(0)] = lengths.integer(1) }
        for alert in try AlertTable.read(.firing, on: connection) {
            ledger.firing[alert.group, default: [:]][alert.key] = alert
        }
        ledger.resolvedAlerts =
            try connection.integer("SELECT count(*) FROM alerts WHERE resolved_at IS NOT NULL") ?? 0
        return ledger
    }

    private static func log(
        _ layout: GroupLayout, on connection: borrowing Connection
    ) throws(SQLiteError) -> Ledger.Log {
        let segments = try GroupCatalog.segments(of: layout.info.name, on: connection)
        var log = Ledger.Log()
        log.segments = segments.map(\.number)
        log.openRows = segments.last?.rows ?? 0
        log.closedRows = segments.dropLast().reduce(0) { $0 + $1.rows }
        return log
    }

    private static func readPartitions(
        _ names: PlanNames, into ledger: inout Ledger, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let partitions = try PreparedStatement("SELECT * FROM partitions", on: connection)
        while try partitions.step() {
            guard let source = names.sources.firstIndex(of: partitions.text(0)) else { continue }
            let key = Ledger.PartitionKey(source: source, partition: Int(partitions.integer(1)))
            ledger.partitions[key] = Ledger.PartitionState(
                topic: partitions.optionalText(2),
                topicPartition: partitions.optionalInteger(3).map {
                    Int32(truncatingIfNeeded: $0)
                },
                nextOffset: partitions.optionalInteger(4),
                stopOffset: partitions.optionalInteger(7),
                watermarkMs: partitions.optionalInteger(5), isIdle: partitions.integer(6) != 0)
        }
        let sources = try PreparedStatement("SELECT * FROM sources", on: connection)
        while try sources.step() {
            guard let source = names.sources.firstIndex(of: sources.text(0)) else { continue }
            ledger.firedWatermarks[source] = sources.integer(1)
        }
    }

    private static func readCounters(
        _ names: PlanNames, into ledger: inout Ledger, on connection: borrowing Connection
    ) throws(SQLiteError) {
        ledger.sourceCounters = names.sources.map { _ in EventCounters() }
        ledger.statementCounters = names.statements.map { _ in StatementCounters() }
        for row in try CountersTable.read(on: connection) {
            if row.scope == "source", let index = names.sources.firstIndex(of: row.name) {
                ledger.sourceCounters[index] = row.counters.events
            }
            if row.scope == "statement", let index = names.statements.firstIndex(of: row.name) {
                ledger.statementCounters[index] = row.counters
            }
        }
    }

    /// What the newest commit left behind, for the engine and the sources to go on from.
    public func restore() throws(StoreFailure) -> Restored {
        do {
            return try readRestored()
        } catch {
            throw StoreFailure(wrapping: error, directory: directory)
        }
    }

    private func readRestored() throws(SQLiteError) -> Restored {
        var restored = Restored()
        restored.commitID = ledger.commitID
        restored.commitTimeMs = ledger.commitTimeMs
        restored.sourceCounters = ledger.sourceCounters
        restored.statementCounters = ledger.statementCounters
        restored.fileLengths = ledger.fileLengths
        restored.groups = ledger.groups
        restored.notes = notes
        let partitions = ledger.partitions.sorted {
            ($0.key.source, $0.key.partition) < ($1.key.source, $1.key.partition)
        }
        for (key, state) in partitions {
            if let topic = state.topic, let nextOffset = state.nextOffset {
                restored.positions.append(
                    PartitionPosition(
                        source: key.source, partition: key.partition, topic: topic,
                        topicPartition: state.topicPartition ?? 0, nextOffset: nextOffset,
                        stopOffset: state.stopOffset))
            }
            if let watermarkMs = state.watermarkMs {
                restored.clocks.append(
                    PartitionClock(
                        source: key.source, partition: key.partition, watermarkMs: watermarkMs,
                        isIdle: state.isIdle))
            }
        }
        restored.firedWatermarks = ledger.firedWatermarks.sorted { $0.key < $1.key }
            .map { SourceWatermark(source: $0.key, watermarkMs: $0.value) }
        restored.deltas = try deltas()
        restored.alerts =
            try AlertTable.read(.firing, on: connection)
            + AlertTable.read(.resolved(limit: Retention.restoredAlerts), on: connection)
        restored.metrics = try MetricsTable.read(
            limit: Retention.restoredMetrics, on: connection)
        return restored
    }

    private func deltas() throws(SQLiteError) -> [StateDelta] {
        let rows = try PreparedStatement(
            "SELECT statement, key_group, is_base, bytes FROM checkpoints "
                + "ORDER BY statement, key_group, sequence", on: connection)
        var deltas: [StateDelta] = []
        while try rows.step() {
            deltas.append(
                StateDelta(
                    statement: rows.text(0), keyGroup: Int(rows.integer(1)),
                    isBase: rows.integer(2) != 0, bytes: rows.bytes(3)))
        }
        return deltas
    }
}
