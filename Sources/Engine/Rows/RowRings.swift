/// Where a key's ring lies, and which part of it is in use.
struct Ring: BitwiseCopyable {
    var start = 0
    /// A power of two, or 0 before the first row.
    var capacity: Int32 = 0
    var head: Int32 = 0
    var count: Int32 = 0
}

/// Rings of equally wide rows, many of them in one piece of memory.
///
/// Rows come in at the end and leave at the front; a ring that is full moves to twice the room.
struct RowRings: ~Copyable {
    /// 64-bit words of one row.
    let width: Int
    private var words = Memory<Int64>(capacity: 1_024)
    private var used = 0
    /// Rooms given back, by the logarithm of their capacity.
    private var free = [[Int]](repeating: [], count: 32)

    init(width: Int) { self.width = width }

    var memory: Int { words.bytes }

    @inline(__always)
    func row(_ ring: Ring, _ index: Int32) -> UnsafeMutablePointer<Int64> {
        let place = (ring.head &+ index) & (ring.capacity &- 1)
        return words.base + (ring.start &+ Int(place) &* width)
    }

    /// Makes room for one more row at the end and returns where.
    @inline(__always)
    mutating func append(_ ring: inout Ring) -> UnsafeMutablePointer<Int64> {
        if ring.count == ring.capacity { grow(&ring) }
        ring.count &+= 1
        return row(ring, ring.count &- 1)
    }

    @inline(__always)
    func removeFirst(_ ring: inout Ring) {
        ring.head = (ring.head &+ 1) & (ring.capacity &- 1)
        ring.count &-= 1
    }

    /// Makes room before a row by moving it and the ones behind it.
    mutating func insert(_ ring: inout Ring, at index: Int32) -> UnsafeMutablePointer<Int64> {
        _ = append(&ring)
        var position = ring.count - 1
        while position > index {
            row(ring, position).update(from: row(ring, position - 1), count: width)
            position -= 1
        }
        return row(ring, index)
    }

    /// Gives a ring's room back.
    mutating func remove(_ ring: inout Ring) {
        if ring.capacity > 0 { free[ring.capacity.trailingZeroBitCount].append(ring.start) }
        ring = Ring()
    }

    @inline(never)
    private mutating func grow(_ ring: inout Ring) {
        let capacity = max(4, ring.capacity * 2)
        let start: Int
        if let reused = free[capacity.trailingZeroBitCount].popLast() {
            start = reused
        } else {
            start = used
            used += Int(capacity) * width
            words.reserve(used, keeping: start)
        }
        for index in 0..<ring.count {
            (words.base + start + Int(index) * width).update(from: row(ring, index), count: width)
        }
        let count = ring.count
        remove(&ring)
        ring = Ring(start: start, capacity: capacity, head: 0, count: count)
    }
}
