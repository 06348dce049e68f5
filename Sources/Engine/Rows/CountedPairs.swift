/// How often each key has each value among the rows that its frame holds.
///
/// Open addressing; what falls to zero is taken out, so memory follows the frames.
final class CountedPairs {
    private var pairs: Memory<UInt64>
    private var counts: Memory<Int32>
    private var mask = 63
    private(set) var count = 0

    init() {
        pairs = Memory(repeating: 0, count: 64)
        counts = Memory(repeating: 0, count: 64)
    }

    var memory: Int { pairs.bytes + counts.bytes }

    @inline(__always)
    private func home(_ pair: UInt64) -> Int {
        let mixed = pair &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) >> 8) & mask
    }

    /// The place of a pair, or of the gap where it belongs; a count of 0 is a gap.
    @inline(__always)
    private func place(_ pair: UInt64) -> Int {
        var place = home(pair)
        while counts.base[place] != 0, pairs.base[place] != pair { place = (place &+ 1) & mask }
        return place
    }

    /// Counts a pair once more; whether it is new.
    func add(_ pair: UInt64) -> Bool {
        if (count + 1) * 2 > mask { grow() }
        let place = place(pair)
        let isNew = counts.base[place] == 0
        pairs.base[place] = pair
        counts.base[place] += 1
        if isNew { count += 1 }
        return isNew
    }

    /// Counts a pair once less; whether it has gone.
    func remove(_ pair: UInt64) -> Bool {
        let place = place(pair)
        guard counts.base[place] > 0 else { return false }
        counts.base[place] -= 1
        guard counts.base[place] == 0 else { return false }
        count -= 1
        close(place)
        return true
    }

    /// Moves the pairs behind a gap up, so that no search stops too early.
    private func close(_ gap: Int) {
        var gap = gap
        var next = (gap + 1) & mask
        while counts.base[next] != 0 {
            if (next &- home(pairs.base[next])) & mask >= (next &- gap) & mask {
                pairs.base[gap] = pairs.base[next]
                counts.base[gap] = counts.base[next]
                counts.base[next] = 0
                gap = next
            }
            next = (next + 1) & mask
        }
    }

    private func grow() {
        var oldPairs = Memory<UInt64>(repeating: 0, count: (mask + 1) * 2)
        var oldCounts = Memory<Int32>(repeating: 0, count: (mask + 1) * 2)
        swap(&pairs, &oldPairs)
        swap(&counts, &oldCounts)
        let oldCapacity = mask + 1
        mask = oldCapacity * 2 - 1
        for index in 0..<oldCapacity where oldCounts.base[index] != 0 {
            let place = place(oldPairs.base[index])
            pairs.base[place] = oldPairs.base[index]
            counts.base[place] = oldCounts.base[index]
        }
    }
}
