import CIntrinsics

/// The different (key, value) pairs of one pane: exactly what COUNT(DISTINCT) has seen.
///
/// One flat table for all keys, so that a row costs one probe whatever its key; the pairs also
/// stand in the order they came, for merging and for checkpoints.
final class PairTable {
    private var slots: Memory<UInt64>
    private var mask: Int
    private var pairs: Memory<UInt64>
    private(set) var count = 0
    /// How many of the pairs the last checkpoint had.
    var checkpointed = 0

    private static let empty = UInt64.max

    init() {
        slots = Memory(repeating: PairTable.empty, count: 16)
        mask = 15
        pairs = Memory(capacity: 8)
    }

    var memory: Int { slots.bytes + pairs.bytes }

    /// The pairs in the order they came: the key's number in the high half, the value's in the low.
    var all: UnsafeBufferPointer<UInt64> { UnsafeBufferPointer(start: pairs.base, count: count) }

    @inline(__always)
    static func pair(_ key: Int32, _ value: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: key)) << 32 | UInt64(UInt32(bitPattern: value))
    }

    @inline(__always)
    static func key(_ pair: UInt64) -> Int32 { Int32(truncatingIfNeeded: pair >> 32) }

    @inline(__always)
    static func value(_ pair: UInt64) -> Int32 { Int32(truncatingIfNeeded: pair) }

    func removeAll() {
        slots.base.update(repeating: PairTable.empty, count: mask + 1)
        count = 0
        checkpointed = 0
    }

    /// Makes room, so that as many inserts will not move the table.
    func reserve(_ additional: Int) {
        pairs.reserve(count + additional, keeping: count)
        var capacity = mask + 1
        while (count + additional) * 2 > capacity { capacity *= 2 }
        if capacity > mask + 1 { rehash(to: capacity) }
    }

    @inline(__always)
    func prefetch(_ pair: UInt64) { cin_prefetch(slots.base + (PairTable.home(pair) & mask)) }

    /// Whether the pair is new; room must have been reserved.
    @inline(__always)
    func insert(_ pair: UInt64) -> Bool {
        let slots = slots.base
        var index = PairTable.home(pair) & mask
        while slots[index] != PairTable.empty {
            if slots[index] == pair { return false }
            index = (index &+ 1) & mask
        }
        slots[index] = pair
        pairs.base[count] = pair
        count &+= 1
        return true
    }

    @inline(__always)
    private static func home(_ pair: UInt64) -> Int {
        let mixed = pair &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) >> 8)
    }

    private func rehash(to capacity: Int) {
        slots = Memory(repeating: PairTable.empty, count: capacity)
        mask = capacity - 1
        for position in 0..<count {
            var index = PairTable.home(pairs.base[position]) & mask
            while slots.base[index] != PairTable.empty { index = (index &+ 1) & mask }
            slots.base[index] = pairs.base[position]
        }
    }
}
