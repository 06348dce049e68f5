/// Turns states into the values that SQL sees.
extension AggregateLayout {
    /// One aggregate's column over some states of a pane, in their order.
    ///
    /// A sum too large for its type wraps as in Flink where that is asked for; otherwise it is
    /// NULL and adds to the failed values.
    func column(
        _ index: Int, _ states: [UnsafeMutableRawPointer], _ store: borrowing StateStore,
        wraps: Bool,
        _ failed: inout Int64
    ) -> Column {
        let type = types[index]
        switch results[index] {
        case .count(let offset):
            return Column(
                type, .integers(states.map { $0.load(fromByteOffset: offset, as: Int64.self) }))
        case .integer(let offset, let count):
            return integers(type, states, count) {
                $0.load(fromByteOffset: offset, as: Int64.self)
            }
        case .integerSum(let offset, let count):
            var overflows: Int64 = 0
            let column = integers(type, states, count) { state in
                let sum = state.load(fromByteOffset: offset, as: WideSum.self)
                if let exact = sum.exact, type.integerRange?.contains(exact) ?? true {
                    return exact
                }
                if wraps { return type.wrapped(Int64(bitPattern: sum.low)) }
                overflows += 1
                return nil
            }
            failed += overflows
            return column
        case .integerAverage(let offset, let count):
            return integers(type, states, count) { state in
                var sum = state.load(fromByteOffset: offset, as: WideSum.self)
                let rows = state.load(fromByteOffset: count, as: Int64.self)
                if wraps {
                    let low = Int64(bitPattern: sum.low)
                    sum.high = low >> 63
                }
                return sum.divided(by: rows)
            }
        case .double(let offset, let count):
            return doubles(type, states, count) {
                $0.load(fromByteOffset: offset, as: Double.self)
            }
        case .doubleSum(let offset, let count):
            return doubles(type, states, count) {
                $0.load(fromByteOffset: offset, as: CompensatedSum.self).value
            }
        case .doubleAverage(let offset, let count):
            return doubles(type, states, count) {
                let sum = $0.load(fromByteOffset: offset, as: CompensatedSum.self).value
                return sum / Double($0.load(fromByteOffset: count, as: Int64.self))
            }
        case .text(let offset):
            return texts(type, states, store, at: offset)
        default: return specialColumn(index, states, store, &failed)
        }
    }

    /// NULL where nothing was counted or the value does not fit.
    @inline(__always)
    private func integers(
        _ type: DataType, _ states: [UnsafeMutableRawPointer], _ count: Int,
        _ value: (UnsafeMutableRawPointer) -> Int64?
    ) -> Column {
        var values = [Int64](repeating: 0, count: states.count)
        var nulls: [Bool]?
        for (row, state) in states.enumerated() {
            if state.load(fromByteOffset: count, as: Int64.self) > 0, let result = value(state) {
                values[row] = result
            } else {
                if nulls == nil { nulls = [Bool](repeating: false, count: states.count) }
                nulls?[row] = true
            }
        }
        return Column(type, .integers(values), nulls: nulls)
    }

    @inline(__always)
    private func doubles(
        _ type: DataType, _ states: [UnsafeMutableRawPointer], _ count: Int,
        _ value: (UnsafeMutableRawPointer) -> Double
    ) -> Column {
        var values = [Double](repeating: 0, count: states.count)
        var nulls: [Bool]?
        for (row, state) in states.enumerated() {
            if state.load(fromByteOffset: count, as: Int64.self) > 0 {
                let result = value(state)
                values[row] = type == .float ? Double(Float(result)) : result
            } else {
                if nulls == nil { nulls = [Bool](repeating: false, count: states.count) }
                nulls?[row] = true
            }
        }
        return Column(type, .doubles(values), nulls: nulls)
    }

    private func texts(
        _ type: DataType, _ states: [UnsafeMutableRawPointer], _ store: borrowing StateStore,
        at offset: Int
    ) -> Column {
        var column = StringColumn()
        var nulls = [Bool](repeating: false, count: states.count)
        for (row, state) in states.enumerated() {
            let stored = state.load(fromByteOffset: offset, as: StoredText.self)
            nulls[row] = stored.length < 0
            column.append(store.text(stored))
        }
        return Column(type, .strings(column), nulls: nulls.contains(true) ? nulls : nil)
    }
}
