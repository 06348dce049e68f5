/// A GROUP BY over windows in several shards: every row and window as if it were one.
final class ShardedGroup: GroupOperator {
    private let shards: [any GroupOperator]
    private let sharding: Sharding
    private let split: KeySplit

    /// All shards are made alike; there are as many as the sharding says.
    init(_ sharding: Sharding, _ make: () -> any GroupOperator) {
        self.sharding = sharding
        shards = (0..<sharding.count).map { _ in make() }
        split = KeySplit(shards[0].encoder, sharding)
    }

    var definition: WindowAggregate { shards[0].definition }
    var encoder: KeyEncoder { shards[0].encoder }
    var signature: UInt32 { shards[0].signature }
    var lastEndMs: Int64? { shards[0].lastEndMs }
    var statistics: StateStatistics { StateStatistics(adding: shards.map(\.statistics)) }

    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        let hashes = split.hash(rows.rows, columns)
        return Lateness(
            merging: sharding.map(isWorthwhile: rows.count >= Sharding.worthwhile) { shard in
                shards[shard].accept(
                    split.rows(rows, of: shard, hashes), timing, columns, channel: channel)
            })
    }

    func nextEndWithData() -> Int64? { shards.compactMap { $0.nextEndWithData() }.min() }

    func fire(_ endMs: Int64, _ clock: WallClock, wraps: Bool) -> FiredWindow? {
        let parts = sharding.map { shards[$0].fire(endMs, clock, wraps: wraps) }
        return FiredWindow(merging: parts.compactMap(\.self), sharding.workers)
    }

    func peek(
        _ endMs: Int64, only: [[UInt8]]?, _ clock: WallClock, wraps: Bool
    ) -> FiredWindow? {
        let parts = shards.map { $0.peek(endMs, only: only, clock, wraps: wraps) }
        return FiredWindow(merging: parts.compactMap(\.self), sharding.workers)
    }

    func close(_ endMs: Int64) { sharding.forEach { shards[$0].close(endMs) } }

    func passEnds(before wallWatermarkMs: Int64) {
        for shard in shards { shard.passEnds(before: wallWatermarkMs) }
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

    func finishRestore(wallWatermarkMs: Int64) {
        for shard in shards { shard.finishRestore(wallWatermarkMs: wallWatermarkMs) }
    }

    func markCheckpointed() { sharding.forEach { shards[$0].markCheckpointed() } }
}
