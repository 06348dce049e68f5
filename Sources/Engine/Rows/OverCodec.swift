/// Packs the state of an OVER aggregate, and unpacks it.
///
/// A changed key's record has its accumulators and lanes whole, and of its ring what has changed:
/// how many rows have gone from the front, how many behind them are still there, and the new ones.
extension OverOperator {
    var signature: UInt32 {
        var text = "over \(definition.frame) \(numbering.encoder.types) \(waiting.types)"
        text += " \(program.words) \(program.isRunning) \(program.layout.types)"
        for accumulator in program.layout.accumulators {
            text += " \(accumulator.kind)@\(accumulator.offset)"
        }
        for input in program.layout.inputs {
            text += " \(input.argument ?? -1)/\(input.filter ?? -1)"
        }
        return Hash.of(Array(text.utf8))
    }

    func contents(onlyChanges: Bool) -> any StateContents {
        var seen: Set<Int32> = []
        let written =
            onlyChanges
            ? changed.filter { head($0).pointee.isChanged && seen.insert($0).inserted }
            : (0..<Int32(headCount)).filter { head($0).pointee.isUsed }
        return KeyedContents(
            goneRecord: .goneOverKey, gone: KeyedContents.grouped(onlyChanges ? gone : []),
            keys: GroupedNumbers(written) { numbering.keys.keyGroup($0) },
            waiting: waiting.contents(
                onlyChanges: onlyChanges, keyGroup: { numbering.keys.keyGroup($0) },
                { self.numbering.keys.key($0) }),
            writeKey: { self.write($0, isWhole: !onlyChanges, &$1) })
    }

    func markCheckpointed() {
        gone.removeAll()
        for key in changed where head(key).pointee.isChanged {
            head(key).pointee.isChanged = false
            head(key).pointee.dropped = 0
            head(key).pointee.kept = head(key).pointee.ring.count
        }
        changed.removeAll(keepingCapacity: true)
        waiting.markStored()
    }

    private func write(_ key: Int32, isWhole: Bool, _ writer: inout BlobWriter) {
        let head = head(key).pointee
        writer.append(.overKey)
        writer.append(text: numbering.keys.key(key))
        writer.append(head.newestMs)
        writer.append(head.coverMs)
        for offset in stateOffsets {
            writer.append((state(key) + offset).load(as: Int64.self))
        }
        write(lanesOf: head, &writer)
        let kept = isWhole ? 0 : head.kept
        writer.append(isWhole ? 0 : Int64(head.dropped))
        writer.append(Int64(kept))
        writer.append(Int64(head.ring.count - kept))
        for place in kept..<head.ring.count { write(rings.row(head.ring, place), &writer) }
    }

    /// Where the words of a state's accumulators lie.
    private var stateOffsets: StrideTo<Int> {
        stride(from: StateStore.Head.size, to: program.layout.stride, by: 8)
    }

    private func write(lanesOf head: OverKey, _ writer: inout BlobWriter) {
        var count = 0
        var next = head.lane
        while next >= 0 {
            count += 1
            next = lanes.lane(next).pointee.sibling
        }
        writer.append(Int64(count))
        next = head.lane
        while next >= 0 {
            let lane = lanes.lane(next).pointee
            writer.append(Int64(lane.partition))
            writer.append(lane.lastMs)
            writer.append(lane.cleanMs)
            writer.append(lane.cleanDueMs)
            writer.append(lane.forgotMs)
            let cleanings = lane.firstCleaning < 0 ? [] : lanes.cleanings(of: next)
            writer.append(Int64(cleanings.count))
            for cleaning in cleanings {
                writer.append(cleaning.timeMs)
                writer.append(cleaning.dueMs)
            }
            next = lane.sibling
        }
    }

    /// A numbered value is written as its bytes behind a mark, which is 0 for NULL.
    private func write(_ row: UnsafeMutablePointer<Int64>, _ writer: inout BlobWriter) {
        for place in 0..<rings.width {
            guard let table = table(ofWord: place, row) else {
                writer.append(row[place])
                continue
            }
            guard row[place] >= 0 else {
                writer.append(0)
                continue
            }
            writer.append(1)
            writer.append(text: table.key(Int32(truncatingIfNeeded: row[place])))
        }
    }

    /// The table that a word of a kept row is numbered by.
    private func table(ofWord place: Int, _ row: UnsafeMutablePointer<Int64>) -> ValueTable? {
        if keepsRows {
            return place < program.firstWord ? nil : staged.tables[place - program.firstWord]
        }
        let isSet = program.layout.sets.indices.contains(Int(row[0]))
        return place == 1 && isSet ? table(ofSet: Int(row[0])) : nil
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        switch record {
        case .overKey: try restoreKey(&reader)
        case .goneOverKey:
            let key = numbering.keys.number(try reader.text())
            reserveKeys()
            use(key)
            remove(key)
        case .waitingRow:
            restored.append(try RestoredRow(&reader, waiting.types))
        default: throw reader.damaged
        }
    }

    private func restoreKey(_ reader: inout BlobReader) throws(RestoreFailure) {
        let key = numbering.keys.number(try reader.text())
        reserveKeys()
        use(key)
        let head = head(key)
        head.pointee.newestMs = try reader.integer()
        head.pointee.coverMs = try reader.integer()
        for offset in stateOffsets {
            (state(key) + offset).storeBytes(of: try reader.integer(), as: Int64.self)
        }
        try restoreLanes(key, head, &reader)
        let known = Int64(head.pointee.ring.count)
        let dropped = try reader.integer()
        let kept = try reader.integer()
        guard (0...known).contains(dropped), (0...known - dropped).contains(kept) else {
            throw RestoreFailure("the stored state is damaged: a key has fewer rows than it should")
        }
        for _ in 0..<dropped {
            letGo(key, rings.row(head.pointee.ring, 0))
            rings.removeFirst(&head.pointee.ring)
        }
        while Int64(head.pointee.ring.count) > kept {
            letGo(key, rings.row(head.pointee.ring, head.pointee.ring.count - 1))
            head.pointee.ring.count -= 1
        }
        for _ in 0..<(try reader.count()) {
            let row = rings.append(&head.pointee.ring)
            try restore(row, &reader)
            take(key, row)
        }
        head.pointee.dropped = 0
        head.pointee.kept = head.pointee.ring.count
    }

    private func restoreLanes(
        _ key: Int32, _ head: UnsafeMutablePointer<OverKey>, _ reader: inout BlobReader
    ) throws(RestoreFailure) {
        lanes.remove(&head.pointee.lane)
        for _ in 0..<(try reader.count()) {
            let partition = Int32(truncatingIfNeeded: try reader.integer())
            let number = lanes.number(of: key, partition, first: &head.pointee.lane)
            let lane = lanes.lane(number)
            lane.pointee.lastMs = try reader.integer()
            lane.pointee.cleanMs = try reader.integer()
            lane.pointee.cleanDueMs = try reader.integer()
            lane.pointee.forgotMs = try reader.integer()
            for _ in 0..<(try reader.count()) {
                let timeMs = try reader.integer()
                lanes.add(PassedCleaning(timeMs: timeMs, dueMs: try reader.integer()), to: number)
            }
        }
    }

    private func restore(
        _ row: UnsafeMutablePointer<Int64>, _ reader: inout BlobReader
    ) throws(RestoreFailure) {
        for place in 0..<rings.width { row[place] = -1 }
        for place in 0..<rings.width {
            guard let table = table(ofWord: place, row) else {
                row[place] = try reader.integer()
                continue
            }
            guard try reader.integer() != 0 else { continue }
            let number = table.number(try reader.text())
            table.retain(number)
            row[place] = Int64(number)
        }
    }

    /// The values of a restored row are counted; the accumulators have them already.
    private func take(_ key: Int32, _ row: UnsafeMutablePointer<Int64>) {
        forEachPair(key, row) { set, pair in _ = pairs[set].add(pair) }
    }

    private func letGo(_ key: Int32, _ row: UnsafeMutablePointer<Int64>) {
        forEachPair(key, row) { set, pair in _ = pairs[set].remove(pair) }
        if keepsRows {
            staged.release(row)
        } else {
            table(ofSet: Int(row[0]))?.release(Int32(truncatingIfNeeded: row[1]))
        }
    }

    private func forEachPair(
        _ key: Int32, _ row: UnsafeMutablePointer<Int64>, _ body: (Int, UInt64) -> Void
    ) {
        guard program.isRunning else { return }
        guard keepsRows else {
            guard pairs.indices.contains(Int(row[0])) else { return }
            body(Int(row[0]), PairTable.pair(key, Int32(truncatingIfNeeded: row[1])))
            return
        }
        for step in program.steps
        where step.kind == .distinctCount && OverProgram.isMarked(row, step.mark) {
            body(step.set, PairTable.pair(key, Int32(truncatingIfNeeded: row[step.word])))
        }
    }

    func finishRestore(firedMs: Int64) {
        let rows = waiting.keep(restored, after: firedMs)
        restored.removeAll()
        for (row, place) in rows {
            let key = numbering.keys.number(row.key)
            reserveKeys()
            use(key)
            var lane: Int32 = -1
            if row.kind == .row, !definition.frame.isUnbounded {
                lane = lanes.number(of: key, row.partition, first: &head(key).pointee.lane)
            }
            wait(row, place, key, lane)
        }
        markCheckpointed()
    }

    private func wait(_ row: RestoredRow, _ place: RowPlace, _ key: Int32, _ lane: Int32) {
        var own = WaitingRow(row, key, place)
        own.lane = lane
        head(key).pointee.waiting += 1
        let isOfLane = lane >= 0 && row.dueMs > lanes.lane(lane).pointee.forgotMs
        if isOfLane { own.previous = lanes.lane(lane).pointee.newest }
        let slot = waiting.add(own)
        guard isOfLane else { return }
        if own.previous >= 0 { waiting.row(own.previous).pointee.next = slot }
        lanes.lane(lane).pointee.newest = slot
    }
}
