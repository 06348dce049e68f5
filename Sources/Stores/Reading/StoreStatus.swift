/// The state of a data directory, as of its newest commit.
public struct StoreStatus: Equatable, Sendable {
    public struct Source: Equatable, Sendable {
        public var name: String
        public var counters: EventCounters
        public var firedWatermarkMs: Int64?
        public var partitions: [Partition]
    }

    public struct Partition: Equatable, Sendable {
        public var topic: String
        public var topicPartition: Int32
        public var nextOffset: Int64?
        public var watermarkMs: Int64?
        public var isIdle: Bool
    }

    public struct Statement: Equatable, Sendable {
        public var name: String
        public var sink: String
        public var source: String
        public var counters: StatementCounters
    }

    public struct Group: Equatable, Sendable {
        public var info: GroupInfo
        /// Online and not expired.
        public var keys: Int64
        /// The asker's clock minus the newest event time served; `nil` before the first row.
        public var freshnessMs: Int64?
    }

    public var identity: PipelineIdentity
    public var commitID: Int64
    public var commitTimeMs: Int64?
    public var total: EventCounters
    public var sources: [Source]
    /// In the order of the script.
    public var statements: [Statement]
    public var groups: [Group]
    public var alertsFiring: Int64
    /// Rows that are kept in the bounded tables; the counters say how many there were.
    public var quarantinedRowsKept: Int64
    public var lateRowsKept: Int64
}
