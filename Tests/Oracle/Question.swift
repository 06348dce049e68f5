/// A value of a row; NULL sorts before all others.
///
/// `number` also carries BOOLEAN (0 and 1) and times (milliseconds since 1970).
public enum Cell: Hashable, Comparable, Sendable, CustomStringConvertible {
    case null
    case number(Int64)
    case real(Double)
    case text(String)

    public var description: String {
        switch self {
        case .null: "NULL"
        case .number(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): "'\(value)'"
        }
    }
}

/// A comparison of one cell of a row; what is compared with NULL is not TRUE.
public struct Condition: Hashable, Sendable {
    public enum Comparison: String, CaseIterable, Sendable {
        case equal = "="
        case unequal = "<>"
        case less = "<"
        case atLeast = ">="
        case isNull = "IS NULL"
    }
    public var cell: Int
    public var comparison: Comparison
    public var value: Cell

    public init(_ cell: Int, _ comparison: Comparison, _ value: Cell) {
        self.cell = cell
        self.comparison = comparison
        self.value = value
    }

    func holds(_ row: [Cell]) -> Bool {
        let own = row[cell]
        return switch comparison {
        case .isNull: own == .null
        case .equal: own == value
        case .unequal: own != .null && own != value
        case .less: own != .null && own < value
        case .atLeast: own != .null && own >= value
        }
    }
}

/// An aggregate over the rows of a window or a frame.
public struct Call: Hashable, Sendable {
    public enum Function: String, CaseIterable, Sendable {
        case count = "COUNT"
        case sum = "SUM"
        case average = "AVG"
        case minimum = "MIN"
        case maximum = "MAX"
    }
    public var function: Function
    /// `nil` for COUNT(*).
    public var cell: Int?
    public var isDistinct = false
    /// Only rows count of which all of these hold.
    public var filter: [Condition] = []

    public init(_ function: Function, _ cell: Int? = nil) {
        self.function = function
        self.cell = cell
    }
}

/// What is done with rows: they become windows, or results of their own.
///
/// Widths in milliseconds.
public enum Shape: Hashable, Sendable {
    /// HOP, or TUMBLE where the slide is the size.
    case hop(size: Int64, slide: Int64, offset: Int64)
    case cumulate(size: Int64, step: Int64, offset: Int64)
    /// The rows of a key come from one partition.
    case session(gap: Int64)
    /// Aggregates over the rows before each row and itself, at most so many.
    ///
    /// Of bounded frames the oracle knows only what holds where no row is behind its watermark.
    case overTime(preceding: Int64)
    case overRows(preceding: Int)
    case firstRow
    case lastRow
    /// A GROUP BY without a window: a result for each row that changes one.
    case running

    /// As many as there are, of rows and of milliseconds.
    public static let unbounded = 1 << 60

    /// Results are rows that came in, or follow each of them.
    public var passesRows: Bool {
        switch self {
        case .hop, .cumulate, .session: false
        case .overTime, .overRows, .firstRow, .lastRow, .running: true
        }
    }
}

/// The first rows of each window by one cell of its results, the largest first; of equal ones by
/// all cells.
public struct Top: Hashable, Sendable {
    public var cell: Int
    public var limit: Int

    public init(cell: Int, limit: Int) {
        self.cell = cell
        self.limit = limit
    }
}

/// One grouping: a window's results are its keys, start, end and calls, those of OVER the row and
/// the calls, those of a deduplication the row, those of a running one its keys and calls.
public struct Stage: Hashable, Sendable {
    public var shape: Shape
    public var keys: [Int]
    public var calls: [Call]
    public var having: [Condition] = []
    public var top: Top?

    public init(_ shape: Shape, keys: [Int], calls: [Call]) {
        self.shape = shape
        self.keys = keys
        self.calls = calls
    }

    public func key(_ row: [Cell]) -> [Cell] { keys.map { row[$0] } }

    /// What a grouping looks at, by which it knows a row again.
    func reads(_ row: [Cell]) -> [Cell] {
        key(row)
            + calls.flatMap { call in
                ([call.cell] + call.filter.map(\.cell)).compactMap { $0.map { row[$0] } }
            }
    }
}

/// A statement: rows that pass its conditions go through one stage after the other.
public struct Question: Hashable, Sendable {
    /// WHERE all of these hold.
    public var conditions: [Condition] = []
    public var stages: [Stage]
    /// How far the watermark of a partition lies behind its newest row.
    public var delayMs: Int64

    public init(stages: [Stage], delayMs: Int64) {
        self.stages = stages
        self.delayMs = delayMs
    }
}

/// What happens to a stream, in its order.
public enum Happening: Hashable, Sendable {
    case joins(partition: Int)
    /// A row comes; or it is taken back, after a change that came at another time.
    case row(partition: Int, timeMs: Int64, [Cell], goneMs: Int64? = nil)
    case idle(partition: Int, Bool)
    case ends(partition: Int)
    /// What the watermarks have passed becomes results.
    case advance
}

/// What became of a row that no condition kept out.
public enum Judgement: Hashable, Sendable {
    case late, partlyLate, accepted
}

/// A result row.
public struct Output: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Which advance brought it, from 1; 0 where it comes with the next one.
    public var advance: Int
    public var timeMs: Int64
    public var cells: [Cell]

    public init(advance: Int, timeMs: Int64, cells: [Cell]) {
        self.advance = advance
        self.timeMs = timeMs
        self.cells = cells
    }

    public var description: String { "\(timeMs) \(cells) by advance \(advance)" }

    public static func < (left: Output, right: Output) -> Bool {
        if left.timeMs != right.timeMs { return left.timeMs < right.timeMs }
        return left.cells.lexicographicallyPrecedes(right.cells)
    }
}
