/// Writes a commit's own row: where every source stood, what was counted.
struct CommitIndex {
    let names: PlanNames
    let statements: StatementCache

    func write(_ ledger: Ledger, on connection: borrowing Connection) throws(SQLiteError) {
        let insert = try statements.statement(
            "INSERT INTO commits VALUES (?1, ?2, ?3, ?4, ?5)", on: connection)
        insert.statement.bind(ledger.commitID, at: 1)
        insert.statement.bind(ledger.commitTimeMs ?? 0, at: 2)
        insert.statement.bind(offsets(ledger).description, at: 3)
        insert.statement.bind(watermarks(ledger).description, at: 4)
        insert.statement.bind(counters(ledger).description, at: 5)
        try insert.statement.run()
        // One old commit leaves as one comes, a few excepted, so the table stays bounded.
        let old = ledger.commitID - Retention.commits
        if old > 0 && old % Retention.commitThinning != 0 {
            try connection.execute("DELETE FROM commits WHERE commit_id = \(old)")
        }
    }

    /// Next offsets.
    ///
    /// For example `{"source":{"topic":{"0":17}}}`.
    private func offsets(_ ledger: Ledger) -> JSONValue {
        bySource(ledger) { partitions in
            let topics = Dictionary(grouping: partitions) { $0.value.topic ?? "" }
            return .object(
                topics.sorted { $0.key < $1.key }.map { topic, partitions in
                    let members = partitions.sorted { $0.key.partition < $1.key.partition }
                        .compactMap { partition in
                            partition.value.nextOffset.map { offset in
                                JSONValue.Member(
                                    String(partition.value.topicPartition ?? 0), .integer(offset))
                            }
                        }
                    return JSONValue.Member(topic, .object(members))
                })
        }
    }

    /// Watermarks.
    ///
    /// For example `{"source":[1700000000000,null]}`, by the partition's index within the source.
    private func watermarks(_ ledger: Ledger) -> JSONValue {
        bySource(ledger) { partitions in
            .array(
                partitions.sorted { $0.key.partition < $1.key.partition }.map { partition in
                    partition.value.watermarkMs.map { .integer($0) } ?? .null
                })
        }
    }

    private func bySource(
        _ ledger: Ledger,
        _ value: ([(key: Ledger.PartitionKey, value: Ledger.PartitionState)]) -> JSONValue
    ) -> JSONValue {
        let sources = Dictionary(grouping: ledger.partitions.map { $0 }) { $0.key.source }
        return .object(
            sources.sorted { $0.key < $1.key }.map { source, partitions in
                JSONValue.Member(names.sources[source], value(partitions))
            })
    }

    private func counters(_ ledger: Ledger) -> JSONValue {
        let total = ledger.total
        return .object([
            .init("received", .integer(total.received)),
            .init("accepted", .integer(total.accepted)),
            .init("filtered", .integer(total.filtered)), .init("late", .integer(total.late)),
            .init("quarantined", .integer(total.quarantined)), .init("lost", .integer(total.lost)),
            .init("partly_late", .integer(total.partlyLate)),
        ])
    }
}
