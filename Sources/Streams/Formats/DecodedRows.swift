public import Engine

/// What a decoder made of a batch of messages.
///
/// Every message is in exactly one place: it gave at least one row, it is refused, or it is one of
/// the ``ignored``.
public struct DecodedRows: Sendable {
    /// A message that gave no row, and why.
    public struct Refusal: Hashable, Sendable {
        /// Index into the decoded messages.
        public let message: Int
        public let reason: DecodeFailure
        public init(message: Int, reason: DecodeFailure) {
            self.message = message
            self.reason = reason
        }
    }

    /// Exactly the columns of ``Source/inputs``, in that order.
    public var rows: ColumnBatch
    /// The message that each row came from, ascending; a JSON array gives several rows.
    public var messageIndices: [Int32]
    public var refusals: [Refusal]
    /// Messages that the script's own options drop without a trace: csv comments, and with
    /// `ignore-parse-errors` under strict Flink what would be refused.
    public var ignored: Int

    public init(
        rows: ColumnBatch, messageIndices: [Int32], refusals: [Refusal], ignored: Int = 0
    ) {
        self.rows = rows
        self.messageIndices = messageIndices
        self.refusals = refusals
        self.ignored = ignored
    }
}
