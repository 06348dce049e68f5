/// What one poll of a ``FileSource`` brought: records of one partition.
public struct FilePoll: Sendable {
    /// A record longer than the limit: its place, its length and how it begins.
    public struct Overlong: Hashable, Sendable {
        public let offset: Int64
        public var byteCount: Int64
        public let head: [UInt8]
        public let reason: DecodeFailure
    }

    /// Index into ``FileSource/partitions``.
    public let partition: Int
    /// Records without their line breaks; an offset is the byte where the record begins.
    public var messages = RawMessages()
    public var overlong: [Overlong] = []
    /// Where the next record begins: what to store with the rows, and what to resume from.
    public var nextOffset: Int64
    /// The partition has been read to its end; nothing more comes from it.
    public var hasEnded: Bool

    /// Records that this poll accounts for.
    public var receivedCount: Int { messages.count + overlong.count }
}
