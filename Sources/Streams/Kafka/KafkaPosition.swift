/// Where one partition is read from, and up to where; made by
/// ``KafkaConsumer/positions(of:start:stored:stop:timeoutMs:)``.
public struct KafkaPosition: Sendable, Equatable {
    public let partition: TopicPartition
    /// The first offset to read.
    public let start: Int64
    /// The first offset not to read; `nil` reads on.
    public let stop: Int64?
    /// Offsets between the one asked for and ``start`` that the broker no longer has.
    public let lost: Int64
    /// The first offset that the broker has, and the one after the last, when they were asked for.
    public let low: Int64
    public let high: Int64

    public init(
        partition: TopicPartition, start: Int64, stop: Int64? = nil, lost: Int64 = 0,
        low: Int64 = 0, high: Int64 = 0
    ) {
        self.partition = partition
        self.start = start
        self.stop = stop
        self.lost = lost
        self.low = low
        self.high = high
    }
}
