/// What is left of a weighted log: the values that came more often than they were taken back.
enum Survivors {
    /// How often each number is left, in their order.
    static func numbers(_ log: UnsafeRawBufferPointer) -> [(value: Int128, weight: Int64)] {
        var weights: [Int128: Int64] = [:]
        for entry in WeightedEntry.all(log) {
            weights[entry.number(in: log), default: 0] += Int64(entry.head.weight)
        }
        return weights.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    static func texts(
        _ log: UnsafeRawBufferPointer
    ) -> [(value: ComparableText, weight: Int64)] {
        var weights: [ComparableText: Int64] = [:]
        for entry in WeightedEntry.all(log) {
            weights[entry.text(in: log), default: 0] += Int64(entry.head.weight)
        }
        return weights.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// The entries that are left in the order in which they came: in one partition the offsets',
    /// among several by how far each had come.
    ///
    /// Whatever is taken back is the first of its value that is still there, as in Flink; of its
    /// own partition, as a partition has its own order, whatever turns it takes with others. Only
    /// what never came there is taken from another one.
    ///
    /// The log of a running aggregate is in order of arrival; that of a window is put together.
    static func inOrder(_ log: UnsafeRawBufferPointer, isRunning: Bool) -> [WeightedEntry] {
        func sorted(_ entries: [WeightedEntry]) -> [WeightedEntry] {
            entries.enumerated().sorted { left, right in
                let (one, other) = (left.element.head, right.element.head)
                return (one.timeMs, one.partition, left.offset)
                    < (other.timeMs, other.partition, right.offset)
            }.map(\.element)
        }
        let entries = WeightedEntry.all(log)
        let (left, owed) = byPartition(isRunning ? entries : sorted(entries), log)
        guard !owed.isEmpty else { return sorted(left) }
        var rest: [ComparableText: Int] = [:]
        for entry in owed { rest[entry.text(in: log), default: 0] += 1 }
        return sorted(left).filter { !takes($0.text(in: log), from: &rest) }
    }

    /// What is left of each partition's own entries, and what took back more than came there.
    ///
    /// Neither depends on what other partitions have or will have, so nothing else is needed.
    static func byPartition(
        _ entries: [WeightedEntry], _ log: UnsafeRawBufferPointer
    ) -> (left: [WeightedEntry], owed: [WeightedEntry]) {
        struct Place: Hashable {
            let partition: Int32
            let value: ComparableText
        }
        func place(_ entry: WeightedEntry) -> Place {
            Place(partition: entry.head.partition, value: entry.text(in: log))
        }
        let gone = entries.filter { $0.head.weight < 0 }
        guard !gone.isEmpty else { return (entries, []) }
        var rest: [Place: Int] = [:]
        for entry in gone { rest[place(entry), default: 0] += 1 }
        // What was taken back before it came stays away, too.
        let left = entries.filter { $0.head.weight > 0 && !takes(place($0), from: &rest) }
        return (left, rest.isEmpty ? [] : gone.filter { takes(place($0), from: &rest) })
    }

    /// Counts one down; `false` where there is none any more.
    private static func takes<Key: Hashable>(_ key: Key, from rest: inout [Key: Int]) -> Bool {
        guard let count = rest[key] else { return false }
        rest[key] = count > 1 ? count - 1 : nil
        return true
    }
}

/// Computes what is derived from weighted logs.
extension AggregateLayout {
    /// Brings everything that is derived in a state up to date with its logs.
    func settle(_ state: UnsafeMutableRawPointer, in store: inout StateStore) {
        for group in derivedByLog { settle(group, state, in: &store) }
    }

    /// Everything that is derived, what comes from one log together.
    var derivedByLog: [[Derived]] {
        Set(derived.map(\.log)).sorted().map { log in derived.filter { $0.log == log } }
    }

    /// Brings what is derived from one log up to date with it.
    func settle(
        _ derived: [Derived], _ state: UnsafeMutableRawPointer, in store: inout StateStore
    ) {
        guard let first = derived.first else { return }
        let stored = (state + first.log).load(as: StoredLog.self)
        // Writing may move the store, so the log is read from a copy.
        let bytes = [UInt8](UnsafeRawBufferPointer(store.bytes(stored)))
        bytes.withUnsafeBytes { bytes in
            if first.kind.isInOrder {
                settle(
                    derived, Survivors.inOrder(bytes, isRunning: isRunning), bytes, state, &store)
            } else if first.type.storage == .strings {
                settle(derived, Survivors.texts(bytes), state, &store)
            } else {
                settle(derived, Survivors.numbers(bytes), state, &store)
            }
        }
    }

    private func settle(
        _ derived: [Derived], _ values: [(value: Int128, weight: Int64)],
        _ state: UnsafeMutableRawPointer, _ store: inout StateStore
    ) {
        for item in derived {
            let slot = state + item.offset
            switch item.kind {
            case .integerMinimum, .doubleMinimum, .decimalMinimum:
                item.set(values.first?.value, at: slot)
            case .integerMaximum, .doubleMaximum, .decimalMaximum:
                item.set(values.last?.value, at: slot)
            case .distinctCount: slot.storeBytes(of: Int64(values.count), as: Int64.self)
            case .distinctIntegerSum:
                var sum = WideSum()
                for value in values { sum.add(Int64(truncatingIfNeeded: value.value)) }
                slot.storeBytes(of: sum, as: WideSum.self)
            case .distinctDoubleSum:
                var sum = ExactSum()
                for value in values { sum.add(OrderedDouble.value(Int64(value.value))) }
                slot.storeBytes(of: CompensatedSum(sum: sum.value), as: CompensatedSum.self)
            case .distinctDecimalSum:
                var sum = LongSum()
                for value in values { sum.add(value.value) }
                slot.storeBytes(of: sum, as: LongSum.self)
            case .values:
                // In a place of its own: somebody may still hold the old one.
                slot.storeBytes(of: StoredLog(), as: StoredLog.self)
                let log = slot.assumingMemoryBound(to: StoredLog.self)
                for value in values {
                    let double = OrderedDouble.value(Int64(truncatingIfNeeded: value.value))
                    withUnsafeBytes(of: double) { bytes in
                        for _ in 0..<value.weight { store.append(bytes, to: log) }
                    }
                }
            default: preconditionFailure("\(item.kind) is not made of numbers")
            }
        }
    }

    private func settle(
        _ derived: [Derived], _ values: [(value: ComparableText, weight: Int64)],
        _ state: UnsafeMutableRawPointer, _ store: inout StateStore
    ) {
        for item in derived {
            let slot = state + item.offset
            switch item.kind {
            case .textMinimum: item.set(values.first?.value, at: slot, in: &store)
            case .textMaximum: item.set(values.last?.value, at: slot, in: &store)
            case .distinctCount: slot.storeBytes(of: Int64(values.count), as: Int64.self)
            default: preconditionFailure("\(item.kind) is not made of texts")
            }
        }
    }

    private func settle(
        _ derived: [Derived], _ entries: [WeightedEntry], _ log: UnsafeRawBufferPointer,
        _ state: UnsafeMutableRawPointer, _ store: inout StateStore
    ) {
        for item in derived {
            let slot = state + item.offset
            switch item.kind {
            case .firstValue: item.set(entries.first, of: log, at: slot, in: &store)
            case .lastValue: item.set(entries.last, of: log, at: slot, in: &store)
            case .texts:
                slot.storeBytes(of: StoredLog(), as: StoredLog.self)
                let texts = slot.assumingMemoryBound(to: StoredLog.self)
                for entry in entries {
                    let head = ListedText.Head(
                        timeMs: 0, partition: entry.head.partition, length: entry.head.length)
                    withUnsafeBytes(of: head) { store.append($0, to: texts) }
                    store.append(UnsafeRawBufferPointer(rebasing: log[entry.range]), to: texts)
                }
            default: preconditionFailure("\(item.kind) has no order")
            }
        }
    }
}

extension AggregateLayout.Derived {
    /// Writes the smallest or largest number; `nil` where there is none.
    func set(_ value: Int128?, at slot: UnsafeMutableRawPointer) {
        switch kind {
        case .doubleMinimum, .doubleMaximum:
            let none = kind == .doubleMinimum ? Double.nan : -.infinity
            let double = value.map { OrderedDouble.value(Int64(truncatingIfNeeded: $0)) }
            slot.storeBytes(of: double ?? none, as: Double.self)
        case .decimalMinimum, .decimalMaximum:
            let none: Int128 = kind == .decimalMinimum ? .max : .min
            slot.storeBytes(of: WideInteger(value ?? none), as: WideInteger.self)
        default:
            let none: Int64 = kind == .integerMinimum ? .max : .min
            let integer = value.map { Int64(truncatingIfNeeded: $0) }
            slot.storeBytes(of: integer ?? none, as: Int64.self)
        }
    }

    /// The smallest or largest number; what is there without one is beaten by every value.
    func number(at slot: UnsafeMutableRawPointer) -> Int128 {
        switch kind {
        case .doubleMinimum, .doubleMaximum:
            Int128(OrderedDouble.number(slot.load(as: Double.self)))
        case .decimalMinimum, .decimalMaximum: slot.load(as: WideInteger.self).value
        default: Int128(slot.load(as: Int64.self))
        }
    }

    var isMinimum: Bool {
        [.integerMinimum, .doubleMinimum, .decimalMinimum, .textMinimum].contains(kind)
    }

    /// Writes the smallest or largest text, in a place of its own: somebody may hold the old one.
    func set(
        _ value: ComparableText?, at slot: UnsafeMutableRawPointer, in store: inout StateStore
    ) {
        guard let value else { return slot.storeBytes(of: .none, as: StoredText.self) }
        let stored = value.bytes.withUnsafeBufferPointer { store.store($0, at: .none) }
        slot.storeBytes(of: stored, as: StoredText.self)
    }

    /// Writes the first or the last value; `nil` where there is none.
    func set(
        _ entry: WeightedEntry?, of log: UnsafeRawBufferPointer,
        at slot: UnsafeMutableRawPointer, in store: inout StateStore
    ) {
        guard let entry else { return slot.storeBytes(of: .none, as: Moment.self) }
        slot.storeBytes(
            of: Moment(timeMs: 0, partition: Int64(entry.head.partition)), as: Moment.self)
        let place = slot + Moment.size
        switch type.storage {
        case .integers:
            let value = Int64(truncatingIfNeeded: entry.number(in: log))
            place.storeBytes(of: value, as: Int64.self)
        case .doubles:
            let value = Int64(truncatingIfNeeded: entry.number(in: log))
            place.storeBytes(of: OrderedDouble.value(value), as: Double.self)
        case .decimals:
            place.storeBytes(of: WideInteger(entry.number(in: log)), as: WideInteger.self)
        case .strings:
            let text = UnsafeRawBufferPointer(rebasing: log[entry.range])
            let stored = text.withMemoryRebound(to: UInt8.self) { store.store($0, at: .none) }
            place.storeBytes(of: stored, as: StoredText.self)
        }
    }
}
