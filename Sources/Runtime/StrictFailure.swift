import Stores

/// A row on which Flink's job would fail; nothing of the batch has been committed.
public struct StrictFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where the row is, why it was refused, and what to do.
    public let description: String

    init(_ row: RejectedRow) {
        description =
            "\(row.topic)/\(row.topicPartition) offset \(row.offset): \(row.reason); with "
            + "--strict-flink the run ends here, as Flink's job would: mend the row, or leave the "
            + "option out and such rows are quarantined"
    }
}
