/// An operation that more than one row decides about: takes rows in, and keeps state.
protocol StageOperator: AnyObject {
    /// Adds rows, except those that are late.
    ///
    /// The channel says where the rows come from: rows of one channel are in order.
    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness

    /// Stands for everything that the packed form of the state depends on.
    var signature: UInt32 { get }
    /// Everything, or only what changed since the last checkpoint.
    func contents(onlyChanges: Bool) -> any StateContents
    /// Reads a record that is the operator's own, until the next one that is not.
    ///
    /// Where every window has fired nothing of it is kept.
    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure)
    /// Forgets what changed: a checkpoint has it.
    func markCheckpointed()

    var statistics: StateStatistics { get }
}

/// State on its way into blobs, sorted by key group; to be written before the state changes.
protocol StateContents {
    /// Adds one key group's part.
    func write(keyGroup: Int, to writer: inout BlobWriter)
}
