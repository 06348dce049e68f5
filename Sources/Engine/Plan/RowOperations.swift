/// Which rows before a row (and the row itself) an OVER aggregate sees, in order of event time.
public enum OverFrame: Hashable, Sendable {
    /// Rows of the last so many milliseconds, both ends included; a row's peers too.
    case range(precedingMs: Int64)
    /// Every row up to the row's own time, its peers included.
    case unboundedRange
    /// So many rows before the row, and the row.
    case rows(preceding: Int)
    /// Every row before the row, and the row.
    case unboundedRows

    public var isBoundedRange: Bool { if case .range = self { true } else { false } }
}

/// Aggregates over the rows before each row: one result for each row that comes in.
///
/// Its output columns are the input's, then one per aggregate.
public struct OverAggregate: Hashable, Sendable {
    public let frame: OverFrame
    /// The input column with the event time.
    public let time: Int
    /// The input columns of PARTITION BY.
    public let keys: [Int]
    public let aggregates: [AggregateCall]
    /// How long a key without new rows is remembered, in event time; `nil` for ever.
    ///
    /// A bounded RANGE needs none: it forgets a key by itself.
    public let timeToLiveMs: Int64?

    public init(
        frame: OverFrame, time: Int, keys: [Int], aggregates: [AggregateCall],
        timeToLiveMs: Int64? = nil
    ) {
        self.frame = frame
        self.time = time
        self.keys = keys
        self.aggregates = aggregates
        self.timeToLiveMs = timeToLiveMs
    }
}

/// One row of each key: `ROW_NUMBER() OVER (PARTITION BY … ORDER BY time) = 1`.
///
/// Its output columns are the input's.
public struct Deduplication: Hashable, Sendable {
    public enum Kept: Hashable, Sendable {
        /// The earliest; it is a result when the watermark passes it, and never changes.
        case first
        /// The latest; every newer row replaces it at once.
        case last
    }
    public let kept: Kept
    /// The input column with the event time.
    public let time: Int
    /// The input columns of PARTITION BY.
    public let keys: [Int]
    /// How long a key is remembered, in event time; `nil` for ever.
    public let timeToLiveMs: Int64?

    public init(kept: Kept, time: Int, keys: [Int], timeToLiveMs: Int64? = nil) {
        self.kept = kept
        self.time = time
        self.keys = keys
        self.timeToLiveMs = timeToLiveMs
    }
}

/// The first rows of each window, in an order of their own.
///
/// Its output columns are the input's, then the rank as a BIGINT from 1.
public struct WindowTopRows: Hashable, Sendable {
    public struct Order: Hashable, Sendable {
        public let column: Int
        public let isDescending: Bool
        public let nullsFirst: Bool
        public init(column: Int, isDescending: Bool, nullsFirst: Bool) {
            self.column = column
            self.isDescending = isDescending
            self.nullsFirst = nullsFirst
        }
    }
    /// The input columns that rank apart, without the window's own.
    public let keys: [Int]
    public let order: [Order]
    public let limit: Int64

    public init(keys: [Int], order: [Order], limit: Int64) {
        self.keys = keys
        self.order = order
        self.limit = limit
    }
}
