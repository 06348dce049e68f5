/// Rows of a batch that go into one pane, with the state that each belongs to.
struct RowsOfPane {
    let rows: UnsafePointer<Int32>
    let states: UnsafePointer<UnsafeMutableRawPointer>
    let keys: UnsafePointer<Int32>
    let count: Int
}

/// The loops that add a batch to the states, one accumulator after the other.
///
/// Each loop does one thing to many states; which rows an accumulator sees is decided once for all
/// accumulators over the same input.
struct Accumulation: ~Copyable {
    let layout: AggregateLayout
    /// The different values of each distinct argument.
    var values: [ValueTable]
    private var rows: Memory<Int32>
    private var keys: Memory<Int32>
    private var states: Memory<UnsafeMutableRawPointer>
    private var numbers: Memory<Int32>

    init(_ layout: AggregateLayout, _ input: Schema, chunk: Int) {
        self.layout = layout
        values = layout.valueColumns.map { ValueTable(input[$0].type, chunk: chunk) }
        rows = Memory(capacity: chunk)
        keys = Memory(capacity: chunk)
        states = Memory(capacity: chunk)
        numbers = Memory(capacity: chunk)
    }

    mutating func add(
        _ batch: RowsOfPane, _ columns: [Column], _ timing: RowTiming, to pane: Pane
    ) {
        for input in layout.inputs {
            let seen = qualified(batch, input, columns)
            guard seen.count > 0 else { continue }
            for accumulator in input.accumulators {
                add(seen, columns, timing, input.argument, accumulator, pane)
            }
        }
    }

    /// Takes rows back that were added before.
    mutating func retract(
        _ batch: RowsOfPane, _ columns: [Column], _ timing: RowTiming, from pane: Pane
    ) {
        for input in layout.inputs {
            let seen = qualified(batch, input, columns)
            guard seen.count > 0 else { continue }
            for accumulator in input.accumulators {
                Accumulation.retract(
                    seen, input.argument.map { columns[$0] }, timing, accumulator, pane)
            }
        }
    }

    /// The rows whose argument is not NULL and whose filter is TRUE.
    private func qualified(
        _ batch: RowsOfPane, _ input: AggregateLayout.Input, _ columns: [Column]
    ) -> RowsOfPane {
        let nulls = input.argument.flatMap { columns[$0].nulls }
        guard nulls != nil || input.filter != nil else { return batch }
        var count = 0
        @inline(__always)
        func keep(_ isIncluded: (Int) -> Bool) {
            for index in 0..<batch.count {
                rows.base[count] = batch.rows[index]
                keys.base[count] = batch.keys[index]
                states.base[count] = batch.states[index]
                count &+= isIncluded(Int(batch.rows[index])) ? 1 : 0
            }
        }
        if let filter = input.filter, case .integers(let truth) = columns[filter].values {
            let unknown = columns[filter].nulls
            if nulls == nil, unknown == nil {
                truth.withUnsafeBufferPointer { truth in keep { truth[$0] != 0 } }
            } else {
                keep { truth[$0] != 0 && !(unknown?[$0] ?? false) && !(nulls?[$0] ?? false) }
            }
        } else if let nulls {
            nulls.withUnsafeBufferPointer { nulls in keep { !nulls[$0] } }
        }
        return RowsOfPane(rows: rows.base, states: states.base, keys: keys.base, count: count)
    }

    private mutating func add(
        _ seen: RowsOfPane, _ columns: [Column], _ timing: RowTiming, _ argument: Int?,
        _ accumulator: AggregateLayout.Accumulator, _ pane: Pane
    ) {
        switch accumulator.kind {
        case .count:
            Accumulation.each(seen, accumulator, Int64.self) { state, _ in state.pointee &+= 1 }
        case .distinctCount(let set):
            addDistinct(seen, columns, set, pane)
        case .distinctIntegerSum, .distinctDoubleSum, .distinctDecimalSum:
            break  // Added with the count of the same set.
        case .firstValue, .lastValue:
            guard let argument else { return }
            Accumulation.addMoments(seen, columns[argument], timing, accumulator, pane)
        case .weightedValues, .weightedMoments:
            guard let argument else { return }
            Accumulation.addWeights(1, seen, columns[argument], timing, accumulator, pane)
        case .values, .texts, .sketch:
            guard let argument else { return }
            Accumulation.addToLogs(seen, columns[argument], timing, accumulator, pane)
        default:
            guard let argument else { return }
            switch columns[argument].values {
            case .decimals(let values): Accumulation.add(seen, values, accumulator)
            case .integers(let values): Accumulation.add(seen, values, accumulator)
            case .doubles(let values): Accumulation.add(seen, values, accumulator)
            case .strings(let texts): Accumulation.add(seen, texts, accumulator, pane)
            }
        }
    }

    @inline(__always)
    static func each<Part>(
        _ seen: RowsOfPane, _ accumulator: AggregateLayout.Accumulator, _ type: Part.Type,
        _ body: (UnsafeMutablePointer<Part>, Int) -> Void
    ) {
        let offset = accumulator.offset
        for index in 0..<seen.count {
            let part = (seen.states[index] + offset).assumingMemoryBound(to: Part.self)
            body(part, Int(seen.rows[index]))
        }
    }

    private static func add(
        _ seen: RowsOfPane, _ values: [Int64], _ accumulator: AggregateLayout.Accumulator
    ) {
        values.withUnsafeBufferPointer { values in
            switch accumulator.kind {
            case .integerSum:
                each(seen, accumulator, WideSum.self) { $0.pointee.add(values[$1]) }
            case .integerMinimum:
                each(seen, accumulator, Int64.self) { $0.pointee = min($0.pointee, values[$1]) }
            case .integerMaximum:
                each(seen, accumulator, Int64.self) { $0.pointee = max($0.pointee, values[$1]) }
            case .integerSquares:
                each(seen, accumulator, LongSum.self) {
                    $0.pointee.add(Int128(values[$1]) * Int128(values[$1]))
                }
            default: break
            }
        }
    }

    private static func add(
        _ seen: RowsOfPane, _ values: [Double], _ accumulator: AggregateLayout.Accumulator
    ) {
        values.withUnsafeBufferPointer { values in
            switch accumulator.kind {
            case .doubleSum:
                each(seen, accumulator, CompensatedSum.self) { $0.pointee.add(values[$1]) }
            case .doubleMinimum:
                each(seen, accumulator, Double.self) {
                    $0.pointee = Accumulation.lesser($0.pointee, values[$1])
                }
            case .doubleMaximum:
                each(seen, accumulator, Double.self) {
                    $0.pointee = Accumulation.greater($0.pointee, values[$1])
                }
            case .doubleSquares:
                each(seen, accumulator, CompensatedSum.self) {
                    $0.pointee.add(squareOf: values[$1])
                }
            default: break
            }
        }
    }

    private static func add(
        _ seen: RowsOfPane, _ values: [Int128], _ accumulator: AggregateLayout.Accumulator
    ) {
        values.withUnsafeBufferPointer { values in
            switch accumulator.kind {
            case .decimalSum:
                each(seen, accumulator, LongSum.self) { $0.pointee.add(values[$1]) }
            case .decimalMinimum:
                each(seen, accumulator, WideInteger.self) {
                    $0.pointee = WideInteger(min($0.pointee.value, values[$1]))
                }
            case .decimalMaximum:
                each(seen, accumulator, WideInteger.self) {
                    $0.pointee = WideInteger(max($0.pointee.value, values[$1]))
                }
            default: break
            }
        }
    }

    /// NaN is the largest double, as in Java's order; so NaN is what a minimum begins with.
    @inline(__always)
    static func lesser(_ left: Double, _ right: Double) -> Double {
        right < left || left.isNaN ? right : left
    }

    @inline(__always)
    static func greater(_ left: Double, _ right: Double) -> Double {
        right > left || right.isNaN ? right : left
    }

    private static func add(
        _ seen: RowsOfPane, _ texts: StringColumn, _ accumulator: AggregateLayout.Accumulator,
        _ pane: Pane
    ) {
        let isMinimum = accumulator.kind == .textMinimum
        texts.bytes.withUnsafeBufferPointer { bytes in
            each(seen, accumulator, StoredText.self) { stored, row in
                let start = Int(texts.starts[row])
                let text = UnsafeBufferPointer(
                    rebasing: bytes[start..<start + Int(texts.lengths[row])])
                pane.store.offer(text, to: stored, isMinimum: isMinimum)
            }
        }
    }

    /// COUNT(DISTINCT) and the sums over the same set: a pair counts when it is new in the pane.
    private mutating func addDistinct(
        _ seen: RowsOfPane, _ columns: [Column], _ set: Int, _ pane: Pane
    ) {
        let definition = layout.sets[set]
        let table = values[definition.values]
        table.number(columns[definition.argument], seen, into: numbers.base)
        let pairs = pane.sets[set]
        pairs.reserve(seen.count)
        let parts = DistinctParts(layout, set)
        let ahead = 12
        for index in 0..<seen.count {
            if index &+ ahead < seen.count {
                pairs.prefetch(
                    PairTable.pair(seen.keys[index &+ ahead], numbers.base[index &+ ahead]))
            }
            let value = numbers.base[index]
            guard pairs.insert(PairTable.pair(seen.keys[index], value)) else { continue }
            table.retain(value)
            parts.add(table, value, to: seen.states[index])
        }
    }
}

/// Where a state keeps the count of a distinct set and the sums over its values.
struct DistinctParts {
    private var count = 0
    private var integerSum: Int?
    private var doubleSum: Int?
    private var decimalSum: Int?

    init(_ layout: AggregateLayout, _ set: Int) {
        for accumulator in layout.accumulators {
            switch accumulator.kind {
            case .distinctCount(set): count = accumulator.offset
            case .distinctIntegerSum(set): integerSum = accumulator.offset
            case .distinctDoubleSum(set): doubleSum = accumulator.offset
            case .distinctDecimalSum(set): decimalSum = accumulator.offset
            default: break
            }
        }
    }

    var hasIntegerSum: Bool { integerSum != nil }

    /// Replaces what the state says of its set.
    @inline(__always)
    func set(_ values: Int64, _ sum: WideSum, in state: UnsafeMutableRawPointer) {
        state.storeBytes(of: values, toByteOffset: count, as: Int64.self)
        if let integerSum { state.storeBytes(of: sum, toByteOffset: integerSum, as: WideSum.self) }
    }

    /// Adds a value that is new to the state's set.
    @inline(__always)
    func add(_ table: ValueTable, _ value: Int32, to state: UnsafeMutableRawPointer) {
        (state + count).assumingMemoryBound(to: Int64.self).pointee &+= 1
        if let integerSum {
            (state + integerSum).assumingMemoryBound(to: WideSum.self).pointee
                .add(table.integer(value))
        }
        if let doubleSum {
            (state + doubleSum).assumingMemoryBound(to: CompensatedSum.self).pointee
                .add(table.double(value))
        }
        if let decimalSum {
            (state + decimalSum).assumingMemoryBound(to: LongSum.self).pointee
                .add(table.decimal(value))
        }
    }
}
