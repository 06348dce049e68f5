/// An operator whose results are rows that came in, in several shards.
final class ShardedRows: TimedOperator {
    private let shards: [any ShardableRows]
    private let sharding: Sharding
    private let split: KeySplit
    /// Up to where there are no results any more, as long as no row comes; `nil` after one came.
    private var advancedToMs: Int64?

    /// All shards are made alike; there are as many as the sharding says.
    init(_ sharding: Sharding, _ make: () -> any ShardableRows) {
        self.sharding = sharding
        shards = (0..<sharding.count).map { _ in make() }
        for shard in shards { shard.tellsOrder = true }
        split = KeySplit(shards[0].encoder, sharding)
    }

    var signature: UInt32 { shards[0].signature }
    var statistics: StateStatistics { StateStatistics(adding: shards.map(\.statistics)) }

    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        advancedToMs = nil
        let hashes = split.hash(rows.rows, columns)
        return Lateness(
            merging: sharding.map(isWorthwhile: rows.count >= Sharding.worthwhile) { shard in
                shards[shard].accept(
                    split.rows(rows, of: shard, hashes), timing, columns, channel: channel)
            })
    }

    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows? {
        // Nobody is woken for nothing.
        guard advancedToMs != watermarkMs else { return nil }
        advancedToMs = watermarkMs
        let parts = sharding.map { shards[$0].advance(toMs: watermarkMs, wraps: wraps) }
        return PassedRows(merging: parts.compactMap(\.self), sharding.workers)
    }

    func contents(onlyChanges: Bool) -> any StateContents {
        ShardedContents(
            sharding: sharding,
            parts: sharding.map { shards[$0].contents(onlyChanges: onlyChanges) })
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        try shards[sharding.shard(ofGroup: keyGroup)].restore(
            record, &reader, keyGroup: keyGroup, isPassed: isPassed)
    }

    func finishRestore(firedMs: Int64) {
        for shard in shards { shard.finishRestore(firedMs: firedMs) }
        // Every shard counts the rows of every batch.
        let arrivals = shards.reduce(0) { max($0, $1.arrivals) }
        for shard in shards { shard.arrivals = arrivals }
    }

    func markCheckpointed() { sharding.forEach { shards[$0].markCheckpointed() } }
}
