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
    private var numbers: [Int32: ValueIndex<Int128>] = [:]
    private var texts: [Int32: ValueIndex<ComparableText>] = [:]

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
        isCounted = items.contains {
            switch $0.kind {
            case .distinctCount, .distinctIntegerSum, .distinctDoubleSum, .distinctDecimalSum: true
            default: false
            }
        }
    }

    var memory: Int {
        numbers.values.reduce(0) { $0 + $1.count * 48 + $1.heldInHeaps * 16 + 96 }
            + texts.values.reduce(0) { $0 + $1.count * 72 + $1.heldInHeaps * 24 + 96 }
    }

    func forget(_ key: Int32) {
        numbers[key] = nil
        texts[key] = nil
    }

    func forgetAll() {
        numbers = [:]
        texts = [:]
    }

    /// A row has gone into the state's log, or was noted there as taken back.
    func update(
        _ state: UnsafeMutableRawPointer, _ key: Int32, _ columns: [Column], _ row: Int,
        retracts: Bool, in store: inout StateStore
    ) {
        guard counts(columns, row) else { return }
        if isFolded { return layout.settle(items, state, in: &store) }
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
        let isExtreme = retracts && items.contains { $0.number(at: state + $0.offset) == value }
        var index = numbers[key]
        if let index {
            index.add(value, retracts ? -1 : 1)
        } else if isCounted || isExtreme {
            let log = (state + first.log).load(as: StoredLog.self)
            let bytes = UnsafeRawBufferPointer(store.bytes(log))
            let entries = WeightedEntry.all(bytes)
            let made = ValueIndex(
                entries.map { ($0.number(in: bytes), Int64($0.head.weight)) })
            numbers[key] = made
            index = made
        }
        let weight = index?.weight(value) ?? 1
        for item in items {
            let slot = state + item.offset
            if item.count(value, weight, retracts: retracts, at: slot) { continue }
            let known = item.number(at: slot)
            if retracts {
                guard known == value, weight <= 0 else { continue }
                item.set(index?.extreme(isMinimum: item.isMinimum), at: slot)
            } else if item.isMinimum ? value < known : value > known {
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
            let log = (state + first.log).load(as: StoredLog.self)
            let bytes = UnsafeRawBufferPointer(store.bytes(log))
            let entries = WeightedEntry.all(bytes)
            let made = ValueIndex(
                entries.map { ($0.text(in: bytes), Int64($0.head.weight)) })
            texts[key] = made
            index = made
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
            } else if known.map({ item.isMinimum ? value < $0 : value > $0 }) ?? true {
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
        case .distinctDoubleSum where isCounted:
            let double = OrderedDouble.value(Int64(truncatingIfNeeded: value))
            slot.assumingMemoryBound(to: CompensatedSum.self).pointee
                .add(retracts ? -double : double)
        case .distinctDecimalSum where isCounted:
            slot.assumingMemoryBound(to: LongSum.self).pointee.add(retracts ? -value : value)
        case .distinctIntegerSum, .distinctDoubleSum, .distinctDecimalSum: break
        default: return false
        }
        return true
    }
}
