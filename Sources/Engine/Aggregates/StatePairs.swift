/// States of one store, each with the state of another that it goes into.
struct StatePairs {
    let sources: UnsafePointer<UnsafeMutableRawPointer>
    let targets: UnsafePointer<UnsafeMutableRawPointer>
    let count: Int

    /// Adds everything but the sets, whose values have to be compared.
    func merge(
        _ accumulators: [AggregateLayout.Accumulator], from source: borrowing StateStore,
        into target: inout StateStore
    ) {
        each(StateStore.Head.newest, Int64.self) { $0.pointee = max($0.pointee, $1.pointee) }
        for accumulator in accumulators { merge(accumulator, source, &target) }
    }

    private func merge(
        _ accumulator: AggregateLayout.Accumulator, _ source: borrowing StateStore,
        _ target: inout StateStore
    ) {
        let at = accumulator.offset
        switch accumulator.kind {
        case .count: each(at, Int64.self) { $0.pointee &+= $1.pointee }
        case .integerSum: each(at, WideSum.self) { $0.pointee.add($1.pointee) }
        case .doubleSum: each(at, CompensatedSum.self) { $0.pointee.add($1.pointee) }
        case .decimalSum, .integerSquares:
            each(at, LongSum.self) { $0.pointee.add($1.pointee) }
        case .doubleSquares:
            each(at, CompensatedSum.self) { $0.pointee.add($1.pointee) }
        case .decimalMinimum:
            each(at, WideInteger.self) {
                $0.pointee = WideInteger(min($0.pointee.value, $1.pointee.value))
            }
        case .decimalMaximum:
            each(at, WideInteger.self) {
                $0.pointee = WideInteger(max($0.pointee.value, $1.pointee.value))
            }
        case .firstValue, .lastValue:
            Accumulation.mergeMoments(accumulator, self, source, into: &target)
        case .values, .texts, .weightedValues, .weightedMoments:
            each(at, StoredLog.self) { log, added in
                target.append(UnsafeRawBufferPointer(source.bytes(added.pointee)), to: log)
            }
        case .sketch:
            each(at, StoredLog.self) { log, added in
                Sketch.merge(added.pointee, of: source, into: log, in: &target)
            }
        case .integerMinimum:
            each(at, Int64.self) { $0.pointee = min($0.pointee, $1.pointee) }
        case .integerMaximum:
            each(at, Int64.self) { $0.pointee = max($0.pointee, $1.pointee) }
        case .doubleMinimum:
            each(at, Double.self) {
                $0.pointee = Accumulation.lesser($0.pointee, $1.pointee)
            }
        case .doubleMaximum:
            // Minus infinity is what a maximum begins with, so an empty one changes nothing.
            each(at, Double.self) {
                $0.pointee = Accumulation.greater($0.pointee, $1.pointee)
            }
        case .textMinimum, .textMaximum:
            each(at, StoredText.self) { stored, added in
                guard added.pointee.length >= 0 else { return }
                target.offer(
                    source.text(added.pointee), to: stored,
                    isMinimum: accumulator.kind == .textMinimum)
            }
        case .distinctCount, .distinctIntegerSum, .distinctDoubleSum, .distinctDecimalSum:
            break  // Counted again from the union of the sets.
        }
    }

    /// Calls the closure with the target's and the source's part at an offset.
    @inline(__always)
    func each<Part>(
        _ offset: Int, _ type: Part.Type,
        _ body: (UnsafeMutablePointer<Part>, UnsafeMutablePointer<Part>) -> Void
    ) {
        for index in 0..<count {
            body(
                (targets[index] + offset).assumingMemoryBound(to: Part.self),
                (sources[index] + offset).assumingMemoryBound(to: Part.self))
        }
    }
}
