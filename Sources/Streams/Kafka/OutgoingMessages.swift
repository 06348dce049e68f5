/// Records to be produced, back to back: one buffer for payloads and keys, no object per record.
public struct OutgoingMessages: Sendable {
    /// Lets the producer choose: by the key, or at random without one.
    public static let anyPartition: Int32 = -1

    var bytes: [UInt8] = []
    var records: [Record] = []

    struct Record {
        var partition: Int32
        var timestampMs: Int64
        var start: Int
        /// -1 for a record without a key; the key stands before the payload.
        var keyLength: Int
        /// -1 for a null payload.
        var length: Int
    }

    public init() {}

    public var count: Int { records.count }
    /// Payload and key bytes in all.
    public var byteCount: Int { bytes.count }

    /// Adds one record.
    ///
    /// - Parameters:
    ///   - payload: `nil` is a tombstone.
    ///   - key: `nil` is a record without a key.
    ///   - partition: Where to; ``anyPartition`` lets the producer choose.
    ///   - timestampMs: The record's time in milliseconds since 1970 UTC; 0 or less is the moment
    ///     it is produced.
    public mutating func append(
        _ payload: (some Collection<UInt8>)?, key: (some Collection<UInt8>)?,
        partition: Int32 = anyPartition, timestampMs: Int64 = 0
    ) {
        let start = bytes.count
        if let key { bytes.append(contentsOf: key) }
        if let payload { bytes.append(contentsOf: payload) }
        records.append(
            Record(
                partition: partition, timestampMs: max(0, timestampMs), start: start,
                keyLength: key?.count ?? -1, length: payload?.count ?? -1))
    }

    /// Adds one record without a key.
    public mutating func append(
        _ payload: some Collection<UInt8>, partition: Int32 = anyPartition, timestampMs: Int64 = 0
    ) {
        append(payload, key: nil as [UInt8]?, partition: partition, timestampMs: timestampMs)
    }

    public mutating func removeAll(keepingCapacity: Bool = false) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
        records.removeAll(keepingCapacity: keepingCapacity)
    }
}
