/// Everything the engine knows of time: what a checkpoint stores and
/// ``Engine/restore(clocks:deltas:)`` takes.
///
/// A source's watermarks count on the clock of its event time: a TIMESTAMP's wall clock, or UTC.
public struct Clocks: Sendable, Equatable {
    /// In the order of source and partition.
    public var partitions: [PartitionClock]
    /// The combined watermark up to which windows have fired, for each source of the plan;
    /// `Int64.min` before the first.
    public var firedWatermarksMs: [Int64]

    public init(partitions: [PartitionClock] = [], firedWatermarksMs: [Int64] = []) {
        self.partitions = partitions
        self.firedWatermarksMs = firedWatermarksMs
    }
}
