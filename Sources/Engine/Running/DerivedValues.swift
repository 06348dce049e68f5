/// Keeps what is derived from one weighted log in step with its rows, for every key.
///
/// A count of distinct values, a minimum or a maximum costs a row one look into a table; what needs
/// all values, as PERCENTILE or LISTAGG, is computed anew.
final class DerivedValues {
    private let items: [AggregateLayout.Derived]
    private let first: AggregateLayout.Derived
    private let layout: AggregateLayout
    private let argument: Int
    private let filter: Int?
    private let isText: Bool
    /// Everything of this log is computed anew for each row.
    private let isFolded: Bool
    private let isCounted: Bool
    private(set) var numbers: [Int32: ValueIndex<Int128>] = [:]
    private(set) var texts: [Int32: ValueIndex<ComparableText>] = [:]
    /// Sums of the different doubles of each key.
    private(set) var sums: [Int32: ExactSum] = [:]
    /// Bytes, roughly; kept up to date, as there may be millions of keys.
    private(set) var memory = 0
    private let hasDoubleSum: Bool

    /// `nil` for no items; all come from the same log.
    init?(_ items: [AggregateLayout.Derived], _ layout: AggregateLayout) {
        guard let first = items.first, let argument = layout.inputs[first.input].argument else {
            return nil
        }
        self.items = items
        self.first = first
        self.layout = layout
        self.argument = argument
        filter = layout.inputs[first.input].filter
        isText = first.type.storage == .strings
        isFolded = items.contains { $0.kind.isFolded }
        hasDoubleSum = items.contains { $0.kind == .distinctDoubleSum(0) }
        isCounted = items.contains {
            switch $0.kind {
            case .distinctCount, .distinctIntegerSum, .distinctDoubleSum, .distinctDecimalSum: true
            default: false
            }
        }
    }

    func forget(_ key: Int32) {
        memory -= memory(of: key)
        numbers[key] = nil
        texts[key] = nil
        sums[key] = nil
    }

    private func memory(of key: Int32) -> Int {
        (numbers[key]?.memory(ofValue: 48, inHeap: 16) ?? 0)
            + (texts[key]?.memory(ofValue: 72, inHeap: 24) ?? 0)
            + (sums[key] == nil ? 0 : ExactSum.bytes)
    }

    func forgetAll() {
        memory = 0
        numbers = [:]
        texts = [:]
        sums = [:]
    }

    /// The state has been read; what was taken back before it came has to be remembered.
    func restore(_ state: UnsafeMutableRawPointer, _ key: Int32, in store: borrowing StateStore) {
        // What is counted is looked up with the next row anyway.
        guard layout.retracts, !isFolded, !isCounted else { return }
        if isText {
            let index = textIndex(state, store)
            if index.owes { texts[key] = index }
        } else {
            let index = numberIndex(state, store)
            if index.owes { numbers[key] = index }
        }
        memory += memory(of: key)
    }

    private func numberIndex(
        _ state: UnsafeMutableRawPointer, _ store: borrowing StateStore
    ) -> ValueIndex<Int128> {
        let bytes = UnsafeRawBufferPointer(
            store.bytes((state + first.log).load(as: StoredLog.self)))
        return ValueIndex(
            WeightedEntry.all(bytes).map { ($0.number(in: bytes), Int64($0.head.weight)) })
    }

    private func textIndex(
        _ state: UnsafeMutableRawPointer, _ store: borrowing StateStore
    ) -> ValueIndex<ComparableText> {
        let bytes = UnsafeRawBufferPointer(
            store.bytes((state + first.log).load(as: StoredLog.self)))
        return ValueIndex(
            WeightedEntry.all(bytes).map { ($0.text(in: bytes), Int64($0.head.weight)) })
    }

    /// A row has gone into the state's log, or was noted there as taken back.
    func update(
        _ state: UnsafeMutableRawPointer, _ key: Int32, _ columns: [Column], _ row: Int,
        retracts: Bool, in store: inout StateStore
    ) {
        guard counts(columns, row) else { return }
        if isFolded { return layout.settle(items, state, in: &store) }
        let before = memory(of: key)
        defer { memory += memory(of: key) - before }
        if isText {
            update(ComparableText(columns[argument], row), state, key, retracts, &store)
        } else {
            update(columns[argument].values.number(row), state, key, retracts, &store)
        }
    }

    private func counts(_ columns: [Column], _ row: Int) -> Bool {
        if columns[argument].isNull(row) { return false }
        guard let filter, case .integers(let truth) = columns[filter].values else { return true }
        return truth[row] != 0 && !columns[filter].isNull(row)
    }

    private func update(
        _ value: Int128, _ state: UnsafeMutableRawPointer, _ key: Int32, _ retracts: Bool,
        _ store: inout StateStore
    ) {
        // What lies beyond the extreme is taken back before it came, which has to be remembered.
        let isExtreme = retracts && items.contains { !$0.isInside(value, at: state + $0.offset) }
        var index = numbers[key]
        let isNew = index == nil
        if let index {
            index.add(value, retracts ? -1 : 1)
        } else if isCounted || isExtreme {
            index = numberIndex(state, store)
            numbers[key] = index
        }
        let weight = index?.weight(value) ?? 1
        let comesOrGoes = weight == (retracts ? 0 : 1)
        if hasDoubleSum, isNew {
            sums[key] = index?.sum { OrderedDouble.value(Int64(truncatingIfNeeded: $0)) }
        } else if hasDoubleSum, comesOrGoes {
            let double = OrderedDouble.value(Int64(truncatingIfNeeded: value))
            if retracts { sums[key]?.subtract(double) } else { sums[key]?.add(double) }
        }
        for item in items {
            let slot = state + item.offset
            if case .distinctDoubleSum = item.kind {
                guard comesOrGoes, let sum = sums[key] else { continue }
                slot.storeBytes(of: CompensatedSum(sum: sum.value), as: CompensatedSum.self)
                continue
            }
            if item.count(value, weight, retracts: retracts, at: slot) { continue }
            let known = item.number(at: slot)
            if retracts {
                guard known == value, weight <= 0 else { continue }
                item.set(index?.extreme(isMinimum: item.isMinimum), at: slot)
            } else if weight > 0, item.isMinimum ? value < known : value > known {
                item.set(value, at: slot)
            }
        }
    }

    private func update(
        _ value: ComparableText, _ state: UnsafeMutableRawPointer, _ key: Int32, _ retracts: Bool,
        _ store: inout StateStore
    ) {
        var index = texts[key]
        if let index {
            index.add(value, retracts ? -1 : 1)
        } else if isCounted || retracts {
            index = textIndex(state, store)
            texts[key] = index
        }
        let weight = index?.weight(value) ?? 1
        for item in items {
            let slot = state + item.offset
            if case .distinctCount = item.kind {
                item.count(weight, retracts: retracts, at: slot)
                continue
            }
            let stored = slot.load(as: StoredText.self)
            let known = stored.length < 0 ? nil : ComparableText(bytes: Array(store.text(stored)))
            if retracts {
                guard known == value, weight <= 0 else { continue }
                item.set(index?.extreme(isMinimum: item.isMinimum), at: slot, in: &store)
            } else if weight > 0,
                known.map({ item.isMinimum ? value < $0 : value > $0 }) ?? true
            {
                item.set(value, at: slot, in: &store)
            }
        }
    }
}

extension ComparableText {
    fileprivate init(_ column: Column, _ row: Int) {
        guard case .strings(let texts) = column.values else {
            self.init(bytes: [])
            return
        }
        let start = Int(texts.starts[row])
        self.init(bytes: Array(texts.bytes[start..<start + Int(texts.lengths[row])]))
    }
}

extension AggregateLayout.Derived {
    /// Whether an extreme is what it is with or without a value; no sum depends on one.
    fileprivate func isInside(_ value: Int128, at slot: UnsafeMutableRawPointer) -> Bool {
        switch kind {
        case .distinctCount, .distinctIntegerSum, .distinctDoubleSum, .distinctDecimalSum: true
        default: isMinimum ? number(at: slot) < value : value < number(at: slot)
        }
    }

    /// Counts a value that is new, or that has gone.
    fileprivate func count(_ weight: Int64, retracts: Bool, at slot: UnsafeMutableRawPointer) {
        guard weight == (retracts ? 0 : 1) else { return }
        slot.assumingMemoryBound(to: Int64.self).pointee += retracts ? -1 : 1
    }

    /// Counts or sums a value that is new, or that has gone; `false` for an extreme.
    fileprivate func count(
        _ value: Int128, _ weight: Int64, retracts: Bool, at slot: UnsafeMutableRawPointer
    ) -> Bool {
        let isCounted = weight == (retracts ? 0 : 1)
        switch kind {
        case .distinctCount: count(weight, retracts: retracts, at: slot)
        case .distinctIntegerSum where isCounted:
            let sum = slot.assumingMemoryBound(to: WideSum.self)
            let integer = Int64(truncatingIfNeeded: value)
            if retracts { sum.pointee.subtract(integer) } else { sum.pointee.add(integer) }
        case .distinctDecimalSum where isCounted:
            slot.assumingMemoryBound(to: LongSum.self).pointee.add(retracts ? -value : value)
        case .distinctIntegerSum, .distinctDecimalSum: break
        default: return false
        }
        return true
    }
}
