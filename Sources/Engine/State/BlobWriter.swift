/// Packs state into bytes: a header with the version, records, a checksum at the end.
struct BlobWriter: ~Copyable {
    /// What a record says.
    enum Record: UInt8 {
        case end = 0
        /// The states that follow are of this pane: start and first visible end.
        case pane = 1
        /// A key's state in the pane, replacing what was known.
        case state = 2
        /// A value that a set has gained, for one of the pane's states in this blob, by its place.
        case value = 3
        /// A primary key that was in the last firing, with its newest event.
        case liveKey = 4
        /// A primary key that was not.
        case goneKey = 5
        /// What follows belongs to this window of the statement; without it to the first.
        case section = 6
        /// The watermark up to which a statement over several sources has fired.
        case fired = 7
        /// A session of a key with its state, replacing what was known of it.
        case session = 8
        /// A session that has become part of another.
        case goneSession = 9
        /// A key of an OVER aggregate: accumulators, lanes, and how its rows have changed.
        case overKey = 16
        /// A key of an OVER aggregate that has been forgotten.
        case goneOverKey = 17
        /// A row that the watermark has not reached.
        case waitingRow = 18
        /// A key of a deduplication and its row.
        case uniqueKey = 19
        /// A key of a deduplication that has been forgotten.
        case goneUniqueKey = 20
        /// A key of a running aggregate and its state, replacing what was known.
        case runningKey = 24
        /// A key of a running aggregate that has been forgotten.
        case goneRunningKey = 25
    }

    static let magic: UInt8 = 0x57
    /// 1 had states as they lie in memory, or one window for a statement.
    static let version: UInt8 = 2
    static let headerSize = 6

    private var memory = Memory<UInt8>(capacity: 4_096)
    private(set) var count = 0

    /// Begins a blob; the signature stands for the layout of the states, another cannot read them.
    mutating func begin(signature: UInt32) {
        count = 0
        reserve(BlobWriter.headerSize)
        put(BlobWriter.magic)
        put(BlobWriter.version)
        put(word: UInt64(signature), bytes: 4)
    }

    /// Nothing but the header has been written.
    var isEmpty: Bool { count <= BlobWriter.headerSize }

    mutating func append(_ record: Record) {
        reserve(1)
        put(record.rawValue)
    }

    /// A number that is mostly small; any 64 bits take at most ten bytes.
    @inline(__always)
    mutating func append(_ value: Int64) {
        reserve(10)
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    mutating func append(word: UInt64) {
        reserve(8)
        put(word: word, bytes: 8)
    }

    @inline(__always)
    mutating func append(text: UnsafeBufferPointer<UInt8>) {
        append(Int64(text.count))
        reserve(text.count)
        if let source = text.baseAddress {
            (memory.base + count).update(from: source, count: text.count)
            count += text.count
        }
    }

    mutating func append(text: [UInt8]) {
        text.withUnsafeBufferPointer { append(text: $0) }
    }

    /// Adds a section, unless there is nothing in it.
    mutating func append(section: Int, _ write: (inout BlobWriter) -> Void) {
        let before = count
        append(.section)
        append(Int64(section))
        let start = count
        write(&self)
        if count == start { count = before }
    }

    /// The packed bytes, complete.
    mutating func finished() -> [UInt8] {
        append(.end)
        let checksum = Hash.of(memory.base, count)
        reserve(4)
        put(word: UInt64(checksum), bytes: 4)
        return Array(UnsafeBufferPointer(start: memory.base, count: count))
    }

    @inline(__always)
    private mutating func reserve(_ additional: Int) {
        memory.reserve(count &+ additional, keeping: count)
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        memory.base[count] = byte
        count &+= 1
    }

    @inline(__always)
    private mutating func put(word: UInt64, bytes: Int) {
        for index in 0..<bytes { put(UInt8(truncatingIfNeeded: word >> UInt64(index * 8))) }
    }
}
