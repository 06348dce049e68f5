/// FIRST_VALUE and LAST_VALUE: a value with its moment, and a later one in its place.
extension Accumulation {
    static func addMoments(
        _ seen: RowsOfPane, _ column: Column, _ timing: RowTiming,
        _ accumulator: AggregateLayout.Accumulator, _ pane: Pane
    ) {
        let isFirst = accumulator.kind.isFirst
        let times = timing.timesMs
        @inline(__always)
        func each(_ put: (UnsafeMutableRawPointer, Int) -> Void) {
            Accumulation.each(seen, accumulator, Moment.self) { kept, row in
                let moment = Moment(timeMs: times[row], partition: timing.partition)
                guard kept.pointee.yields(to: moment, isFirst: isFirst) else { return }
                kept.pointee = moment
                put(UnsafeMutableRawPointer(kept) + Moment.size, row)
            }
        }
        switch column.values {
        case .integers(let values): each { $0.storeBytes(of: values[$1], as: Int64.self) }
        case .doubles(let values): each { $0.storeBytes(of: values[$1], as: Double.self) }
        case .decimals(let values):
            each { $0.storeBytes(of: WideInteger(values[$1]), as: WideInteger.self) }
        case .strings(let texts):
            texts.bytes.withUnsafeBufferPointer { bytes in
                each { place, row in
                    let start = Int(texts.starts[row])
                    let text = UnsafeBufferPointer(
                        rebasing: bytes[start..<start + Int(texts.lengths[row])])
                    let stored = place.assumingMemoryBound(to: StoredText.self)
                    stored.pointee = pane.store.store(text, at: stored.pointee)
                }
            }
        }
    }

    /// Panes come in the order of their rows, so of equal moments the target's came first.
    static func mergeMoments(
        _ accumulator: AggregateLayout.Accumulator, _ pairs: StatePairs,
        _ source: borrowing StateStore, into window: inout StateStore
    ) {
        let isFirst = accumulator.kind.isFirst
        let size = accumulator.kind.size - Moment.size
        let isText =
            accumulator.kind == .firstValue(.strings) || accumulator.kind == .lastValue(.strings)
        pairs.each(accumulator.offset, Moment.self) { target, added in
            guard added.pointee.partition >= 0,
                target.pointee.yields(to: added.pointee, isFirst: isFirst)
            else { return }
            target.pointee = added.pointee
            let place = UnsafeMutableRawPointer(target) + Moment.size
            let value = UnsafeMutableRawPointer(added) + Moment.size
            guard isText else { return place.copyMemory(from: value, byteCount: size) }
            let stored = place.assumingMemoryBound(to: StoredText.self)
            stored.pointee = window.store(
                source.text(value.load(as: StoredText.self)), at: stored.pointee)
        }
    }
}

extension AggregateLayout.Accumulator.Kind {
    fileprivate var isFirst: Bool { if case .firstValue = self { true } else { false } }
}
