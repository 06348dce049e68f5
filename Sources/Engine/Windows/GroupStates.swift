/// What every GROUP BY has: keys with numbers, and states that rows are added to.
///
/// The loops work on raw memory, a chunk of rows at a time.
class GroupStates {
    static let chunk = 1_024

    /// Stands for the form of the grouping; another cannot read its states.
    final let form: String
    final let layout: AggregateLayout
    final let encoder: KeyEncoder
    final let accumulators: [AggregateLayout.Accumulator]
    final let emptyState: [UInt64]
    final var keys = KeyTable()
    final var accumulation: Accumulation

    private var rowKeys: RowKeys
    /// The numbers of the keys of the rows that were interned last.
    final let keyNumbers = Memory<Int32>(capacity: chunk)
    private let states = Memory<UnsafeMutableRawPointer>(capacity: chunk)
    private let sameKeys = Memory<Int32>(capacity: chunk)

    private let taken = Memory<Int32>(capacity: chunk)
    private let takenKeys = Memory<Int32>(capacity: chunk)
    private let takenStates = Memory<UnsafeMutableRawPointer>(capacity: chunk)

    init(_ layout: AggregateLayout, keys: [Int], _ input: Schema, form: String) {
        self.layout = layout
        self.form = form
        encoder = KeyEncoder(keys, input)
        accumulators = layout.accumulators
        emptyState = layout.empty
        rowKeys = RowKeys(encoder, chunk: GroupStates.chunk)
        accumulation = Accumulation(layout, input, chunk: GroupStates.chunk)
    }

    /// Gives back what a pane refers to, before it is forgotten.
    final func release(_ pane: Pane) {
        for number in 0..<pane.count { keys.release(StateStore.key(pane.state(number))) }
        for (set, pairs) in zip(layout.sets, pane.sets) {
            let values = accumulation.values[set.values]
            for pair in pairs.all { values.release(PairTable.value(pair)) }
        }
    }

    /// Gives memory back after panes have been released.
    final func compact() {
        keys.compact()
        for values in accumulation.values { values.compact() }
    }

    /// The memory of the keys and values.
    final var sharedMemory: Int {
        accumulation.values.reduce(keys.memory) { $0 + $1.memory }
    }

    /// Adds rows to the states of their keys in a pane.
    final func add(
        _ rows: UnsafePointer<Int32>, _ count: Int, to pane: Pane, _ timing: RowTiming,
        _ columns: [Column]
    ) {
        intern(rows, count, columns)
        let known = pane.count
        emptyState.withUnsafeBufferPointer { empty in
            guard let empty = empty.baseAddress else { return }
            pane.locate(keyNumbers.base, count, empty, states.base)
        }
        for number in known..<pane.count { keys.retain(StateStore.key(pane.state(number))) }
        accumulate(rows, keyNumbers.base, count, in: pane, timing, columns)
    }

    /// Adds rows that all belong to one key.
    final func add(
        _ rows: UnsafePointer<Int32>, _ count: Int, ofKey key: Int32, to pane: Pane,
        _ timing: RowTiming, _ columns: [Column]
    ) {
        let state = place(key, in: pane)
        for index in 0..<count {
            states.base[index] = state
            sameKeys.base[index] = key
        }
        accumulate(rows, sameKeys.base, count, in: pane, timing, columns)
    }

    private func accumulate(
        _ rows: UnsafePointer<Int32>, _ keyNumbers: UnsafePointer<Int32>, _ count: Int,
        in pane: Pane, _ timing: RowTiming, _ columns: [Column]
    ) {
        timing.newestMs.withUnsafeBufferPointer { times in
            for index in 0..<count {
                let newest = states.base[index].assumingMemoryBound(to: Int64.self)
                newest.pointee = max(newest.pointee, times[Int(rows[index])])
            }
        }
        let batch = RowsOfPane(rows: rows, states: states.base, keys: keyNumbers, count: count)
        guard let kinds = timing.kinds, layout.retracts else {
            return accumulation.add(batch, columns, timing, to: pane)
        }
        accumulation.add(part(of: batch) { !kinds[$0].isRetraction }, columns, timing, to: pane)
        accumulation.retract(
            part(of: batch) { kinds[$0].isRetraction }, columns, timing, from: pane)
    }

    /// Some rows of a batch; the next part takes their place.
    private func part(of batch: RowsOfPane, _ isIncluded: (Int) -> Bool) -> RowsOfPane {
        var count = 0
        for index in 0..<batch.count where isIncluded(Int(batch.rows[index])) {
            taken.base[count] = batch.rows[index]
            takenKeys.base[count] = batch.keys[index]
            takenStates.base[count] = batch.states[index]
            count += 1
        }
        return RowsOfPane(
            rows: taken.base, states: takenStates.base, keys: takenKeys.base, count: count)
    }

    /// The states that have rows left; all where no row can go.
    final func withRows(_ states: [UnsafeMutableRawPointer]) -> [UnsafeMutableRawPointer] {
        guard layout.retracts, let offset = layout.rowsOffset else { return states }
        return states.filter { $0.load(fromByteOffset: offset, as: Int64.self) > 0 }
    }

    /// Fills ``keyNumbers`` for some rows.
    final func intern(_ rows: UnsafePointer<Int32>, _ count: Int, _ columns: [Column]) {
        rowKeys.number(rows, count, columns, in: &keys, into: keyNumbers.base)
    }

    /// The state of a key, made when it is not there yet.
    final func place(_ key: Int32, in pane: Pane) -> UnsafeMutableRawPointer {
        let known = pane.count
        let found = Memory<UnsafeMutableRawPointer>(capacity: 1)
        let keyNumbers = Memory<Int32>(repeating: key, count: 1)
        emptyState.withUnsafeBufferPointer { empty in
            guard let empty = empty.baseAddress else { return }
            pane.locate(keyNumbers.base, 1, empty, found.base)
        }
        if pane.count > known { keys.retain(key) }
        return found.base[0]
    }
}
