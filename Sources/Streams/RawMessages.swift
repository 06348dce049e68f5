/// Raw records of one partition, in offset order, payloads back to back in one buffer.
public struct RawMessages: Sendable {
    public var bytes: [UInt8] = []
    /// Where each payload begins in ``bytes``.
    public var starts: [Int32] = []
    /// The length of each payload in bytes; -1 for a null payload (a Kafka tombstone).
    public var lengths: [Int32] = []
    public var offsets: [Int64] = []
    /// The record's own time in milliseconds since 1970 UTC; -1 when it is not known.
    public var timestampsMs: [Int64] = []

    public init() {}

    public var count: Int { offsets.count }
    public var isEmpty: Bool { offsets.isEmpty }

    /// Whether another payload of this length can be placed; the starts are 32 bits wide.
    public func hasRoom(forBytes length: Int) -> Bool {
        length <= Int(Int32.max) - bytes.count
    }

    /// Adds one record after the others.
    ///
    /// - Parameters:
    ///   - payload: The record's bytes; empty without a base address, `nil` for a null payload.
    ///   - offset: Its place in the partition.
    ///   - timestampMs: Its record time in milliseconds since 1970 UTC; -1 when not known.
    /// - Precondition: ``hasRoom(forBytes:)`` holds for the payload.
    @inlinable
    public mutating func append(
        _ payload: UnsafeRawBufferPointer?, offset: Int64, timestampMs: Int64
    ) {
        starts.append(Int32(truncatingIfNeeded: bytes.count))
        lengths.append(payload.map { Int32(truncatingIfNeeded: $0.count) } ?? -1)
        if let payload { bytes.append(contentsOf: payload) }
        offsets.append(offset)
        timestampsMs.append(timestampMs)
    }

    /// Adds one record from an array; the slow and convenient form.
    public mutating func append(_ payload: [UInt8]?, offset: Int64, timestampMs: Int64 = -1) {
        guard let payload else {
            return append(nil as UnsafeRawBufferPointer?, offset: offset, timestampMs: timestampMs)
        }
        payload.withUnsafeBytes { append($0, offset: offset, timestampMs: timestampMs) }
    }

    /// A copy of one record's payload; `nil` for a null payload.
    public func payload(_ index: Int) -> [UInt8]? {
        let length = Int(lengths[index])
        guard length >= 0 else { return nil }
        let start = Int(starts[index])
        return Array(bytes[start..<start + length])
    }

    /// Some successive records, whose payloads stay where they are.
    public subscript(range: Range<Int>) -> RawMessages {
        guard range.count < count else { return self }
        var part = RawMessages()
        part.bytes = bytes
        part.starts = Array(starts[range])
        part.lengths = Array(lengths[range])
        part.offsets = Array(offsets[range])
        part.timestampsMs = Array(timestampsMs[range])
        return part
    }

    /// Slices of a buffer that is still to be set, without a time of their own.
    ///
    /// - Parameters:
    ///   - count: How many there are.
    ///   - firstOffset: The offset of the buffer's first byte; a record's is that of its start.
    ///   - fill: Writes where each begins, and its length.
    init(
        count: Int, firstOffset: Int64,
        _ fill: (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Void
    ) {
        starts = [Int32](unsafeUninitializedCapacity: count) { starts, startCount in
            lengths = [Int32](unsafeUninitializedCapacity: count) { lengths, lengthCount in
                if let starts = starts.baseAddress, let lengths = lengths.baseAddress {
                    fill(starts, lengths)
                }
                lengthCount = count
            }
            startCount = count
        }
        offsets = starts.map { firstOffset &+ Int64($0) }
        timestampsMs = [Int64](repeating: -1, count: count)
    }

    public mutating func removeAll(keepingCapacity: Bool = false) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
        starts.removeAll(keepingCapacity: keepingCapacity)
        lengths.removeAll(keepingCapacity: keepingCapacity)
        offsets.removeAll(keepingCapacity: keepingCapacity)
        timestampsMs.removeAll(keepingCapacity: keepingCapacity)
    }
}
