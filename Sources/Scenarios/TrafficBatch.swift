/// Messages ready to be produced: payload bytes in one buffer, and beside them where and when.
///
/// The generator appends; who sends them calls ``removeAll()`` and hands the batch in again, so
/// that no memory is allocated once it has grown.
public struct TrafficBatch: Sendable, Equatable {
    /// All payloads, one after the other.
    public internal(set) var bytes: [UInt8] = []
    /// Where each payload begins in ``bytes``.
    public internal(set) var starts: [Int] = []
    /// How many bytes each payload has.
    public internal(set) var lengths: [Int] = []
    /// The time each message arrives, which is its Kafka record's time, in ms since 1970 UTC.
    public internal(set) var timestampsMs: [Int64] = []
    /// The partition each message must go to; lateness is only certain there.
    public internal(set) var partitions: [Int32] = []

    public init() {}

    public var count: Int { starts.count }
    public var isEmpty: Bool { starts.isEmpty }

    /// The bytes of one message.
    public func payload(_ index: Int) -> ArraySlice<UInt8> {
        bytes[starts[index]..<(starts[index] + lengths[index])]
    }

    /// Empties the batch and keeps its memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        timestampsMs.removeAll(keepingCapacity: true)
        partitions.removeAll(keepingCapacity: true)
    }

    /// Appends every payload with a line feed behind it; no payload contains one.
    public func appendLines(to text: inout [UInt8]) {
        text.reserveCapacity(text.count + bytes.count + count)
        for index in 0..<count {
            text.append(contentsOf: payload(index))
            text.append(UInt8(ascii: "\n"))
        }
    }

    /// Ends the message whose payload has been appended to ``bytes`` from `start` on.
    mutating func close(from start: Int, timeMs: Int64, partition: Int32) {
        starts.append(start)
        lengths.append(bytes.count - start)
        timestampsMs.append(timeMs)
        partitions.append(partition)
    }

    /// Appends the message from `start` on once more, byte for byte.
    mutating func repeatMessage(from start: Int, timeMs: Int64, partition: Int32) {
        let again = bytes.count
        // A copy of its own: a slice would still hold the buffer and make all of it be copied.
        bytes.append(contentsOf: Array(bytes[start..<again]))
        close(from: again, timeMs: timeMs, partition: partition)
    }
}
