import Streams

/// Successive records of one partition, decoded.
struct DecodedPart {
    /// Fewer records are not worth another thread.
    static let worthwhile = 512
    static let perThread = 2

    let partition: Int
    let messages: RawMessages
    let decoded: DecodedRows
}
