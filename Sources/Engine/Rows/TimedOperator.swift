/// Rows that became results, with the columns of the operator's output.
struct PassedRows {
    let rows: ColumnBatch
    /// Their own times, as event times came.
    let timesMs: [Int64]
    /// Sums that did not fit.
    var failedValues: Int64 = 0
    /// The place of each row among those of all shards; empty where nobody asked.
    var order: [RowOrder] = []
    /// What an operation over these rows judges each of them by: the watermark that was there
    /// before the row; of an OVER, `.min` for rows that did not come behind it, and `nil` where
    /// none did.
    var judgedByMs: [Int64]?
}

extension PassedRows {
    /// The results of several batches, one after the other; `nil` for none.
    init?(joining parts: [PassedRows]) {
        guard let first = parts.first else { return nil }
        guard parts.count > 1 else {
            self = first
            return
        }
        self.init(
            rows: ColumnBatch(joining: parts.map(\.rows)), timesMs: parts.flatMap(\.timesMs),
            failedValues: parts.reduce(0) { $0 + $1.failedValues },
            order: parts.flatMap(\.order), judgedByMs: PassedRows.judgedByMs(of: parts))
    }

    /// What each row of several parts is judged by; `nil` where nobody says so.
    static func judgedByMs(of parts: [PassedRows]) -> [Int64]? {
        guard parts.contains(where: { $0.judgedByMs != nil }) else { return nil }
        return parts.flatMap { part in
            part.judgedByMs ?? [Int64](repeating: .min, count: part.rows.count)
        }
    }
}

/// What decides the place of a result among the others, whatever the batches or the shards.
struct RowOrder: BitwiseCopyable, Comparable {
    var dueMs: Int64
    var timeMs: Int64
    var partition: Int32
    /// Counts the rows as they arrived.
    var sequence: Int64

    static func < (left: RowOrder, right: RowOrder) -> Bool {
        (left.dueMs, left.timeMs, left.partition, left.sequence)
            < (right.dueMs, right.timeMs, right.partition, right.sequence)
    }
}

/// An operator whose results are rows that came in, or that follow each row.
protocol TimedOperator: StageOperator {
    /// The results up to a watermark; sums that do not fit wrap or fail.
    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows?
    /// The checkpoint has been read, up to this watermark.
    func finishRestore(firedMs: Int64)
}

/// An operator of rows that can be one shard of several.
protocol ShardableRows: TimedOperator {
    var encoder: KeyEncoder { get }
    /// Results come with their ``PassedRows/order``.
    var tellsOrder: Bool { get set }
    /// How many rows there have been, those of other shards and those of no use included.
    var arrivals: Int64 { get set }
}
