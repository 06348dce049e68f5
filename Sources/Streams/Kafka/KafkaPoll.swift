/// What one poll brought, by partition; made once and filled again and again.
public struct KafkaPoll: Sendable {
    /// The news of one partition.
    public struct Partition: Sendable {
        public let partition: TopicPartition
        public var messages = RawMessages()
        /// The offset after the last that was handed out or passed over; stored with its rows.
        public internal(set) var nextOffset: Int64
        /// Offsets that the broker no longer had, since the assignment.
        public internal(set) var lost: Int64
        /// Offsets that hold no record (compacted, transaction marks), since the assignment.
        public internal(set) var skipped: Int64
        /// Everything that the broker has, has been handed out.
        ///
        /// `false` while no broker answers, as nobody knows then what is there.
        public internal(set) var isCaughtUp: Bool
        /// The bounded end has been reached; nothing more comes.
        public internal(set) var hasEnded: Bool
    }

    /// In the order of assignment; the index of a partition never changes.
    public internal(set) var partitions: [Partition] = []
    public internal(set) var messageCount = 0
    public internal(set) var byteCount = 0
    /// What went wrong, at most a few; reading goes on unless the advice says otherwise.
    public internal(set) var failures: [KafkaFailure] = []

    public init() {}

    /// Every partition has reached its bounded end.
    public var hasEnded: Bool { !partitions.isEmpty && partitions.allSatisfy(\.hasEnded) }

    mutating func note(_ failure: KafkaFailure) {
        if failures.count < 8, !failures.contains(failure) { failures.append(failure) }
    }

    mutating func begin() {
        for index in partitions.indices where !partitions[index].messages.isEmpty {
            partitions[index].messages.removeAll(keepingCapacity: true)
        }
        messageCount = 0
        byteCount = 0
        failures.removeAll(keepingCapacity: true)
    }
}
