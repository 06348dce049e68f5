/// Puts the states of one pane into those of another.
extension AggregateLayout {
    /// Adds a pane's states and sets to another's; the values of new pairs are not retained.
    func merge(_ pane: Pane, into other: Pane, _ values: [ValueTable]) {
        let sources = pane.states
        guard !sources.isEmpty else { return }
        let keys = sources.map { StateStore.key($0) }
        let targets = Memory<UnsafeMutableRawPointer>(capacity: sources.count)
        empty.withUnsafeBufferPointer { empty in
            keys.withUnsafeBufferPointer { keys in
                guard let empty = empty.baseAddress, let keys = keys.baseAddress else { return }
                other.locate(keys, sources.count, empty, targets.base)
            }
        }
        sources.withUnsafeBufferPointer { sources in
            guard let first = sources.baseAddress else { return }
            StatePairs(sources: first, targets: targets.base, count: sources.count)
                .merge(accumulators, from: pane.store, into: &other.store)
        }
        for set in sets.indices { mergeSet(set, pane, into: other, values) }
    }

    private func mergeSet(_ set: Int, _ pane: Pane, into other: Pane, _ values: [ValueTable]) {
        let parts = DistinctParts(self, set)
        let table = values[sets[set].values]
        let union = other.sets[set]
        let pairs = pane.sets[set].all
        union.reserve(pairs.count)
        for pair in pairs where union.insert(pair) {
            guard let state = other.find(PairTable.key(pair)) else { continue }
            parts.add(table, PairTable.value(pair), to: state)
        }
    }
}
