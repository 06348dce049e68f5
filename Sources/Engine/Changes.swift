/// What became of one event in one statement, worst first: the best fate over all statements
/// is the event's own.
public enum Fate: UInt8, Comparable, Sendable {
    /// No statement kept it: a WHERE was not TRUE.
    case filtered
    /// An expression failed on it before any aggregate saw it, or its event time cannot be used.
    case quarantined
    /// Every window it belongs to had closed.
    case late
    /// It is in at least one window or result.
    case accepted

    public static func < (left: Fate, right: Fate) -> Bool { left.rawValue < right.rawValue }
}

/// A row of the batch that did not (or not everywhere) count, for the bounded tables of the store.
public struct Rejection: Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        /// Late in every window.
        case late
        /// Late in some windows, counted in others.
        case partlyLate
        /// The sentence for people: NULL event time, future guard, overflow, division by zero,
        /// a failed CAST.
        case refused(String)
    }

    /// The row's index in the applied batch.
    public let row: Int
    /// Index into ``Plan/statements``; `nil` when the row was refused before any statement saw it.
    public let statement: Int?
    public let reason: Reason
    /// The row's event time, where it has one.
    public let eventTimeMs: Int64?
    /// The watermark it was judged by, where one was.
    public let watermarkMs: Int64?

    public init(
        row: Int, statement: Int?, reason: Reason, eventTimeMs: Int64?, watermarkMs: Int64?
    ) {
        self.row = row
        self.statement = statement
        self.reason = reason
        self.eventTimeMs = eventTimeMs
        self.watermarkMs = watermarkMs
    }
}

/// What one applied batch did to the counters.
public struct Applied: Sendable {
    /// Events of the batch by their best fate over the statements; sums to the batch's events,
    /// of which an update is one with two rows.
    public var total: FateCounts
    /// Events of the batch by fate, for each statement of the plan; all zero where it reads another
    /// source.
    public var byStatement: [FateCounts]
    public var rejections: [Rejection]

    public init(total: FateCounts, byStatement: [FateCounts], rejections: [Rejection]) {
        self.total = total
        self.byStatement = byStatement
        self.rejections = rejections
    }
}

/// How many rows met each fate.
public struct FateCounts: Sendable, Equatable {
    public var accepted: Int64 = 0
    public var filtered: Int64 = 0
    public var late: Int64 = 0
    public var quarantined: Int64 = 0
    /// Late in some of their windows; counted in `accepted` too.
    public var partlyLate: Int64 = 0
    public init() {}

    public var sum: Int64 { accepted + filtered + late + quarantined }

    public static func += (left: inout FateCounts, right: FateCounts) {
        left.accepted += right.accepted
        left.filtered += right.filtered
        left.late += right.late
        left.quarantined += right.quarantined
        left.partlyLate += right.partlyLate
    }
}

/// Rows that a statement produced, ready for its sink.
///
/// Kinds: an insert and an update's row after is a result; a delete is a key that expired or whose
/// last row was taken back. In a feature group only the primary key of a delete means something,
/// and no row is the one before an update; prints get every kind as Flink has it.
public struct ResultBatch: Sendable {
    /// Index into ``Plan/statements``.
    public let statement: Int
    /// In the column order of the sink's schema, sorted by the bytes of the group key.
    public let rows: ColumnBatch
    /// Each row's event time in milliseconds: window_time, or the row's own time.
    public let eventTimesMs: [Int64]
    /// The newest event that went into each row; an expired key has its last one.
    public let newestEventTimesMs: [Int64]
    /// The end of the window that fired, or `nil` for a row that passed through.
    public let windowEndMs: Int64?
    /// Values that became NULL because an expression after the aggregate failed.
    public let failedValues: Int64
    /// Result rows that were dropped: a primary key column was NULL, or the row of an OVER came
    /// when every window over it was over.
    public let droppedRows: Int64

    public init(
        statement: Int, rows: ColumnBatch, eventTimesMs: [Int64], newestEventTimesMs: [Int64],
        windowEndMs: Int64?, failedValues: Int64 = 0, droppedRows: Int64 = 0
    ) {
        self.statement = statement
        self.rows = rows
        self.eventTimesMs = eventTimesMs
        self.newestEventTimesMs = newestEventTimesMs
        self.windowEndMs = windowEndMs
        self.failedValues = failedValues
        self.droppedRows = droppedRows
    }
}

/// The part of a statement's state that changed since the last checkpoint, for one key group.
public struct StateDelta: Sendable, Equatable {
    /// ``Statement/fingerprint``.
    public let statement: String
    /// 0 to 127: a fixed hash of the key, independent of how many shards there are.
    public let keyGroup: Int
    /// Replaces everything stored for this key group instead of adding to it.
    public let isBase: Bool
    /// Packed, with a versioned header; only the engine reads it.
    public let bytes: [UInt8]

    public init(statement: String, keyGroup: Int, isBase: Bool, bytes: [UInt8]) {
        self.statement = statement
        self.keyGroup = keyGroup
        self.isBase = isBase
        self.bytes = bytes
    }
}

/// A partition's clock, as stored and shown.
public struct PartitionClock: Sendable, Equatable {
    public let source: Int
    public let partition: Int
    /// Largest watermark of its rows; `Int64.min` before the first.
    public var watermarkMs: Int64
    public var isIdle: Bool

    public init(source: Int, partition: Int, watermarkMs: Int64, isIdle: Bool) {
        self.source = source
        self.partition = partition
        self.watermarkMs = watermarkMs
        self.isIdle = isIdle
    }
}
