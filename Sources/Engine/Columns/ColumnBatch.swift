/// What a row says about the result it belongs to, as in Flink's changelogs.
public enum RowKind: UInt8, Sendable {
    case insert, updateBefore, updateAfter, delete

    /// The row was there and is no longer.
    public var isRetraction: Bool { self == .updateBefore || self == .delete }
}

/// Rows on their way between two operators, column by column.
public struct ColumnBatch: Sendable {
    public let count: Int
    public var columns: [Column]
    /// One kind per row; `nil` when every row is an insert.
    public var kinds: [RowKind]?

    public init(count: Int, columns: [Column], kinds: [RowKind]? = nil) {
        self.count = count
        self.columns = columns
        self.kinds = kinds
    }

    /// The values of one row, for places where speed does not matter.
    public func row(_ row: Int) -> [Value] { columns.map { $0[row] } }
}

/// Decoded events of one partition of one source, in offset order.
///
/// ``rows`` has exactly the columns of ``Source/inputs``, in that order. Of a changelog a row
/// before an update stands right before the row after it, and both are one event.
public struct SourceBatch: Sendable {
    /// Index into ``Plan/sources``.
    public let source: Int
    /// The partition's index within the source, as the runtime numbers them from 0.
    public let partition: Int
    public let rows: ColumnBatch
    /// Each record's own timestamp in milliseconds (Kafka's, not the event time); `nil` where
    /// the transport has none, as in a file: then no row is judged to lie in the future.
    public let recordTimesMs: [Int64]?

    public init(source: Int, partition: Int, rows: ColumnBatch, recordTimesMs: [Int64]? = nil) {
        self.source = source
        self.partition = partition
        self.rows = rows
        self.recordTimesMs = recordTimesMs
    }
}
