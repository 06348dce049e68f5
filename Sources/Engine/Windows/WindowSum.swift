/// The states of a window that spans several panes, put together to be read once.
///
/// Keys are found by their number directly: a window is made of nearly all keys there are.
struct WindowSum: ~Copyable {
    var store: StateStore
    /// State number + 1 by key number, 0 for none.
    private var places: Memory<Int32>
    private let layout: AggregateLayout
    private let accumulators: [AggregateLayout.Accumulator]
    private let empty: [UInt64]

    init(_ layout: AggregateLayout, keyLimit: Int) {
        self.layout = layout
        accumulators = layout.accumulators
        empty = layout.empty
        store = StateStore(stride: layout.stride)
        places = Memory(repeating: 0, count: keyLimit)
    }

    var states: [UnsafeMutableRawPointer] { (0..<store.count).map { store.state($0) } }

    @inline(__always)
    func find(_ key: Int32) -> UnsafeMutableRawPointer? {
        let place = places.base[Int(key)]
        return place > 0 ? store.state(Int(place) - 1) : nil
    }

    /// Adds some states of a pane; their sets are added apart.
    mutating func add(_ sources: [UnsafeMutableRawPointer], of pane: Pane) {
        let total = sources.count
        let targets = Memory<UnsafeMutableRawPointer>(capacity: total)
        store.reserve(total)
        empty.withUnsafeBufferPointer { empty in
            guard let empty = empty.baseAddress else { return }
            for (index, source) in sources.enumerated() {
                let key = StateStore.key(source)
                let place = places.base[Int(key)]
                if place > 0 {
                    targets.base[index] = store.state(Int(place) - 1)
                } else {
                    targets.base[index] = store.add(key, empty)
                    places.base[Int(key)] = Int32(store.count)
                }
            }
        }
        sources.withUnsafeBufferPointer { sources in
            guard let first = sources.baseAddress else { return }
            StatePairs(sources: first, targets: targets.base, count: total)
                .merge(accumulators, from: pane.store, into: &store)
        }
    }

    /// Counts the different values of some panes anew, for all keys or only for some.
    mutating func addUnion(
        ofSet set: Int, _ panes: [Pane], _ table: ValueTable, only: Set<Int32>?
    ) {
        let parts = DistinctParts(layout, set)
        let union = PairTable()
        for pane in panes {
            let pairs = pane.sets[set].all
            union.reserve(pairs.count)
            for pair in pairs {
                if let only, !only.contains(PairTable.key(pair)) { continue }
                guard union.insert(pair), let state = find(PairTable.key(pair)) else { continue }
                parts.add(table, PairTable.value(pair), to: state)
            }
        }
    }
}
