/// The states of a running aggregate on their way into blobs, sorted by key group.
private struct RunningContents: StateContents {
    let group: RunningOperator
    let gone: [Int: [[UInt8]]]
    let states: GroupedNumbers
    let isWhole: Bool

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        // First what has gone: it may have come back since.
        for key in gone[keyGroup] ?? [] {
            writer.append(.goneRunningKey)
            writer.append(text: key)
        }
        for number in states[keyGroup] {
            writer.append(.runningKey)
            group.write(
                group.pane.state(Int(number)), of: group.pane, since: 0, isWhole: isWhole, &writer)
        }
    }
}

/// Packs the states, and unpacks them.
extension RunningOperator {
    func contents(onlyChanges: Bool) -> any StateContents {
        let states =
            onlyChanges
            ? Array(pane.changedStates)
            : (0..<Int32(pane.count)).filter { isNeeded(pane.state(Int($0)), .min) }
        return RunningContents(
            group: self, gone: KeyedContents.grouped(onlyChanges ? gone : []),
            states: GroupedNumbers(states) {
                keys.keyGroup(StateStore.key(pane.state(Int($0))))
            }, isWhole: !onlyChanges)
    }

    func markCheckpointed() {
        gone.removeAll()
        pane.markCheckpointed()
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        switch record {
        case .runningKey: _ = try restoreState(in: pane, since: 0, &reader)
        case .goneRunningKey:
            if let key = keys.find(try reader.text()), let state = pane.find(key) { forget(state) }
        default: throw reader.damaged
        }
    }

    func finishRestore(firedMs: Int64) {
        for derived in derivedValues { derived.forgetAll() }
        pack(.min)
        for number in 0..<pane.count {
            let state = pane.state(number)
            layout.settle(state, in: &pane.store)
            for derived in derivedValues {
                derived.restore(state, StateStore.key(state), in: pane.store)
            }
        }
    }

    /// Puts the states that are needed into new memory, without what nothing refers to any more.
    func pack(_ watermarkMs: Int64) {
        let old = pane
        let fresh = Pane(startMs: 0, visibleFromMs: 0, layout)
        let kept = (0..<old.count).filter { isNeeded(old.state($0), watermarkMs) }
        let places = Memory<UnsafeMutableRawPointer>(capacity: max(1, kept.count))
        let numbers = kept.map { StateStore.key(old.state($0)) }
        emptyState.withUnsafeBufferPointer { empty in
            numbers.withUnsafeBufferPointer { numbers in
                guard let empty = empty.baseAddress, let base = numbers.baseAddress else { return }
                fresh.locate(base, numbers.count, empty, places.base)
            }
        }
        for (place, number) in kept.enumerated() {
            copy(old.state(number), of: old, to: places.base[place], of: fresh)
        }
        for number in 0..<old.count where !isNeeded(old.state(number), watermarkMs) {
            let key = StateStore.key(old.state(number))
            gone.append(Array(keys.key(key)))
            for derived in derivedValues { derived.forget(key) }
            keys.release(key)
        }
        mark(kept, of: old, in: fresh)
        pane = fresh
        openKeys = (0..<fresh.count).count { rowCount(fresh.state($0)) > 0 }
        packedTextBytes = fresh.store.textBytes
        compact()
    }

    private func copy(
        _ state: UnsafeMutableRawPointer, of old: Pane, to target: UnsafeMutableRawPointer,
        of fresh: Pane
    ) {
        target.copyMemory(from: state, byteCount: emptyState.count * 8)
        // It stands among the changed ones already.
        target.storeBytes(of: 1, toByteOffset: StateStore.Head.isChanged, as: Int32.self)
        for place in textPlaces {
            let stored = (state + place).load(as: StoredText.self)
            guard stored.length >= 0 else { continue }
            let moved = fresh.store.store(old.store.text(stored), at: .none)
            target.storeBytes(of: moved, toByteOffset: place, as: StoredText.self)
        }
        for place in logPlaces {
            let stored = (state + place).load(as: StoredLog.self)
            target.storeBytes(of: StoredLog(), toByteOffset: place, as: StoredLog.self)
            guard stored.count > 0 else { continue }
            let log = (target + place).assumingMemoryBound(to: StoredLog.self)
            fresh.store.append(UnsafeRawBufferPointer(old.store.bytes(stored)), to: log)
        }
    }

    /// What the last checkpoint has of each state is as it was.
    private func mark(_ kept: [Int], of old: Pane, in fresh: Pane) {
        fresh.markCheckpointed()
        let changed = kept.indices.filter {
            old.state(kept[$0]).load(fromByteOffset: StateStore.Head.isChanged, as: Int32.self) != 0
        }
        for place in kept.indices {
            for offset in logPlaces {
                let known = (old.state(kept[place]) + offset).load(as: StoredLog.self)
                (fresh.state(place) + offset).assumingMemoryBound(to: StoredLog.self)
                    .pointee.checkpointed = known.checkpointed
            }
        }
        let numbers = changed.map { StateStore.key(old.state(kept[$0])) }
        let places = Memory<UnsafeMutableRawPointer>(capacity: max(1, numbers.count))
        emptyState.withUnsafeBufferPointer { empty in
            numbers.withUnsafeBufferPointer { numbers in
                guard let empty = empty.baseAddress, let base = numbers.baseAddress else { return }
                fresh.locate(base, numbers.count, empty, places.base)
            }
        }
    }
}

/// A weighted log without what cancels out.
struct PackedLog {
    private(set) var bytes: [UInt8] = []

    init(_ log: UnsafeRawBufferPointer, isInOrder: Bool) {
        let entries = WeightedEntry.all(log)
        if isInOrder {
            let (left, owed) = Survivors.byPartition(entries, log)
            for entry in left + owed { append(entry.head, log[entry.range]) }
            return
        }
        // In 64 bits: a count of distinct values is one higher with each row that has the value.
        var weights: [ComparableText: Int64] = [:]
        for entry in entries {
            weights[entry.text(in: log), default: 0] += Int64(entry.head.weight)
        }
        for entry in entries {
            guard var weight = weights.removeValue(forKey: entry.text(in: log)) else { continue }
            while weight != 0 {
                var head = entry.head
                head.weight = Int32(clamping: weight)
                append(head, log[entry.range])
                weight -= Int64(head.weight)
            }
        }
    }

    private mutating func append(
        _ head: WeightedEntry.Head, _ value: Slice<UnsafeRawBufferPointer>
    ) {
        withUnsafeBytes(of: head) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: value)
    }
}
