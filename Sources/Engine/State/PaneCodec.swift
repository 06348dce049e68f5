/// States and set values of panes on their way into blobs, sorted by key group.
private struct PaneContents: StateContents {
    struct Part {
        let pane: Pane
        let states: GroupedNumbers
        let sets: [GroupedNumbers]
    }

    let group: WindowOperator
    let parts: [Part]
    let isWhole: Bool

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        for part in parts { group.write(part, keyGroup, isWhole: isWhole, &writer) }
    }
}

/// Packs the states of panes, and unpacks them.
extension WindowOperator {
    func contents(onlyChanges: Bool) -> any StateContents {
        let parts = panes.map { pane in
            let states =
                onlyChanges ? Array(pane.changedStates) : (0..<Int32(pane.count)).map { $0 }
            return PaneContents.Part(
                pane: pane,
                states: GroupedNumbers(states) {
                    keys.keyGroup(StateStore.key(pane.state(Int($0))))
                },
                sets: pane.sets.map { set in
                    let all = set.all
                    let first = onlyChanges ? set.checkpointed : 0
                    return GroupedNumbers((Int32(first)..<Int32(all.count)).map { $0 }) {
                        keys.keyGroup(PairTable.key(all[Int($0)]))
                    }
                })
        }
        return PaneContents(group: self, parts: parts, isWhole: !onlyChanges)
    }

    fileprivate func write(
        _ part: PaneContents.Part, _ keyGroup: Int, isWhole: Bool, _ writer: inout BlobWriter
    ) {
        let states = part.states[keyGroup]
        guard !states.isEmpty else { return }
        let pane = part.pane
        writer.append(.pane)
        writer.append(pane.startMs)
        writer.append(pane.visibleFromMs)
        places.reserve(keys.limit, keeping: 0)
        for (place, number) in states.enumerated() {
            let state = pane.state(Int(number))
            places.base[Int(StateStore.key(state))] = Int32(place)
            writer.append(.state)
            write(state, of: pane, since: pane.startMs, isWhole: isWhole, &writer)
        }
        for (index, set) in part.sets.enumerated() {
            let values = accumulation.values[layout.sets[index].values]
            let pairs = pane.sets[index].all
            // Who gained a value has changed, so its state is among the ones just written.
            for number in set[keyGroup] {
                let pair = pairs[Int(number)]
                writer.append(.value)
                writer.append(Int64(index))
                writer.append(Int64(places.base[Int(PairTable.key(pair))]))
                writer.append(text: values.key(PairTable.value(pair)))
            }
        }
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        switch record {
        case .pane:
            let start = try reader.integer()
            let visibleFrom = try reader.integer()
            restoredPane =
                isPassed || self.isPassed(startMs: start) ? nil : pane(start, visibleFrom)
            restoredKeys.removeAll(keepingCapacity: true)
        case .state:
            guard let pane = restoredPane else { return try skipState(&reader) }
            restoredKeys.append(try restoreState(in: pane, since: pane.startMs, &reader))
        case .value: try restoreValue(&reader)
        default: throw reader.damaged
        }
    }

    /// Reads one value of a set, for one of the states that the blob had for this pane.
    private func restoreValue(_ reader: inout BlobReader) throws(RestoreFailure) {
        let index = try reader.count()
        let place = try reader.count()
        let value = try reader.text()
        guard let pane = restoredPane else { return }
        guard layout.sets.indices.contains(index), restoredKeys.indices.contains(place) else {
            throw reader.damaged
        }
        add(value, toSet: index, of: restoredKeys[place], in: pane)
    }

    /// No window to come sees a pane that begins here.
    private func isPassed(startMs: Int64) -> Bool {
        guard let last = lastEndMs else { return false }
        return grid.lastEnd(ofPaneAt: startMs) <= last
    }

    func finishRestore(wallWatermarkMs: Int64) {
        restoredPane = nil
        restoredKeys = []
    }

    func markCheckpointed() { panes.forEach { $0.markCheckpointed() } }
}
