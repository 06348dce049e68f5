/// Rows that became results, with the columns of the operator's output.
struct PassedRows {
    let rows: ColumnBatch
    /// Their own times, as event times came.
    let timesMs: [Int64]
    /// Sums that did not fit.
    var failedValues: Int64 = 0
}

/// An operator whose results are rows that came in.
protocol TimedOperator: StageOperator {
    /// The results up to a watermark; sums that do not fit wrap or fail.
    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows?
    /// The checkpoint has been read, up to this watermark.
    func finishRestore(firedMs: Int64)
}
