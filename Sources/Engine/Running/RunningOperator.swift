/// A GROUP BY without a window: one state for each key, and a change of its result for each row.
///
/// Nothing is late. The first and the last row are those that came so, and a row that takes back
/// what its key does not have is passed over, both as in Flink.
/// A key that has lost its last row keeps its newest event time where a table with keys follows, so
/// that the times of its results never go back.
final class RunningOperator: GroupStates, ShardableRows {
    /// A result before and after a row, by places among ``snapshots``; -1 where there is none.
    private struct Change {
        let before: Int32
        let after: Int32
        let newestMs: Int64
        /// The watermark before its rows.
        let judgedByMs: Int64
        /// The newest event time is not what it was.
        let isNewer: Bool
        /// The last of its rows.
        let row: Int32
    }

    var tellsOrder = false
    var arrivals: Int64 = 0

    let timeToLiveMs: Int64?
    /// Only the newest row of each key counts for what follows; an update's rows are one change.
    private let isUpsert: Bool
    private let wraps: Bool
    var pane: Pane
    let derivedValues: [DerivedValues]
    /// Where a state refers to texts and to logs.
    let textPlaces: [Int]
    let logPlaces: [Int]
    private let weightedLogs: [(offset: Int, isInOrder: Bool)]
    private let rowsOffset: Int
    /// Rows that are taken at once: few where each writes all values of its key anew.
    private let chunkRows: Int
    private let found = Memory<UnsafeMutableRawPointer>(capacity: GroupStates.chunk)
    private var snapshots = Memory<UInt64>(capacity: 64)
    private var snapshotCount = 0
    private var changes: [Change] = []
    private var passed: [PassedRows] = []
    /// Keys that have been forgotten since the last checkpoint.
    var gone: [[UInt8]] = []
    private var sweptTo = 0
    private var sweptDead = 0
    var packedTextBytes = 0
    /// Keys that have rows.
    var openKeys = 0

    init(_ definition: RunningAggregate, _ input: Schema, isUpsert: Bool, wraps: Bool) {
        timeToLiveMs = definition.timeToLiveMs
        self.isUpsert = isUpsert
        self.wraps = wraps
        let layout = AggregateLayout(
            definition.aggregates, input, retracts: definition.retracts, isRunning: true)
        rowsOffset = layout.rowsOffset ?? 0
        chunkRows = layout.derived.contains { $0.kind.isFolded } ? 32 : GroupStates.chunk
        pane = Pane(startMs: 0, visibleFromMs: 0, layout)
        derivedValues = layout.derivedByLog.compactMap { DerivedValues($0, layout) }
        let slots = layout.derived.map { ($0.kind, $0.offset) }
        let all = layout.accumulators.map { ($0.kind, $0.offset) } + slots
        textPlaces = all.compactMap { kind, offset in
            switch kind {
            case .textMinimum, .textMaximum: offset
            case .firstValue(.strings), .lastValue(.strings): offset + Moment.size
            default: nil
            }
        }
        logPlaces = all.filter { $0.0.isLog }.map(\.1)
        weightedLogs = layout.accumulators.compactMap { accumulator in
            switch accumulator.kind {
            case .weightedValues: (accumulator.offset, false)
            case .weightedMoments: (accumulator.offset, true)
            default: nil
            }
        }
        super.init(layout, keys: definition.keys, input, form: "running")
    }

    func rowCount(_ state: UnsafeMutableRawPointer) -> Int64 {
        state.load(fromByteOffset: rowsOffset, as: Int64.self)
    }

    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        let all = rows.rows
        let timing = timing.byArrival
        all.withUnsafeBufferPointer { all in
            var start = 0
            while start < all.count {
                var end = min(all.count, start + chunkRows)
                // An update is not cut in two.
                if end < all.count, end > start + 1, isPair(all, end - 1, timing) { end -= 1 }
                accept(UnsafeBufferPointer(rebasing: all[start..<end]), timing, columns)
                packIfWorthIt(.min)
                start = end
            }
        }
        arrivals &+= Int64(timing.timesMs.count)
        return Lateness()
    }

    /// The row and the next are the two of one update.
    private func isPair(
        _ rows: UnsafeBufferPointer<Int32>, _ index: Int, _ timing: RowTiming
    ) -> Bool {
        index + 1 < rows.count && rows[index + 1] == rows[index] + 1
            && timing.kinds?[Int(rows[index])] == .updateBefore
            && timing.kinds?[Int(rows[index + 1])] == .updateAfter
    }

    private func accept(
        _ rows: UnsafeBufferPointer<Int32>, _ timing: RowTiming, _ columns: [Column]
    ) {
        guard let base = rows.baseAddress else { return }
        intern(base, rows.count, columns)
        let known = pane.count
        emptyState.withUnsafeBufferPointer { empty in
            guard let empty = empty.baseAddress else { return }
            pane.locate(keyNumbers.base, rows.count, empty, found.base)
        }
        for number in known..<pane.count { keys.retain(StateStore.key(pane.state(number))) }
        snapshotCount = 0
        snapshots.reserve(rows.count * 2 * emptyState.count, keeping: 0)
        changes.removeAll(keepingCapacity: true)
        var index = 0
        while index < rows.count {
            let isOneChange =
                isUpsert && isPair(rows, index, timing)
                && keyNumbers.base[index] == keyNumbers.base[index + 1]
            let end = index + (isOneChange ? 2 : 1)
            change(rows, index..<end, timing, columns)
            index = end
        }
        emit()
    }

    /// Takes one row in, or the two of an update.
    private func change(
        _ rows: UnsafeBufferPointer<Int32>, _ range: Range<Int>, _ timing: RowTiming,
        _ columns: [Column]
    ) {
        let state = found.base[range.lowerBound]
        let key = keyNumbers.base[range.lowerBound]
        let judgedByMs = timing.judgedByMs[Int(rows[range.lowerBound])]
        let wasOpen = rowCount(state) > 0
        if isOver(StateStore.newestMs(state), judgedByMs) { forget(state) }
        let before = rowCount(state) > 0 ? snapshot(state) : -1
        let newestBefore = StateStore.newestMs(state)
        for index in range {
            let row = Int(rows[index])
            let retracts = timing.kinds?[row].isRetraction ?? false
            if retracts, rowCount(state) <= 0 { continue }
            apply(rows, index, state, key, timing, columns, retracts: retracts)
            let newest = max(StateStore.newestMs(state), timing.changedMs[row])
            state.storeBytes(of: newest, toByteOffset: StateStore.Head.newest, as: Int64.self)
            if rowCount(state) <= 0 { empty(state) }
        }
        let after = rowCount(state) > 0 ? snapshot(state) : -1
        if wasOpen != (after >= 0) { openKeys += wasOpen ? -1 : 1 }
        let newest = StateStore.newestMs(state)
        // What no checkpoint keeps is forgotten at once.
        if after < 0, !isUpsert { forget(state) }
        guard before >= 0 || after >= 0 else { return }
        changes.append(
            Change(
                before: before, after: after, newestMs: newest, judgedByMs: judgedByMs,
                isNewer: newest != newestBefore, row: rows[range.upperBound - 1]))
    }

    private func apply(
        _ rows: UnsafeBufferPointer<Int32>, _ index: Int, _ state: UnsafeMutableRawPointer,
        _ key: Int32, _ timing: RowTiming, _ columns: [Column], retracts: Bool
    ) {
        guard let base = rows.baseAddress else { return }
        for place in textPlaces {
            // A snapshot may refer to the text, so a new one gets a place of its own.
            (state + place).assumingMemoryBound(to: StoredText.self).pointee.capacity = 0
        }
        for log in weightedLogs { makeRoom(state + log.offset, isInOrder: log.isInOrder) }
        let batch = RowsOfPane(
            rows: base + index, states: found.base + index, keys: keyNumbers.base + index, count: 1)
        if retracts {
            accumulation.retract(batch, columns, timing, from: pane)
        } else {
            accumulation.add(batch, columns, timing, to: pane)
        }
        for derived in derivedValues {
            derived.update(
                state, key, columns, Int(rows[index]), retracts: retracts, in: &pane.store)
        }
    }

    /// Takes out of a log what cancels out, before it would have to grow.
    private func makeRoom(_ address: UnsafeMutableRawPointer, isInOrder: Bool) {
        let log = address.assumingMemoryBound(to: StoredLog.self)
        guard log.pointee.count > 1_024, log.pointee.capacity - log.pointee.count < 256 else {
            return
        }
        let packed = PackedLog(
            UnsafeRawBufferPointer(pane.store.bytes(log.pointee)), isInOrder: isInOrder)
        guard packed.bytes.count * 2 <= log.pointee.capacity else { return }
        log.pointee.count = 0
        // The next checkpoint has to write all of it.
        log.pointee.checkpointed = 0
        packed.bytes.withUnsafeBytes { pane.store.append($0, to: log) }
    }

    private func snapshot(_ state: UnsafeMutableRawPointer) -> Int32 {
        let words = emptyState.count
        UnsafeMutableRawPointer(snapshots.base + snapshotCount * words)
            .copyMemory(from: state, byteCount: words * 8)
        snapshotCount += 1
        return Int32(snapshotCount - 1)
    }

    /// The key has no rows; its newest event time stays.
    private func empty(_ state: UnsafeMutableRawPointer) {
        emptyState.withUnsafeBytes { empty in
            guard let base = empty.baseAddress else { return }
            let head = StateStore.Head.size
            (state + head).copyMemory(from: base + head, byteCount: empty.count - head)
        }
        for derived in derivedValues { derived.forget(StateStore.key(state)) }
    }

    /// The key is as if it had never come.
    func forget(_ state: UnsafeMutableRawPointer) {
        empty(state)
        state.storeBytes(of: .min, toByteOffset: StateStore.Head.newest, as: Int64.self)
    }

    private func isOver(_ newestMs: Int64, _ watermarkMs: Int64) -> Bool {
        guard let timeToLiveMs, newestMs != .min, watermarkMs != .max, watermarkMs > newestMs
        else { return false }
        return watermarkMs &- newestMs >= timeToLiveMs
    }

    /// Whether a key has to be remembered at a watermark.
    func isNeeded(_ state: UnsafeMutableRawPointer, _ watermarkMs: Int64) -> Bool {
        let newest = StateStore.newestMs(state)
        if isOver(newest, watermarkMs) { return false }
        return rowCount(state) > 0 || isUpsert && newest != .min
    }

    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows? {
        defer {
            passed.removeAll()
            sweep(watermarkMs)
        }
        return PassedRows(joining: passed)
    }

    /// Counts some of the keys that can be forgotten, going round and round, and packs the states
    /// when half of them can, or when half of the texts are nobody's.
    private func sweep(_ watermarkMs: Int64) {
        for _ in 0..<min(pane.count, 1_024) {
            if sweptTo >= pane.count {
                let isWorthIt = sweptDead > 64 && sweptDead * 2 > pane.count
                sweptTo = 0
                sweptDead = 0
                if isWorthIt { return pack(watermarkMs) }
            }
            if !isNeeded(pane.state(sweptTo), watermarkMs) { sweptDead += 1 }
            sweptTo += 1
        }
        packIfWorthIt(watermarkMs)
    }

    /// Packs the states when most of the texts are nobody's.
    private func packIfWorthIt(_ watermarkMs: Int64) {
        if pane.store.textBytes > max(1 << 20, packedTextBytes * 2) { pack(watermarkMs) }
    }

    var statistics: StateStatistics {
        var result = StateStatistics()
        result.openKeys = openKeys
        result.bytes = derivedValues.reduce(sharedMemory + pane.memory) { $0 + $1.memory }
        return result
    }
}

/// From snapshots to rows.
extension RunningOperator {
    private func state(_ place: Int32) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(snapshots.base + Int(place) * emptyState.count)
    }

    private func emit() {
        guard !changes.isEmpty else { return }
        var ignored: Int64 = 0
        var failed: Int64 = 0
        let before = results(changes.map(\.before).filter { $0 >= 0 }, &ignored)
        let after = results(changes.map(\.after).filter { $0 >= 0 }, &failed)
        var order: [Int32] = []
        var kinds: [RowKind] = []
        var times: [Int64] = []
        var judges: [Int64] = []
        var places: [RowOrder] = []
        func add(_ place: Int, _ kind: RowKind, _ change: Change) {
            if tellsOrder {
                places.append(
                    RowOrder(
                        dueMs: 0, timeMs: 0, partition: 0, sequence: arrivals + Int64(change.row)))
            }
            order.append(Int32(place))
            kinds.append(kind)
            times.append(change.newestMs)
            judges.append(change.judgedByMs)
        }
        var old = 0
        var new = 0
        for change in changes {
            let hasOld = change.before >= 0
            let hasNew = change.after >= 0
            if hasOld, hasNew, !isTold(change, before, old, after, new) {
                // The result is what it was.
            } else if hasOld, hasNew {
                add(old, .updateBefore, change)
                add(before.count + new, .updateAfter, change)
            } else if hasOld {
                add(old, .delete, change)
            } else {
                add(before.count + new, .insert, change)
            }
            old += hasOld ? 1 : 0
            new += hasNew ? 1 : 0
        }
        guard !order.isEmpty || failed > 0 else { return }
        var rows = before.appending(after).gathered(order)
        rows.kinds = kinds
        passed.append(
            PassedRows(
                rows: rows, timesMs: times, failedValues: failed, order: places,
                judgedByMs: judges))
    }

    /// Flink tells a result that has not changed only where state expires; in a table with keys a
    /// newer event time is worth a row, as freshness and expiry are measured by it.
    private func isTold(
        _ change: Change, _ before: ColumnBatch, _ old: Int, _ after: ColumnBatch, _ new: Int
    ) -> Bool {
        if isUpsert ? change.isNewer : timeToLiveMs != nil { return true }
        return zip(before.columns, after.columns).contains { !$0.isEqual(old, $1, new) }
    }

    private func results(_ places: [Int32], _ failed: inout Int64) -> ColumnBatch {
        let states = places.map { state($0) }
        var columns = encoder.columns(of: states.map { keys.key(StateStore.key($0)) })
        for index in layout.results.indices {
            columns.append(layout.column(index, states, pane.store, wraps: wraps, &failed))
        }
        return ColumnBatch(count: states.count, columns: columns)
    }
}

extension Column {
    /// Whether two rows hold the same; NULL is NULL here, and every NaN the same.
    fileprivate func isEqual(_ row: Int, _ other: Column, _ otherRow: Int) -> Bool {
        let isNull = self.isNull(row)
        if isNull || other.isNull(otherRow) { return isNull == other.isNull(otherRow) }
        switch (values, other.values) {
        case (.integers(let one), .integers(let two)): return one[row] == two[otherRow]
        case (.decimals(let one), .decimals(let two)): return one[row] == two[otherRow]
        case (.doubles(let one), .doubles(let two)):
            return OrderedDouble.number(one[row]) == OrderedDouble.number(two[otherRow])
        case (.strings(let one), .strings(let two)):
            let start = Int(one.starts[row])
            let otherStart = Int(two.starts[otherRow])
            return one.bytes[start..<start + Int(one.lengths[row])]
                .elementsEqual(
                    two.bytes[otherStart..<otherStart + Int(two.lengths[otherRow])])
        default: return false
        }
    }
}
