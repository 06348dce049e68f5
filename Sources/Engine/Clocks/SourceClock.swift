/// The watermarks of one source: one per partition, and their minimum.
struct SourceClock {
    struct Partition {
        var watermarkMs = Int64.min
        var isIdle = false
    }

    private(set) var partitions: [Int: Partition] = [:]
    /// The combined watermark up to which windows have fired; never goes back.
    private(set) var firedMs = Int64.min

    mutating func add(_ partition: Int) {
        if partitions[partition] == nil { partitions[partition] = Partition() }
    }

    mutating func setIdle(_ partition: Int, _ isIdle: Bool) {
        partitions[partition, default: Partition()].isIdle = isIdle
    }

    func watermarkMs(of partition: Int) -> Int64 {
        partitions[partition]?.watermarkMs ?? .min
    }

    /// Moves a partition's watermark forward and wakes the partition.
    mutating func advance(_ partition: Int, toMs watermarkMs: Int64) {
        var clock = partitions[partition] ?? Partition()
        clock.watermarkMs = max(clock.watermarkMs, watermarkMs)
        clock.isIdle = false
        partitions[partition] = clock
    }

    /// In the order of the partitions.
    func clocks(ofSource source: Int) -> [PartitionClock] {
        partitions.sorted { $0.key < $1.key }.map { partition, clock in
            PartitionClock(
                source: source, partition: partition, watermarkMs: clock.watermarkMs,
                isIdle: clock.isIdle)
        }
    }

    mutating func restore(_ clock: PartitionClock) {
        partitions[clock.partition] = Partition(
            watermarkMs: clock.watermarkMs, isIdle: clock.isIdle)
    }

    mutating func fire(toMs watermarkMs: Int64) { firedMs = max(firedMs, watermarkMs) }

    /// The minimum over the partitions that are not idle, or the maximum when all are.
    ///
    /// `Int64.min` while a partition that is not idle has none, `Int64.max` when all have ended.
    var combinedMs: Int64 { max(firedMs, SourceClock.combinedMs(of: Array(partitions.values))) }

    /// The combined watermark of several sources that one statement reads, as if they were one.
    ///
    /// `Int64.min` while one of them has no partition yet.
    static func combinedMs(of clocks: [SourceClock]) -> Int64 {
        guard clocks.allSatisfy({ !$0.partitions.isEmpty }) else { return .min }
        return combinedMs(of: clocks.flatMap(\.partitions.values))
    }

    private static func combinedMs(of partitions: [Partition]) -> Int64 {
        let active = partitions.lazy.filter { !$0.isIdle }.map(\.watermarkMs).min()
        let combined = active ?? partitions.lazy.map(\.watermarkMs).max() ?? .min
        // Where one sleeps beside others that have ended, all windows fire but the input goes on.
        let goesOn = combined == .max && partitions.contains { $0.watermarkMs != .max }
        return goesOn ? Timestamp.validMs.upperBound : combined
    }

    /// The partition with the smallest watermark of those that count; the first of several.
    var holdingPartition: Int? {
        partitions.filter { !$0.value.isIdle }
            .min { ($0.value.watermarkMs, $0.key) < ($1.value.watermarkMs, $1.key) }?.key
    }
}
