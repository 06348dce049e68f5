/// The latest row of each key: a row is a result at once when its key has had no newer one.
///
/// Nothing is late. Each partition is judged by itself, so that no order of reading changes the
/// results. A key that is too old to be remembered begins anew.
final class LastRowOperator: ShardableRows {
    var tellsOrder = false
    var arrivals: Int64 = 0
    private let timeToLiveMs: Int64?
    /// The sink wants to know the row that each result replaces.
    private let tellsReplaced: Bool
    private let types: [DataType]
    private var numbering: KeyNumbering
    /// Of each key the first of its lanes, -1 for a key not in use.
    private var firstLanes = Memory<Int32>(capacity: 64)
    private var keyCount = 0
    private var lanes = LaneTable()
    /// By lane, where the sink wants to know it.
    private var rows: [Int32: [Value]] = [:]
    private var passed: [PassedRows] = []
    private var changed: Set<Int32> = []
    private var gone: [[UInt8]] = []
    private var sweptTo = 0
    private let numbers = Memory<Int32>(capacity: KeyNumbering.chunk)

    init(_ definition: Deduplication, _ input: Schema, tellsReplaced: Bool) {
        timeToLiveMs = definition.timeToLiveMs
        self.tellsReplaced = tellsReplaced
        types = input.fields.map(\.type)
        numbering = KeyNumbering(definition.keys, input)
    }

    var encoder: KeyEncoder { numbering.encoder }

    var signature: UInt32 {
        Hash.of(Array("last \(numbering.encoder.types) \(types) \(tellsReplaced)".utf8))
    }

    var statistics: StateStatistics {
        var result = StateStatistics()
        result.openKeys = numbering.keys.count
        result.bytes =
            numbering.keys.memory + firstLanes.bytes + lanes.memory + rows.count * types.count * 32
        return result
    }

    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        var kept: [Int32] = []
        var kinds: [RowKind] = []
        var replaced: [Int: [Value]] = [:]
        let all = rows.rows
        all.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            for start in stride(from: 0, to: all.count, by: KeyNumbering.chunk) {
                let count = min(KeyNumbering.chunk, all.count - start)
                numbering.number(base + start, count, columns, into: numbers.base)
                reserveKeys()
                for index in 0..<count {
                    let row = Int(all[start + index])
                    let lane = lane(
                        numbers.base[index], Int32(truncatingIfNeeded: channel),
                        timing.timesMs[row],
                        timing.judgedByMs[row])
                    guard let (number, isNew) = lane else { continue }
                    if tellsReplaced {
                        replaced[kept.count] = isNew ? nil : self.rows[number]
                        self.rows[number] = columns.map { $0[row] }
                    }
                    kept.append(Int32(row))
                    kinds.append(isNew ? .insert : .updateAfter)
                }
            }
        }
        defer { arrivals &+= Int64(timing.timesMs.count) }
        guard !kept.isEmpty else { return Lateness() }
        let times = kept.map { timing.timesMs[Int($0)] }
        let order = tellsOrder ? kept.map { place(ofRow: $0) } : []
        let results = ColumnBatch(
            count: kept.count, columns: columns.map { $0.gathered(kept) }, kinds: kinds)
        let newest = PassedRows(rows: results, timesMs: times, order: order)
        passed.append(tellsReplaced ? telling(replaced, newest) : newest)
        return Lateness()
    }

    /// Results come in the order of their rows.
    private func place(ofRow row: Int32) -> RowOrder {
        RowOrder(dueMs: 0, timeMs: 0, partition: 0, sequence: arrivals &+ Int64(row))
    }

    /// The lane that takes the row as its newest, and whether its key is new.
    ///
    /// `nil` for an older row.
    private func lane(
        _ key: Int32, _ partition: Int32, _ timeMs: Int64, _ watermarkMs: Int64
    ) -> (lane: Int32, isNew: Bool)? {
        if firstLanes.base[Int(key)] < 0 { numbering.keys.retain(key) }
        var first = max(-1, firstLanes.base[Int(key)])
        let known = first
        let number = lanes.number(of: key, partition, first: &first)
        firstLanes.base[Int(key)] = first
        let lane = lanes.lane(number)
        if first != known { lane.pointee.lastMs = .min }
        if let timeToLiveMs, lane.pointee.lastMs != .min,
            watermarkMs > lane.pointee.lastMs,
            watermarkMs &- lane.pointee.lastMs >= timeToLiveMs
        {
            lane.pointee.lastMs = .min
        }
        guard timeMs >= lane.pointee.lastMs else { return nil }
        let isNew = lane.pointee.lastMs == .min
        lane.pointee.lastMs = timeMs
        changed.insert(key)
        return (number, isNew)
    }

    /// The results with the row that each replaces before it.
    private func telling(_ replaced: [Int: [Value]], _ passed: PassedRows) -> PassedRows {
        var values: [[Value]] = []
        var kinds: [RowKind] = []
        var times: [Int64] = []
        var order: [RowOrder] = []
        for row in 0..<passed.rows.count {
            if let old = replaced[row] {
                values.append(old)
                kinds.append(.updateBefore)
                times.append(passed.timesMs[row])
                if tellsOrder { order.append(passed.order[row]) }
            }
            values.append(passed.rows.row(row))
            kinds.append(passed.rows.kinds?[row] ?? .insert)
            times.append(passed.timesMs[row])
            if tellsOrder { order.append(passed.order[row]) }
        }
        let columns = types.enumerated().map { place, type in
            Column(type, values.map { $0[place] })
        }
        return PassedRows(
            rows: ColumnBatch(count: values.count, columns: columns, kinds: kinds), timesMs: times,
            order: order)
    }

    private func reserveKeys() {
        let limit = numbering.keys.limit
        guard limit > keyCount else { return }
        firstLanes.reserve(limit, keeping: keyCount)
        for key in keyCount..<limit { firstLanes.base[key] = -1 }
        keyCount = limit
    }

    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows? {
        defer {
            passed.removeAll()
            sweep(watermarkMs)
        }
        return PassedRows(joining: passed)
    }

    /// Forgets some of the keys whose time is over, going round and round.
    private func sweep(_ watermarkMs: Int64) {
        guard timeToLiveMs != nil || watermarkMs == .max else { return }
        let turns = watermarkMs == .max ? keyCount : min(keyCount, 1_024)
        for _ in 0..<turns {
            if sweptTo >= keyCount { sweptTo = 0 }
            let key = Int32(sweptTo)
            sweptTo += 1
            if firstLanes.base[Int(key)] >= 0, isOver(key, watermarkMs) { remove(key) }
        }
        numbering.keys.compact()
    }

    private func isOver(_ key: Int32, _ watermarkMs: Int64) -> Bool {
        guard watermarkMs != .max else { return true }
        guard let timeToLiveMs else { return false }
        var number = firstLanes.base[Int(key)]
        while number >= 0 {
            let last = lanes.lane(number).pointee.lastMs
            if last != .min, watermarkMs <= last || watermarkMs &- last < timeToLiveMs {
                return false
            }
            number = lanes.lane(number).pointee.sibling
        }
        return true
    }

    private func remove(_ key: Int32) {
        gone.append(Array(numbering.keys.key(key)))
        letGo(key)
        changed.remove(key)
        numbering.keys.release(key)
    }

    private func letGo(_ key: Int32) {
        var number = firstLanes.base[Int(key)]
        while number >= 0 {
            rows[number] = nil
            number = lanes.lane(number).pointee.sibling
        }
        lanes.remove(&firstLanes.base[Int(key)])
    }

    func contents(onlyChanges: Bool) -> any StateContents {
        let written =
            onlyChanges
            ? changed.sorted() : (0..<Int32(keyCount)).filter { firstLanes.base[Int($0)] >= 0 }
        return KeyedContents(
            goneRecord: .goneUniqueKey, gone: KeyedContents.grouped(onlyChanges ? gone : []),
            keys: GroupedNumbers(written) { numbering.keys.keyGroup($0) }, waiting: nil,
            writeKey: write)
    }

    private func write(_ key: Int32, _ writer: inout BlobWriter) {
        writer.append(.uniqueKey)
        writer.append(text: numbering.keys.key(key))
        var numbers: [Int32] = []
        var next = firstLanes.base[Int(key)]
        while next >= 0 {
            numbers.append(next)
            next = lanes.lane(next).pointee.sibling
        }
        writer.append(Int64(numbers.count))
        for number in numbers {
            writer.append(Int64(lanes.lane(number).pointee.partition))
            writer.append(lanes.lane(number).pointee.lastMs)
            guard tellsReplaced else { continue }
            let values = rows[number] ?? types.map { _ in .null }
            for value in values { writer.append(value) }
        }
    }

    func markCheckpointed() {
        gone.removeAll()
        changed.removeAll()
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        guard record == .uniqueKey || record == .goneUniqueKey else {
            throw reader.damaged
        }
        let key = numbering.keys.number(try reader.text())
        reserveKeys()
        if firstLanes.base[Int(key)] < 0 { numbering.keys.retain(key) }
        letGo(key)
        guard record == .uniqueKey else {
            numbering.keys.release(key)
            return
        }
        for _ in 0..<(try reader.count()) {
            let partition = Int32(truncatingIfNeeded: try reader.integer())
            let number = lanes.number(of: key, partition, first: &firstLanes.base[Int(key)])
            lanes.lane(number).pointee.lastMs = try reader.integer()
            guard tellsReplaced else { continue }
            var values: [Value] = []
            for type in types { values.append(try RestoredRow.value(&reader, type)) }
            rows[number] = values
        }
    }

    func finishRestore(firedMs: Int64) {}
}
