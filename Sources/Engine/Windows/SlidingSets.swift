import CIntrinsics

/// The different values of a sliding window, kept from one firing to the next.
///
/// Each pair is counted once for each pane of the window that has it: a pane comes in when its
/// first window fires and goes when it is dropped, so a pair costs two steps in all and not one for
/// each window it is in. A pane does not change once it is in: rows that come later are late for
/// the window that fired, and lie in a pane that becomes visible later.
///
/// Only for counts and integer sums, which can be taken back exactly.
final class SlidingSets {
    private let table: ValueTable
    private let sumsIntegers: Bool
    private let parts: DistinctParts
    private var pairs = Memory<UInt64>(repeating: SlidingSets.empty, count: 64)
    private var panes = Memory<Int32>(capacity: 64)
    private var mask = 63
    private var count = 0
    /// By key number.
    private var counts = Memory<Int64>(repeating: 0, count: 64)
    private var sums = Memory<WideSum>(repeating: WideSum(), count: 64)

    private static let empty = UInt64.max

    init(_ layout: AggregateLayout, _ set: Int, _ table: ValueTable) {
        self.table = table
        parts = DistinctParts(layout, set)
        sumsIntegers = parts.hasIntegerSum
    }

    /// Whether a set can be kept this way.
    static func canKeep(_ layout: AggregateLayout, _ set: Int) -> Bool {
        !layout.accumulators.contains {
            $0.kind == .distinctDoubleSum(set) || $0.kind == .distinctDecimalSum(set)
        }
    }

    var memory: Int { pairs.bytes + panes.bytes + counts.bytes + sums.bytes }

    /// A pane's pairs come in.
    func add(_ incoming: UnsafeBufferPointer<UInt64>, keyLimit: Int) {
        reserve(incoming.count, keyLimit)
        let pairs = pairs.base
        let ahead = 12
        for index in 0..<incoming.count {
            if index &+ ahead < incoming.count { prefetch(incoming[index &+ ahead]) }
            let pair = incoming[index]
            var place = SlidingSets.home(pair) & mask
            while pairs[place] != SlidingSets.empty, pairs[place] != pair {
                place = (place &+ 1) & mask
            }
            if pairs[place] == pair {
                panes.base[place] &+= 1
                continue
            }
            pairs[place] = pair
            panes.base[place] = 1
            count &+= 1
            let key = Int(PairTable.key(pair))
            counts.base[key] &+= 1
            if sumsIntegers { sums.base[key].add(table.integer(PairTable.value(pair))) }
        }
    }

    /// A pane's pairs go; they are there, because they came.
    func remove(_ outgoing: UnsafeBufferPointer<UInt64>) {
        let pairs = pairs.base
        let ahead = 12
        for index in 0..<outgoing.count {
            if index &+ ahead < outgoing.count { prefetch(outgoing[index &+ ahead]) }
            let pair = outgoing[index]
            var place = SlidingSets.home(pair) & mask
            while pairs[place] != SlidingSets.empty, pairs[place] != pair {
                place = (place &+ 1) & mask
            }
            guard pairs[place] == pair else { continue }
            panes.base[place] &-= 1
            guard panes.base[place] == 0 else { continue }
            close(place)
            let key = Int(PairTable.key(pair))
            counts.base[key] &-= 1
            if sumsIntegers { sums.base[key].subtract(table.integer(PairTable.value(pair))) }
        }
    }

    /// Writes the counts and sums into a window's states.
    func finish(_ states: [UnsafeMutableRawPointer]) {
        for state in states {
            let key = Int(StateStore.key(state))
            parts.set(counts.base[key], sums.base[key], in: state)
        }
    }

    @inline(__always)
    private func prefetch(_ pair: UInt64) {
        let place = SlidingSets.home(pair) & mask
        cin_prefetch(pairs.base + place)
        cin_prefetch(panes.base + place)
    }

    /// Empties a place and moves the pairs after it up, so that no search stops too early.
    private func close(_ place: Int) {
        let pairs = pairs.base
        var hole = place
        var next = (hole &+ 1) & mask
        while pairs[next] != SlidingSets.empty {
            let home = SlidingSets.home(pairs[next]) & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                pairs[hole] = pairs[next]
                panes.base[hole] = panes.base[next]
                hole = next
            }
            next = (next &+ 1) & mask
        }
        pairs[hole] = SlidingSets.empty
        count &-= 1
    }

    private func reserve(_ additional: Int, _ keyLimit: Int) {
        if keyLimit > counts.capacity {
            let known = counts.capacity
            counts.reserve(keyLimit, keeping: known)
            sums.reserve(keyLimit, keeping: known)
            (counts.base + known).update(repeating: 0, count: counts.capacity - known)
            (sums.base + known).update(repeating: WideSum(), count: sums.capacity - known)
        }
        var capacity = mask + 1
        while (count + additional) * 2 > capacity { capacity *= 2 }
        // Smaller again, too, after a burst.
        while capacity > 4_096, (count + additional) * 16 < capacity { capacity /= 2 }
        guard capacity != mask + 1 else { return }
        let oldCapacity = mask + 1
        var oldPairs = Memory<UInt64>(repeating: SlidingSets.empty, count: capacity)
        var oldPanes = Memory<Int32>(capacity: capacity)
        swap(&pairs, &oldPairs)
        swap(&panes, &oldPanes)
        mask = capacity - 1
        for old in 0..<oldCapacity where oldPairs.base[old] != SlidingSets.empty {
            var place = SlidingSets.home(oldPairs.base[old]) & mask
            while pairs.base[place] != SlidingSets.empty { place = (place &+ 1) & mask }
            pairs.base[place] = oldPairs.base[old]
            panes.base[place] = oldPanes.base[old]
        }
    }

    @inline(__always)
    private static func home(_ pair: UInt64) -> Int {
        let mixed = pair &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) >> 8)
    }
}
