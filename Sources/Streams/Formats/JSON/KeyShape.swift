import CIntrinsics

/// The keys of an earlier object of the same batch, in their order.
///
/// Events of a topic nearly always have the same keys in the same order, written the same way. So
/// what stands between two values (`,"device_id":`) is compared with what stood there before, and
/// only what differs is read by the grammar. Equal bytes in an equal place need no second check.
struct KeyShape: ~Copyable {
    struct Entry {
        let start: UnsafePointer<UInt8>
        let length: Int
        let column: Int32
        let reading: UsualReading
        /// The first sixteen bytes, those behind the key as zeros.
        let head: SIMD2<UInt64>
        let mask: SIMD2<UInt64>
        /// How long the values are that stand behind it.
        var lengths = UsualLength()
    }

    /// Keys beyond these are read by the grammar.
    private static let capacity = 64
    /// So many objects in a row that did not fit make the next one the new shape.
    private static let patience = 4

    let entries: UnsafeMutablePointer<Entry>
    private(set) var count = 0
    private var strangers = 0

    init() { entries = .allocate(capacity: Self.capacity) }
    deinit { entries.deallocate() }

    /// Ends an object: learning goes on only while the shape is empty.
    @inline(__always)
    mutating func endObject(wasKnown: Bool) {
        if wasKnown {
            strangers = 0
            return
        }
        strangers &+= 1
        if strangers == Self.patience {
            strangers = 0
            count = 0
        }
    }

    @inline(__always)
    var isEmpty: Bool { count == 0 }

    /// The column whose key stands here: the one expected, or its successor when a key is absent.
    ///
    /// The place moves behind the key that was found. -1 is a key without a column; `nil` when the
    /// grammar must read.
    @inline(__always)
    func match(_ cursor: inout JSONCursor, _ position: inout Int) -> Int32? {
        for place in position..<position &+ 2 {
            guard place < count else { return nil }
            if matches(place, cursor) {
                cursor.at += entries[place].length
                position = place &+ 1
                return entries[place].column
            }
        }
        return nil
    }

    @inline(__always)
    private func matches(_ place: Int, _ cursor: JSONCursor) -> Bool {
        cursor.at <= cursor.lastBlock && cursor.end - cursor.at >= entries[place].length
            && entries[place].stands(at: cursor.at)
    }

    /// Remembers what the grammar has read between two values, and how the value is read.
    mutating func learn(
        from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, _ column: Int32,
        _ reading: UsualReading
    ) {
        guard count < Self.capacity else { return }
        let length = end - start
        var head = SIMD2<UInt64>()
        var mask = SIMD2<UInt64>()
        for index in 0..<min(16, length) {
            let shift = UInt64(index & 7) * 8
            head[index >> 3] |= UInt64(start[index]) << shift
            mask[index >> 3] |= 0xFF << shift
        }
        (entries + count).initialize(
            to: Entry(
                start: start, length: length, column: column, reading: reading, head: head,
                mask: mask))
        count += 1
    }
}

extension KeyShape.Entry {
    /// Whether the key stands here, where sixteen bytes, and as many as it has, are readable.
    @inline(__always)
    func stands(at place: UnsafeRawPointer) -> Bool {
        let low = UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
        let high = UInt64(littleEndian: place.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        if (low ^ head[0]) & mask[0] | (high ^ head[1]) & mask[1] != 0 { return false }
        return length <= 16 || hasRest(at: place)
    }

    /// Whether what is behind the first sixteen bytes stands here, too.
    private func hasRest(at place: UnsafeRawPointer) -> Bool {
        cin_compare(place + 16, start + 16, length - 16) == 0
    }
}
