public import Engine

/// Where the rows of a statement go when they go to no store; used by one thread.
public protocol RowSink: AnyObject {
    /// Takes rows; they need not be written yet.
    func write(_ rows: ColumnBatch) throws(FileFailure)

    /// Writes what was taken, so that it outlives the process.
    func flush() throws(FileFailure)

    /// The length of the output in bytes with all rows taken so far; `nil` when it has none.
    ///
    /// Stored with a commit, it is what a resumed run cuts the output back to.
    var lengthBytes: Int64? { get }
}
