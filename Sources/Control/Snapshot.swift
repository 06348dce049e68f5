/// What the console sees of a pipeline at one moment: plain values, whole or not at all.
///
/// All times are milliseconds since 1970 UTC on the pipeline's one clock unless a name says
/// otherwise.
public struct Snapshot: Sendable, Equatable {
    /// What the pipeline is doing; everything but `failed` and `ended` goes on by itself.
    public enum Phase: Sendable, Equatable {
        /// Nothing has been read yet; the text says what is waited for.
        case starting(String)
        /// Reading what was there before the start.
        case catchingUp
        case live
        /// The broker does not answer: since when, what librdkafka says.
        case disconnected(sinceMs: Int64, reason: String)
        /// Every bounded source has ended and everything has been committed.
        case ended
        /// The pipeline stopped; the sentence says what to do.
        case failed(String)
    }

    public var pipeline: String
    public var phase: Phase
    /// Rises by one with every snapshot.
    public var sequence: UInt64
    /// The pipeline's clock when this was made.
    public var nowMs: Int64
    /// Everything from before the start has been read once; falling behind later is another thing.
    public var hasBeenLive: Bool
    /// `true` in the demo: line 1 says so.
    public var isDemo: Bool
    /// 1 when the pipeline's clock is real time, up to 16 in the demo.
    public var clockSpeed: Int
    public var total: Totals
    public var eventsPerSecond: Double
    public var sources: [SourceStatus]
    public var statements: [StatementStatus]
    public var groups: [GroupStatus]
    /// Firing first, worst first; then the ones resolved lately.
    public var alerts: [AlertStatus]
    /// One point a second, oldest first, at most 300.
    public var history: [HistoryPoint]
    /// Open-window values for the rows of the console's viewport (``Command/watch(group:keys:)``).
    public var open: OpenValues?
    public var lastCommit: CommitStatus?
    /// Newest last, at most 200.
    public var log: [LogLine]

    public init(pipeline: String, nowMs: Int64) {
        self.pipeline = pipeline
        phase = .starting("starting")
        sequence = 0
        self.nowMs = nowMs
        hasBeenLive = false
        isDemo = false
        clockSpeed = 1
        total = Totals()
        eventsPerSecond = 0
        sources = []
        statements = []
        groups = []
        alerts = []
        history = []
        open = nil
        lastCommit = nil
        log = []
    }
}

/// Where every received event went: received = accepted + filtered + late + quarantined.
public struct Totals: Sendable, Equatable {
    public var received: Int64 = 0
    public var accepted: Int64 = 0
    public var filtered: Int64 = 0
    public var late: Int64 = 0
    public var quarantined: Int64 = 0
    /// Offsets that the broker no longer had; outside the balance.
    public var lost: Int64 = 0
    /// Counted in some of their windows only; part of `accepted`.
    public var partlyLate: Int64 = 0
    public init() {}

    public var isBalanced: Bool { received == accepted + filtered + late + quarantined }
}

/// One table that is read.
public struct SourceStatus: Sendable, Equatable {
    public var name: String
    public var topic: String
    public var totals: Totals
    public var eventsPerSecond: Double
    /// The minimum over the partitions that are not idle; `nil` before the first event.
    public var watermarkMs: Int64?
    /// The partition that holds the watermark back.
    public var heldBy: Int?
    public var partitions: [PartitionStatus]

    public init(
        name: String, topic: String, totals: Totals = Totals(), eventsPerSecond: Double = 0,
        watermarkMs: Int64? = nil, heldBy: Int? = nil, partitions: [PartitionStatus] = []
    ) {
        self.name = name
        self.topic = topic
        self.totals = totals
        self.eventsPerSecond = eventsPerSecond
        self.watermarkMs = watermarkMs
        self.heldBy = heldBy
        self.partitions = partitions
    }
}

/// One partition of a topic, or one file.
public struct PartitionStatus: Sendable, Equatable {
    public var id: Int
    /// The next offset after the last committed event.
    public var durableOffset: Int64
    /// The broker's high-water mark; `nil` when it is not known.
    public var highWatermark: Int64?
    /// High-water mark minus durable offset; `nil` when it is not known.
    public var lag: Int64?
    /// Change of the lag per second over the last 20 s.
    public var lagSlope: Double
    /// How far the newest event read lies behind the clock, in ms of event time; `nil` before one.
    public var behindMs: Int64?
    public var watermarkMs: Int64?
    public var isIdle: Bool
    public var inPerSecond: Double
    public var outPerSecond: Double
    public var lost: Int64
    /// The lag once a second, oldest first, at most 300.
    public var lagHistory: [Int64]

    public init(
        id: Int, durableOffset: Int64 = 0, highWatermark: Int64? = nil, lag: Int64? = nil,
        lagSlope: Double = 0, behindMs: Int64? = nil, watermarkMs: Int64? = nil,
        isIdle: Bool = false, inPerSecond: Double = 0, outPerSecond: Double = 0, lost: Int64 = 0,
        lagHistory: [Int64] = []
    ) {
        self.id = id
        self.durableOffset = durableOffset
        self.highWatermark = highWatermark
        self.lag = lag
        self.lagSlope = lagSlope
        self.behindMs = behindMs
        self.watermarkMs = watermarkMs
        self.isIdle = isIdle
        self.inPerSecond = inPerSecond
        self.outPerSecond = outPerSecond
        self.lost = lost
        self.lagHistory = lagHistory
    }
}

/// One INSERT.
public struct StatementStatus: Sendable, Equatable {
    public var sink: String
    public var totals: Totals
    public var rowsFired: Int64
    public var keysExpired: Int64
    /// Values that became NULL because an expression after the aggregate failed.
    public var failedValues: Int64
    public var openKeys: Int
    public var stateBytes: Int

    public init(
        sink: String, totals: Totals = Totals(), rowsFired: Int64 = 0, keysExpired: Int64 = 0,
        failedValues: Int64 = 0, openKeys: Int = 0, stateBytes: Int = 0
    ) {
        self.sink = sink
        self.totals = totals
        self.rowsFired = rowsFired
        self.keysExpired = keysExpired
        self.failedValues = failedValues
        self.openKeys = openKeys
        self.stateBytes = stateBytes
    }
}

/// One feature group: its shape, and how fresh it is against its promise.
public struct GroupStatus: Sendable, Equatable {
    public enum Kind: Sendable, Equatable { case integer, real, text, time, boolean }
    public struct Column: Sendable, Equatable {
        public var name: String
        public var kind: Kind
        public var isKey: Bool
        public init(name: String, kind: Kind, isKey: Bool) {
            self.name = name
            self.kind = kind
            self.isKey = isKey
        }
    }

    public var name: String
    public var title: String
    public var columns: [Column]
    /// Keys that are online now.
    public var keys: Int64
    /// Without tombstones.
    public var offlineRows: Int64
    public var tombstones: Int64
    /// Result rows that could not be stored: a part of their primary key was NULL or NaN.
    public var refusedRows: Int64
    /// Clock minus the newest event time served; `nil` before the first row.
    public var freshnessMs: Int64?
    public var promiseMs: Int64?
    public var newestEventTimeMs: Int64?
    /// Window size and slide in ms; `nil` for groups without windows.
    public var windowMs: Int64?
    public var slideMs: Int64?
    public var isAlert: Bool

    public init(
        name: String, title: String, columns: [Column], keys: Int64 = 0, offlineRows: Int64 = 0,
        tombstones: Int64 = 0, refusedRows: Int64 = 0, freshnessMs: Int64? = nil,
        promiseMs: Int64? = nil, newestEventTimeMs: Int64? = nil, windowMs: Int64? = nil,
        slideMs: Int64? = nil, isAlert: Bool = false
    ) {
        self.name = name
        self.title = title
        self.columns = columns
        self.keys = keys
        self.offlineRows = offlineRows
        self.tombstones = tombstones
        self.refusedRows = refusedRows
        self.freshnessMs = freshnessMs
        self.promiseMs = promiseMs
        self.newestEventTimeMs = newestEventTimeMs
        self.windowMs = windowMs
        self.slideMs = slideMs
        self.isAlert = isAlert
    }

    public var isStale: Bool {
        guard let freshnessMs, let promiseMs else { return false }
        return freshnessMs > promiseMs
    }
}

/// A key that is, or was lately, present in an alert group.
public struct AlertStatus: Sendable, Equatable {
    public enum Severity: Int, Sendable, Equatable { case info, warning, critical }
    public var group: String
    public var key: String
    public var severity: Severity
    public var message: String
    public var firstSeenMs: Int64
    public var lastSeenMs: Int64
    /// When the key left the group; `nil` while it fires.
    public var resolvedMs: Int64?
    /// The row's columns, in the group's order.
    public var values: [Cell]

    public init(
        group: String, key: String, severity: Severity, message: String, firstSeenMs: Int64,
        lastSeenMs: Int64, resolvedMs: Int64? = nil, values: [Cell] = []
    ) {
        self.group = group
        self.key = key
        self.severity = severity
        self.message = message
        self.firstSeenMs = firstSeenMs
        self.lastSeenMs = lastSeenMs
        self.resolvedMs = resolvedMs
        self.values = values
    }
}

/// The vital signs of one second.
public struct HistoryPoint: Sendable, Equatable {
    public var timeMs: Int64
    public var eventsPerSecond: Double
    public var lag: Int64
    /// Clock minus the slowest source's watermark.
    public var watermarkDelayMs: Int64
    public var lateTotal: Int64
    public var quarantinedTotal: Int64
    /// Per group, in the snapshot's order; -1 before the first row.
    public var freshnessMs: [Int64]
    /// Measured while the past was read at full speed: no measure for the time after it.
    public var isReplay: Bool

    public init(
        timeMs: Int64, eventsPerSecond: Double, lag: Int64, watermarkDelayMs: Int64,
        lateTotal: Int64, quarantinedTotal: Int64, freshnessMs: [Int64], isReplay: Bool = false
    ) {
        self.timeMs = timeMs
        self.eventsPerSecond = eventsPerSecond
        self.lag = lag
        self.watermarkDelayMs = watermarkDelayMs
        self.lateTotal = lateTotal
        self.quarantinedTotal = quarantinedTotal
        self.freshnessMs = freshnessMs
        self.isReplay = isReplay
    }
}

/// Values of windows that have not fired yet, for the keys the console shows.
public struct OpenValues: Sendable, Equatable {
    public var group: String
    /// By the key as ``EntityRow/key`` spells it; the group's columns in order.
    public var rows: [String: [Cell]]
    public init(group: String, rows: [String: [Cell]]) {
        self.group = group
        self.rows = rows
    }
}

/// The newest transaction.
public struct CommitStatus: Sendable, Equatable {
    public var id: Int64
    public var timeMs: Int64
    public var durationMs: Double
    public init(id: Int64, timeMs: Int64, durationMs: Double) {
        self.id = id
        self.timeMs = timeMs
        self.durationMs = durationMs
    }
}

/// Something that happened, for the log pane and the status line.
public struct LogLine: Sendable, Equatable {
    public enum Level: Int, Sendable, Equatable { case info, warning, error }
    public var timeMs: Int64
    public var level: Level
    public var text: String
    public init(timeMs: Int64, level: Level, text: String) {
        self.timeMs = timeMs
        self.level = level
        self.text = text
    }
}

/// A cell of a row as the console and the command line show it.
public enum Cell: Sendable, Equatable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Milliseconds since 1970 UTC.
    case time(Int64)
    case boolean(Bool)
}
