/// The keys of an earlier object of the same batch, in their order.
///
/// Events of a topic nearly always have the same keys in the same order, written the same way. So
/// what stands between two values (`,"device_id":`) is compared with what stood there before, and
/// only what differs is read by the grammar. Equal bytes in an equal place need no second check.
struct KeyShape: ~Copyable {
    private struct Entry {
        let start: UnsafePointer<UInt8>
        let length: Int
        let column: Int32
        /// The first bytes, up to eight, and the last eight when there are more.
        let head: UInt64
        let headMask: UInt64
        let tail: UInt64
    }

    /// Keys beyond these are read by the grammar.
    private static let capacity = 64
    /// So many objects in a row that did not fit make the next one the new shape.
    private static let patience = 4

    private let entries: UnsafeMutablePointer<Entry>
    private var count = 0
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
        let length = entries[place].length
        guard cursor.end - cursor.at >= length, cursor.at <= cursor.lastWord else { return false }
        let here = UnsafeRawPointer(cursor.at)
        let head = here.loadUnaligned(as: UInt64.self)
        if (head ^ entries[place].head) & entries[place].headMask != 0 { return false }
        if length <= 8 { return true }
        if here.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self) != entries[place].tail {
            return false
        }
        let there = UnsafeRawPointer(entries[place].start)
        var offset = 8
        while offset < length &- 8 {
            let word = here.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if word != there.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
            offset &+= 8
        }
        return true
    }

    /// Remembers what the grammar has read between two values.
    mutating func learn(
        from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, _ column: Int32
    ) {
        guard count < Self.capacity else { return }
        let length = end - start
        var head: UInt64 = 0
        for index in (0..<min(8, length)).reversed() { head = head << 8 | UInt64(start[index]) }
        let tail =
            length > 8
            ? UnsafeRawPointer(start).loadUnaligned(fromByteOffset: length - 8, as: UInt64.self) : 0
        entries[count] = Entry(
            start: start, length: length, column: column, head: UInt64(littleEndian: head),
            headMask: length >= 8 ? .max : UInt64(littleEndian: (1 << (UInt64(length) * 8)) - 1),
            tail: tail)
        count += 1
    }
}
