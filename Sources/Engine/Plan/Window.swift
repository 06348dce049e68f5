/// How event time is cut into windows; all widths in milliseconds.
///
/// Source: Flink's window table-valued functions. A window is named by its end; TUMBLE and HOP
/// cover `[end - size, end)`, CUMULATE begins at the last whole multiple of its size before the
/// end, and a session at its first row and ends a gap behind its last.
public enum Window: Hashable, Sendable {
    case tumble(sizeMs: Int64, offsetMs: Int64)
    /// `sizeMs` is a whole multiple of `slideMs`.
    case hop(sizeMs: Int64, slideMs: Int64, offsetMs: Int64)
    /// Windows that begin together every `sizeMs` and grow by `stepMs` up to that size, of which
    /// `sizeMs` is a whole multiple.
    case cumulate(sizeMs: Int64, stepMs: Int64, offsetMs: Int64)
    /// For each key a window around rows of which none is more than `gapMs` from the next.
    case session(gapMs: Int64)

    /// The longest window; of a session the shortest.
    public var sizeMs: Int64 {
        switch self {
        case .tumble(let size, _), .hop(let size, _, _), .cumulate(let size, _, _): size
        case .session(let gap): gap
        }
    }

    /// The distance between the ends of two neighbouring windows; the width of a pane.
    public var slideMs: Int64 {
        switch self {
        case .tumble(let size, _): size
        case .hop(_, let slide, _): slide
        case .cumulate(_, let step, _): step
        case .session(let gap): gap
        }
    }

    public var offsetMs: Int64 {
        switch self {
        case .tumble(_, let offset), .hop(_, _, let offset), .cumulate(_, _, let offset): offset
        case .session: 0
        }
    }

    /// Whether the ends stand on a grid that all keys share.
    public var isAligned: Bool {
        if case .session = self { false } else { true }
    }
}

/// One aggregate call of a GROUP BY.
public struct AggregateCall: Hashable, Sendable {
    public enum Function: String, Hashable, Sendable {
        /// COUNT(*) when there is no argument.
        case count
        case sum, average, minimum, maximum
        /// By event time, then partition, then the order of arrival there; NULLs do not count.
        case first, last
        /// Population and sample; of integers cut off, as Flink does.
        case varPop, varSamp, stddevPop, stddevSamp
        /// Interpolated linearly; the parameter is the fraction, from 0 to 1.
        case percentile
        /// The texts joined in the order of ``first``; the parameter is the separator.
        case list
        /// HyperLogLog with 2^14 registers: off by 0.8 % (one standard deviation).
        case approximateCount
    }

    public let function: Function
    /// The input column, or `nil` for COUNT(*).
    public let argument: Int?
    public let isDistinct: Bool
    /// A BOOLEAN input column, `nil` without FILTER.
    ///
    /// Only rows where it is TRUE count.
    public let filter: Int?
    /// The result's type by Flink's rules (SUM and AVG keep the argument's type).
    public let type: DataType
    /// What a function needs besides its argument; NULL for most.
    public let parameter: Value

    public init(
        _ function: Function, argument: Int? = nil, isDistinct: Bool = false, filter: Int? = nil,
        type: DataType, parameter: Value = .null
    ) {
        self.function = function
        self.argument = argument
        self.isDistinct = isDistinct
        self.filter = filter
        self.type = type
        self.parameter = parameter
    }
}

/// A GROUP BY over windows of event time.
///
/// Its output columns are: the keys, `window_start`, `window_end` (both TIMESTAMP(3), on the wall
/// clock of the session zone where the time column is an LTZ), `window_time` (of the time column's
/// type, the window's end minus 1 ms), then one column per aggregate.
public struct WindowAggregate: Hashable, Sendable {
    public let window: Window
    /// The input column with the event time.
    public let time: Int
    /// The input columns of the group key, without the window's own columns.
    public let keys: [Int]
    public let aggregates: [AggregateCall]
    /// The rows can take others back.
    public let retracts: Bool

    public init(
        window: Window, time: Int, keys: [Int], aggregates: [AggregateCall],
        retracts: Bool = false
    ) {
        self.window = window
        self.time = time
        self.keys = keys
        self.aggregates = aggregates
        self.retracts = retracts
    }
}

/// A GROUP BY without a window: each row changes the result of its key at once.
///
/// Its output columns are: the keys, then one column per aggregate. A key whose last row was taken
/// back has no result.
public struct RunningAggregate: Hashable, Sendable {
    /// The type of the event time of the rows; `nil` where they have none.
    public let timeType: DataType?
    /// The input columns of the group key; without one all rows have one result.
    public let keys: [Int]
    public let aggregates: [AggregateCall]
    /// The rows can take others back.
    public let retracts: Bool
    /// How long a key without new rows is remembered, in event time; `nil` for ever.
    public let timeToLiveMs: Int64?

    public init(
        timeType: DataType?, keys: [Int], aggregates: [AggregateCall], retracts: Bool = false,
        timeToLiveMs: Int64? = nil
    ) {
        self.timeType = timeType
        self.keys = keys
        self.aggregates = aggregates
        self.retracts = retracts
        self.timeToLiveMs = timeToLiveMs
    }
}
