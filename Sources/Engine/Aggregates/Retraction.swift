/// Rows that are taken back: sums and counts go down, everything else is noted in a weighted log.
extension Accumulation {
    static func retract(
        _ seen: RowsOfPane, _ column: Column?, _ timing: RowTiming,
        _ accumulator: AggregateLayout.Accumulator, _ pane: Pane
    ) {
        if accumulator.kind == .count {
            each(seen, accumulator, Int64.self) { state, _ in state.pointee &-= 1 }
            return
        }
        guard let column else { return }
        switch (accumulator.kind, column.values) {
        case (.weightedValues, _), (.weightedMoments, _):
            addWeights(-1, seen, column, timing, accumulator, pane)
        case (.integerSum, .integers(let values)):
            each(seen, accumulator, WideSum.self) { $0.pointee.subtract(values[$1]) }
        case (.integerSquares, .integers(let values)):
            each(seen, accumulator, LongSum.self) {
                $0.pointee.add(-(Int128(values[$1]) * Int128(values[$1])))
            }
        case (.doubleSum, .doubles(let values)):
            each(seen, accumulator, CompensatedSum.self) { $0.pointee.add(-values[$1]) }
        case (.doubleSquares, .doubles(let values)):
            each(seen, accumulator, CompensatedSum.self) {
                $0.pointee.subtract(squareOf: values[$1])
            }
        case (.decimalSum, .decimals(let values)):
            each(seen, accumulator, LongSum.self) { $0.pointee.add(-values[$1]) }
        default: preconditionFailure("\(accumulator.kind) is derived where rows are taken back")
        }
    }

    /// Notes that values came so often or, below 0, were taken back.
    static func addWeights(
        _ weight: Int32, _ seen: RowsOfPane, _ column: Column, _ timing: RowTiming,
        _ accumulator: AggregateLayout.Accumulator, _ pane: Pane
    ) {
        let isMoment = accumulator.kind == .weightedMoments
        let partition = isMoment ? Int32(truncatingIfNeeded: timing.partition) : 0
        if case .strings(let texts) = column.values {
            texts.bytes.withUnsafeBytes { bytes in
                each(seen, accumulator, StoredLog.self) { log, row in
                    let start = Int(texts.starts[row])
                    let text = UnsafeRawBufferPointer(
                        rebasing: bytes[start..<start + Int(texts.lengths[row])])
                    let head = WeightedEntry.Head(
                        timeMs: isMoment ? timing.judgedByMs[row] : 0, weight: weight,
                        partition: partition, length: texts.lengths[row])
                    head.append(text, to: log, in: &pane.store)
                }
            }
            return
        }
        each(seen, accumulator, StoredLog.self) { log, row in
            let number = WideInteger(column.values.number(row))
            let head = WeightedEntry.Head(
                timeMs: isMoment ? timing.judgedByMs[row] : 0, weight: weight,
                partition: partition, length: WeightedEntry.numberBytes)
            withUnsafeBytes(of: number) { head.append($0, to: log, in: &pane.store) }
        }
    }
}

extension Column.Values {
    /// A value as a number whose order is the values' own; of a text, which has none, 0.
    @inline(__always)
    func number(_ row: Int) -> Int128 {
        switch self {
        case .integers(let values): return Int128(values[row])
        case .decimals(let values): return values[row]
        case .doubles(let values): return Int128(OrderedDouble.number(values[row]))
        case .strings: return 0
        }
    }
}

/// Doubles as integers of the same order: one zero, and one NaN, which is the largest.
enum OrderedDouble {
    static func number(_ value: Double) -> Int64 {
        let bits = Int64(bitPattern: (value.isNaN ? Double.nan : value + 0).bitPattern)
        return bits < 0 ? bits ^ .max : bits
    }

    static func value(_ number: Int64) -> Double {
        Double(bitPattern: UInt64(bitPattern: number < 0 ? number ^ .max : number))
    }
}

/// An entry of a weighted log: its head and the bytes of its value.
struct WeightedEntry {
    struct Head: BitwiseCopyable {
        /// Where the order of arrival counts: the watermark of the partition before the row, which
        /// never goes back, so that it says among partitions how far each had come.
        var timeMs: Int64
        var weight: Int32
        var partition: Int32
        var length: Int32

        static let size = MemoryLayout<Head>.size

        func append(
            _ value: UnsafeRawBufferPointer, to log: UnsafeMutablePointer<StoredLog>,
            in store: inout StateStore
        ) {
            withUnsafeBytes(of: self) { store.append($0, to: log) }
            store.append(value, to: log)
        }
    }

    /// A number takes as many, whatever its type.
    static let numberBytes: Int32 = 16

    let head: Head
    /// Bytes of the log, the value alone.
    let range: Range<Int>

    /// The entries of a log; what a damaged state says of its own lengths is not believed.
    static func all(_ log: UnsafeRawBufferPointer) -> [WeightedEntry] {
        var entries: [WeightedEntry] = []
        var position = 0
        while position + Head.size <= log.count {
            let head = log.loadUnaligned(fromByteOffset: position, as: Head.self)
            let start = position + Head.size
            let end = start + Int(head.length)
            guard head.length >= 0, end <= log.count else { break }
            entries.append(WeightedEntry(head: head, range: start..<end))
            position = end
        }
        return entries
    }

    func number(in log: UnsafeRawBufferPointer) -> Int128 {
        guard range.count == Int(WeightedEntry.numberBytes) else { return 0 }
        return log.loadUnaligned(fromByteOffset: range.lowerBound, as: WideInteger.self).value
    }

    func text(in log: UnsafeRawBufferPointer) -> ComparableText {
        ComparableText(bytes: Array(log[range]))
    }
}

/// A text in the order of its bytes.
struct ComparableText: Hashable, Comparable {
    let bytes: [UInt8]

    static func < (left: ComparableText, right: ComparableText) -> Bool {
        left.bytes.withUnsafeBytes { one in
            right.bytes.withUnsafeBytes { other in one.ordered(other) < 0 }
        }
    }
}
