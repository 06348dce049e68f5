public import Engine

/// Everything that one transaction makes durable.
///
/// Counters are totals, not differences: writing one twice changes nothing.
public struct Commit: Sendable {
    /// In the order they were fired, which decides between rows of one key and one event time.
    public var results: [ResultBatch] = []
    public var deltas: [StateDelta] = []
    /// Only partitions that moved need to be named.
    public var positions: [PartitionPosition] = []
    /// Only clocks that moved need to be named.
    public var clocks: [PartitionClock] = []
    /// Up to which watermark each source's windows have fired.
    public var firedWatermarks: [SourceWatermark] = []
    /// One per source of the plan, or empty when nothing changed.
    public var sourceCounters: [EventCounters] = []
    /// One per statement of the plan, or empty when nothing changed.
    public var statementCounters: [StatementCounters] = []
    public var rejections: [RejectedRow] = []
    /// How many bytes of each file sink belong to this commit, by the sink's name.
    public var fileLengths: [String: Int64] = [:]
    /// A point of the console's history, about once a second.
    public var metrics: MetricsPoint?
    /// The wall clock.
    public var writeTimeMs: Int64

    public init(writeTimeMs: Int64) { self.writeTimeMs = writeTimeMs }
}

/// The next offset of one partition.
public struct PartitionPosition: Equatable, Sendable {
    /// Index into ``Plan/sources``.
    public var source: Int
    /// The partition's index within the source, as in ``PartitionClock/partition``.
    public var partition: Int
    /// The topic or the file's path.
    public var topic: String
    /// Kafka's number of the partition within ``topic``; 0 for a file.
    public var topicPartition: Int32
    /// The next offset to read; for a file whatever the reader of the file counts in.
    public var nextOffset: Int64
    /// Where a bounded reading ends, as decided when it began.
    public var stopOffset: Int64?

    public init(
        source: Int, partition: Int, topic: String, topicPartition: Int32, nextOffset: Int64,
        stopOffset: Int64? = nil
    ) {
        self.source = source
        self.partition = partition
        self.topic = topic
        self.topicPartition = topicPartition
        self.nextOffset = nextOffset
        self.stopOffset = stopOffset
    }
}

/// Up to which watermark a source's windows have fired.
public struct SourceWatermark: Equatable, Sendable {
    /// Index into ``Plan/sources``.
    public var source: Int
    public var watermarkMs: Int64

    public init(source: Int, watermarkMs: Int64) {
        self.source = source
        self.watermarkMs = watermarkMs
    }
}

/// A row that did not (or not everywhere) count, with its bytes.
public struct RejectedRow: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case late, partlyLate = "partly_late"
        /// Could not be decoded, or an expression failed on it.
        case quarantined
    }

    /// How many rows of each kind the store keeps of a partition: the newest by offset, so that
    /// the order in which partitions were read does not decide.
    public static let keptPerPartition = 10_000
    public static let keptBytes = 65_536

    public var kind: Kind
    /// Why, in one sentence.
    public var reason: String
    /// Index into ``Plan/sources``.
    public var source: Int
    /// Index into ``Plan/statements``; `nil` when no statement saw the row.
    public var statement: Int?
    public var topic: String
    /// Kafka's number of the partition within ``topic``.
    public var topicPartition: Int32
    public var offset: Int64
    /// The record's own timestamp, where the transport has one.
    public var recordTimeMs: Int64?
    public var eventTimeMs: Int64?
    public var watermarkMs: Int64?
    /// The payload; the store keeps its first ``keptBytes`` and its whole length.
    public var bytes: [UInt8]
    public var length: Int

    public init(
        kind: Kind, reason: String, source: Int, statement: Int? = nil, topic: String,
        topicPartition: Int32, offset: Int64, recordTimeMs: Int64? = nil,
        eventTimeMs: Int64? = nil, watermarkMs: Int64? = nil, bytes: [UInt8], length: Int? = nil
    ) {
        self.kind = kind
        self.reason = reason
        self.source = source
        self.statement = statement
        self.topic = topic
        self.topicPartition = topicPartition
        self.offset = offset
        self.recordTimeMs = recordTimeMs
        self.eventTimeMs = eventTimeMs
        self.watermarkMs = watermarkMs
        self.bytes = bytes
        self.length = length ?? bytes.count
    }
}

/// The vital signs of one second.
public struct MetricsPoint: Equatable, Sendable {
    public var timeMs: Int64
    public var eventsPerSecond: Double
    public var lag: Int64
    public var watermarkDelayMs: Int64
    public var lateTotal: Int64
    public var quarantinedTotal: Int64
    /// By group name; `nil` before the group's first row.
    public var freshnessMs: [String: Int64?]

    public init(
        timeMs: Int64, eventsPerSecond: Double, lag: Int64, watermarkDelayMs: Int64,
        lateTotal: Int64, quarantinedTotal: Int64, freshnessMs: [String: Int64?]
    ) {
        self.timeMs = timeMs
        self.eventsPerSecond = eventsPerSecond
        self.lag = lag
        self.watermarkDelayMs = watermarkDelayMs
        self.lateTotal = lateTotal
        self.quarantinedTotal = quarantinedTotal
        self.freshnessMs = freshnessMs
    }
}

/// What a commit did.
public struct CommitReceipt: Equatable, Sendable {
    public var commitID: Int64
    /// Rows appended offline, tombstones included.
    public var offlineRows: Int64 = 0
    /// Online rows written or removed, after rows of one key were put together.
    public var onlineRows: Int64 = 0
    /// Alerts that began, changed or were resolved, in order.
    public var alerts: [StoredAlert] = []
    /// What the groups hold now, by the sink's index in the plan; `nil` for files and prints.
    public var groups: [GroupTotals?] = []
    /// Every source's and statement's counters add up.
    public var isBalanced = true
}
