/// The values of the aggregates that keep more than a sum.
extension AggregateLayout {
    func specialColumn(
        _ index: Int, _ states: [UnsafeMutableRawPointer], _ store: borrowing StateStore,
        _ failed: inout Int64
    ) -> Column {
        let type = types[index]
        var failures: Int64 = 0
        defer { failed += failures }
        switch results[index] {
        case .decimal(let offset, let count):
            return decimals(type, states) { state in
                guard state.load(fromByteOffset: count, as: Int64.self) > 0 else { return nil }
                return state.load(fromByteOffset: offset, as: WideInteger.self).value
            }
        case .decimalSum(let offset, let count):
            return decimals(type, states) { state in
                guard state.load(fromByteOffset: count, as: Int64.self) > 0 else { return nil }
                let sum = state.load(fromByteOffset: offset, as: LongSum.self).exact
                if let sum, Decimal.fits(sum, type.precision) { return sum }
                failures += 1
                return nil
            }
        case .decimalAverage(let offset, let count, let scale):
            return decimals(type, states) { state in
                let rows = state.load(fromByteOffset: count, as: Int64.self)
                guard rows > 0 else { return nil }
                let average = state.load(fromByteOffset: offset, as: LongSum.self).exact.flatMap {
                    Decimal.quotient($0, Int128(rows), shift: type.scale - scale)
                }
                if let average, Decimal.fits(average, type.precision) { return average }
                failures += 1
                return nil
            }
        case .integerSpread(let spread, let sum, let squares, let count):
            return Column(
                type,
                states.map { state in
                    let rows = state.load(fromByteOffset: count, as: Int64.self)
                    guard rows > (spread.isSample ? 1 : 0) else { return .null }
                    let value = spread.value(
                        state.load(fromByteOffset: sum, as: WideSum.self).wide,
                        state.load(fromByteOffset: squares, as: LongSum.self).exact, rows)
                    if let value, type.integerRange?.contains(value) ?? true {
                        return .integer(value)
                    }
                    failures += 1
                    return .null
                })
        case .doubleSpread(let spread, let sum, let squares, let count):
            return Column(
                type,
                states.map { state in
                    let rows = state.load(fromByteOffset: count, as: Int64.self)
                    guard rows > (spread.isSample ? 1 : 0) else { return .null }
                    let value = spread.value(
                        state.load(fromByteOffset: sum, as: CompensatedSum.self),
                        state.load(fromByteOffset: squares, as: CompensatedSum.self), rows)
                    return .double(type == .float ? Double(Float(value)) : value)
                })
        case .moment(let offset, let storage):
            return moments(type, storage, states, store, at: offset)
        case .percentile(let offset, let fraction):
            return Column(
                type,
                states.map { state in
                    let log = state.load(fromByteOffset: offset, as: StoredLog.self)
                    let value = Percentile.value(
                        UnsafeRawBufferPointer(store.bytes(log)), fraction)
                    return value.map { .double($0) } ?? .null
                })
        case .list(let offset, let separator, let isDistinct):
            return lists(
                type, states, store, at: offset, Array(separator.utf8), isDistinct, &failures)
        case .sketch(let offset):
            return Column(
                type,
                .integers(
                    states.map {
                        Sketch.count(($0 + offset).load(as: StoredLog.self), in: store)
                    }))
        default: preconditionFailure("\(results[index]) is a plain number")
        }
    }

    private func decimals(
        _ type: DataType, _ states: [UnsafeMutableRawPointer],
        _ value: (UnsafeMutableRawPointer) -> Int128?
    ) -> Column {
        var units = [Int128](repeating: 0, count: states.count)
        var nulls = [Bool](repeating: false, count: states.count)
        for (row, state) in states.enumerated() {
            if let result = value(state) { units[row] = result } else { nulls[row] = true }
        }
        return Column(type, .decimals(units), nulls: nulls.contains(true) ? nulls : nil)
    }

    private func moments(
        _ type: DataType, _ storage: DataType.Storage, _ states: [UnsafeMutableRawPointer],
        _ store: borrowing StateStore, at offset: Int
    ) -> Column {
        Column(
            type,
            states.map { state in
                let moment = state.load(fromByteOffset: offset, as: Moment.self)
                guard moment.partition >= 0 else { return .null }
                let place = state + offset + Moment.size
                switch storage {
                case .integers: return .integer(place.load(as: Int64.self))
                case .doubles: return .double(place.load(as: Double.self))
                case .decimals:
                    let units = place.load(as: WideInteger.self).value
                    return .decimal(Decimal(units: units, scale: type.scale))
                case .strings:
                    let text = store.text(place.load(as: StoredText.self))
                    return .string(String(decoding: text, as: UTF8.self))
                }
            })
    }

    private func lists(
        _ type: DataType, _ states: [UnsafeMutableRawPointer], _ store: borrowing StateStore,
        at offset: Int, _ separator: [UInt8], _ isDistinct: Bool, _ failures: inout Int64
    ) -> Column {
        var column = StringColumn()
        var nulls = [Bool](repeating: false, count: states.count)
        for (row, state) in states.enumerated() {
            let log = UnsafeRawBufferPointer(
                store.bytes(state.load(fromByteOffset: offset, as: StoredLog.self)))
            var texts = ListedText.sorted(log)
            if isDistinct {
                var seen: Set<[UInt8]> = []
                texts = texts.filter { seen.insert(Array(log[$0.range])).inserted }
            }
            let length = texts.reduce(0) { $0 + $1.range.count + separator.count }
            nulls[row] = texts.isEmpty
            var joined: [UInt8] = []
            if column.bytes.count + length > Int(Int32.max) {
                // A column of texts holds 2 GiB.
                nulls[row] = true
                failures += 1
            } else {
                joined.reserveCapacity(length)
                for (index, text) in texts.enumerated() {
                    if index > 0 { joined += separator }
                    joined += log[text.range]
                }
            }
            column.append(joined)
        }
        return Column(type, .strings(column), nulls: nulls.contains(true) ? nulls : nil)
    }
}
