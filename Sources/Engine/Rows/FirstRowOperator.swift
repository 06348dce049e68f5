/// The earliest row of each key, a result as soon as the watermark has passed it.
///
/// A row behind the watermark is late, as in Flink. Of the rows that come later for a key nothing
/// is kept; they count as accepted, as the choice was among them too.
final class FirstRowOperator: ShardableRows {
    private struct Known: BitwiseCopyable {
        /// The row that was the result; `Int64.min` before there is one.
        var firstMs = Int64.min
        var waiting: Int32 = 0
        var isUsed = false
        var isChanged = false
    }

    var tellsOrder = false
    private let timeToLiveMs: Int64?
    private var numbering: KeyNumbering
    private var waiting: WaitingRows
    private var known = Memory<Known>(capacity: 64)
    private var knownCount = 0
    private var changed: [Int32] = []
    private var gone: [[UInt8]] = []
    private var restored: [RestoredRow] = []
    private var sweptTo = 0
    private let numbers = Memory<Int32>(capacity: KeyNumbering.chunk)

    init(_ definition: Deduplication, _ input: Schema) {
        timeToLiveMs = definition.timeToLiveMs
        numbering = KeyNumbering(definition.keys, input)
        waiting = WaitingRows(input.fields.map(\.type))
    }

    var encoder: KeyEncoder { numbering.encoder }
    var arrivals: Int64 {
        get { waiting.arrivals }
        set { waiting.arrivals = newValue }
    }

    var signature: UInt32 {
        Hash.of(Array("first \(numbering.encoder.types) \(waiting.types)".utf8))
    }

    var statistics: StateStatistics {
        var result = StateStatistics()
        result.openKeys = numbering.keys.count
        result.bytes = numbering.keys.memory + waiting.memory + known.bytes
        return result
    }

    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        var lateness = Lateness()
        let onTime = rows.filtered { timing.timesMs[$0] > timing.judgedByMs[$0] }
        if onTime.count < rows.count {
            rows.forEach { row in
                if timing.timesMs[row] <= timing.judgedByMs[row] {
                    lateness.late.append(Int32(row))
                }
            }
        }
        let all = onTime.rows
        all.withUnsafeBufferPointer { all in
            for start in stride(from: 0, to: all.count, by: KeyNumbering.chunk) {
                let end = min(all.count, start + KeyNumbering.chunk)
                let part = UnsafeBufferPointer(rebasing: all[start..<end])
                accept(part, timing.timesMs, Int32(truncatingIfNeeded: channel), columns)
            }
        }
        waiting.arrivals &+= Int64(timing.timesMs.count)
        waiting.compact()
        return lateness
    }

    private func accept(
        _ rows: UnsafeBufferPointer<Int32>, _ timesMs: [Int64], _ partition: Int32,
        _ columns: [Column]
    ) {
        guard let base = rows.baseAddress else { return }
        numbering.number(base, rows.count, columns, into: numbers.base)
        reserveKeys()
        let segment = waiting.nextSegment
        var kept: [Int32] = []
        for (index, row) in rows.enumerated() {
            let key = numbers.base[index]
            let timeMs = timesMs[Int(row)]
            if isKnown(key, timeMs) { continue }
            use(key)
            known.base[Int(key)].waiting += 1
            let place = RowPlace(segment: segment, row: Int32(kept.count))
            kept.append(row)
            _ = waiting.add(
                WaitingRow(
                    dueMs: timeMs, timeMs: timeMs, sequence: waiting.arrivals &+ Int64(row),
                    key: key, partition: partition, place: place, lane: -1, kind: .row))
        }
        kept.withUnsafeBufferPointer { waiting.keep(columns, $0) }
    }

    /// Whether the key has had its result when a row of this time is due.
    private func isKnown(_ key: Int32, _ timeMs: Int64) -> Bool {
        let firstMs = known.base[Int(key)].firstMs
        guard firstMs != .min else { return false }
        return timeToLiveMs.map { timeMs &- firstMs < $0 } ?? true
    }

    private func reserveKeys() {
        let limit = numbering.keys.limit
        guard limit > knownCount else { return }
        known.reserve(limit, keeping: knownCount)
        for key in knownCount..<limit { known.base[key] = Known() }
        knownCount = limit
    }

    private func use(_ key: Int32) {
        guard !known.base[Int(key)].isUsed else { return }
        known.base[Int(key)].isUsed = true
        numbering.keys.retain(key)
    }

    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows? {
        let slots = waiting.take(dueByMs: watermarkMs)
        var places: [RowPlace] = []
        var times: [Int64] = []
        var order: [RowOrder] = []
        for slot in slots {
            let row = waiting.row(slot).pointee
            let key = Int(row.key)
            known.base[key].waiting -= 1
            if isKnown(row.key, row.timeMs) { continue }
            known.base[key].firstMs = row.timeMs
            if !known.base[key].isChanged { changed.append(row.key) }
            known.base[key].isChanged = true
            places.append(row.place)
            times.append(row.timeMs)
            if tellsOrder { order.append(row.order) }
        }
        let columns = waiting.columns(of: places)
        for slot in slots { waiting.release(slot) }
        sweep(watermarkMs, slots.count)
        guard !places.isEmpty else { return nil }
        return PassedRows(
            rows: ColumnBatch(count: places.count, columns: columns), timesMs: times,
            order: order)
    }

    /// Forgets some of the keys whose time is over, going round and round.
    private func sweep(_ watermarkMs: Int64, _ passed: Int) {
        guard timeToLiveMs != nil || watermarkMs == .max else { return }
        let turns = watermarkMs == .max ? knownCount : min(knownCount, passed + 16)
        for _ in 0..<turns {
            if sweptTo >= knownCount { sweptTo = 0 }
            let key = Int32(sweptTo)
            sweptTo += 1
            let one = known.base[Int(key)]
            guard one.isUsed, one.waiting == 0, !isKnown(key, watermarkMs) || watermarkMs == .max
            else { continue }
            remove(key)
        }
        numbering.keys.compact()
    }

    private func remove(_ key: Int32) {
        gone.append(Array(numbering.keys.key(key)))
        known.base[Int(key)] = Known()
        numbering.keys.release(key)
    }

    func contents(onlyChanges: Bool) -> any StateContents {
        var seen: Set<Int32> = []
        let written =
            onlyChanges
            ? changed.filter { known.base[Int($0)].isChanged && seen.insert($0).inserted }
            : (0..<Int32(knownCount)).filter { known.base[Int($0)].firstMs != .min }
        return KeyedContents(
            goneRecord: .goneUniqueKey, gone: KeyedContents.grouped(onlyChanges ? gone : []),
            keys: GroupedNumbers(written) { numbering.keys.keyGroup($0) },
            waiting: waiting.contents(
                onlyChanges: onlyChanges, keyGroup: { numbering.keys.keyGroup($0) },
                { self.numbering.keys.key($0) }),
            writeKey: write)
    }

    private func write(_ key: Int32, _ writer: inout BlobWriter) {
        writer.append(.uniqueKey)
        writer.append(text: numbering.keys.key(key))
        writer.append(known.base[Int(key)].firstMs)
    }

    func markCheckpointed() {
        gone.removeAll()
        for key in changed { known.base[Int(key)].isChanged = false }
        changed.removeAll(keepingCapacity: true)
        waiting.markStored()
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        switch record {
        case .uniqueKey:
            let key = number(try reader.text())
            known.base[Int(key)].firstMs = try reader.integer()
        case .goneUniqueKey: remove(number(try reader.text()))
        case .waitingRow: restored.append(try RestoredRow(&reader, waiting.types))
        default: throw reader.damaged
        }
    }

    private func number(_ bytes: [UInt8]) -> Int32 {
        let key = numbering.keys.number(bytes)
        reserveKeys()
        use(key)
        return key
    }

    func finishRestore(firedMs: Int64) {
        for (row, place) in waiting.keep(restored, after: firedMs) {
            let key = number(row.key)
            known.base[Int(key)].waiting += 1
            _ = waiting.add(WaitingRow(row, key, place))
        }
        restored.removeAll()
        markCheckpointed()
    }
}
