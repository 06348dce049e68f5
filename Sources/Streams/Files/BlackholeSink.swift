public import Engine

/// Takes rows and drops them, as Flink's blackhole connector does; it only counts.
public final class BlackholeSink: RowSink {
    public private(set) var rowCount: Int64 = 0

    public init() {}

    public var lengthBytes: Int64? { nil }
    public func write(_ rows: ColumnBatch) throws(FileFailure) { rowCount += Int64(rows.count) }
    public func flush() throws(FileFailure) {}
}
