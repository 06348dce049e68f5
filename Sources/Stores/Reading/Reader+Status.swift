extension Reader {
    /// The state of the store; `nowMs` decides what has expired and how fresh the groups are.
    public func status(nowMs: Int64) throws(StoreFailure) -> StoreStatus {
        try reading {
            let counters = try CountersTable.read(on: connection)
            return StoreStatus(
                identity: try identity(),
                commitID: try connection.integer("SELECT max(commit_id) FROM commits") ?? 0,
                commitTimeMs: try connection.integer(
                    "SELECT time FROM commits ORDER BY commit_id DESC LIMIT 1"),
                total: counters.first { $0.scope == "total" }?.counters.events ?? EventCounters(),
                sources: try sources(counters), statements: try statements(counters),
                groups: try GroupCatalog.layouts(on: connection).map { try group($0, nowMs) },
                alertsFiring: try connection.integer(
                    "SELECT count(*) FROM alerts WHERE resolved_at IS NULL") ?? 0,
                quarantinedRowsKept: try connection.integer(
                    "SELECT count(*) FROM quarantine") ?? 0,
                lateRowsKept: try connection.integer("SELECT count(*) FROM late_rows") ?? 0)
        }
    }

    private func identity() throws -> PipelineIdentity {
        let topics = try Identity.value("topics", on: connection) ?? "[]"
        return PipelineIdentity(
            pipeline: try Identity.value("pipeline", on: connection) ?? "",
            topics: JSONReader.value(of: topics)?.elements.compactMap(\.string) ?? [],
            isDemo: try Identity.value("is_demo", on: connection) == "1")
    }

    private func sources(_ counters: [CountersTable.Row]) throws -> [StoreStatus.Source] {
        let stored = try PreparedStatement("SELECT source FROM statements", on: connection)
        var names: Set<String> = []
        while try stored.step() { names.formUnion(SourceNames.split(stored.text(0))) }
        var sources: [StoreStatus.Source] = []
        for name in names.sorted() { try add(name, counters, to: &sources) }
        return sources
    }

    private func add(
        _ name: String, _ counters: [CountersTable.Row], to sources: inout [StoreStatus.Source]
    ) throws {
        let rows = try PreparedStatement(
            """
            SELECT names.name, fired_watermark, topic, topic_partition, next_offset, watermark, idle
            FROM (SELECT ?1 AS name) AS names
            LEFT JOIN sources ON sources.name = names.name
            LEFT JOIN partitions ON partitions.source = names.name
            ORDER BY partition
            """, on: connection)
        rows.bind(name, at: 1)
        while try rows.step() {
            let name = rows.text(0)
            if sources.last?.name != name {
                let own = counters.first { $0.scope == "source" && $0.name == name }
                sources.append(
                    StoreStatus.Source(
                        name: name, counters: own?.counters.events ?? EventCounters(),
                        firedWatermarkMs: rows.optionalInteger(1), partitions: []))
            }
            guard !rows.isNull(6) else { continue }
            sources[sources.count - 1].partitions.append(
                StoreStatus.Partition(
                    topic: rows.text(2),
                    topicPartition: Int32(truncatingIfNeeded: rows.integer(3)),
                    nextOffset: rows.optionalInteger(4), watermarkMs: rows.optionalInteger(5),
                    isIdle: rows.integer(6) != 0))
        }
    }

    private func statements(_ counters: [CountersTable.Row]) throws -> [StoreStatus.Statement] {
        let rows = try PreparedStatement(
            "SELECT name, sink, source FROM statements ORDER BY position", on: connection)
        var statements: [StoreStatus.Statement] = []
        while try rows.step() {
            let name = rows.text(0)
            let own = counters.first { $0.scope == "statement" && $0.name == name }
            statements.append(
                StoreStatus.Statement(
                    name: name, sink: rows.text(1),
                    source: SourceNames.split(rows.text(2)).joined(separator: ", "),
                    counters: own?.counters ?? StatementCounters()))
        }
        return statements
    }

    private func group(_ layout: GroupLayout, _ nowMs: Int64) throws -> StoreStatus.Group {
        var keys = layout.info.totals.onlineKeys
        if layout.isFeatureGroup {
            // Without a TTL nothing expires, and counting is not worth it.
            let expired = try PreparedStatement(
                "SELECT count(*) FROM \(layout.names.online.quotedName) WHERE expires_at <= ?1",
                on: connection)
            expired.bind(nowMs, at: 1)
            if layout.info.ttlMs != nil, try expired.step() { keys -= expired.integer(0) }
        }
        return StoreStatus.Group(
            info: layout.info, keys: keys,
            freshnessMs: layout.info.totals.newestEventTimeMs.map { nowMs &- $0 })
    }
}
