import CIntrinsics

/// What an OVER aggregate knows of one key, beside its accumulators.
struct OverKey: BitwiseCopyable {
    /// The newest row that has become a result.
    var newestMs = Int64.min
    /// From this watermark on no row to come sees what the key has seen.
    var coverMs = Int64.min
    /// The rows of its frame, oldest first.
    var ring = Ring()
    /// Rows that the watermark has not reached.
    var waiting: Int32 = 0
    /// The first of its lanes.
    var lane: Int32 = -1
    /// Of the ring as the last checkpoint has it: rows gone from the front, rows still there.
    var dropped: Int32 = 0
    var kept: Int32 = 0
    var isUsed = false
    var isChanged = false
}

/// Aggregates over the rows before each row.
///
/// Lateness is judged when a row comes, by what its own partition alone has brought; results are
/// made when the watermark comes, in an order that no cutting of batches changes. A class only so
/// that an array can hold it; the loops work on raw memory.
final class OverOperator: ShardableRows {
    var tellsOrder = false
    let definition: OverAggregate
    let program: OverProgram
    let emptyState: [UInt64]
    var numbering: KeyNumbering
    var waiting: WaitingRows
    var lanes = LaneTable()
    var rings: RowRings
    var staged: OverRows
    var heads = Memory<OverKey>(capacity: 64)
    var headCount = 0
    var states = Memory<UInt64>(capacity: 64)
    let steps: Memory<OverProgram.Step>
    let stepCount: Int
    /// For each distinct set how often each key has each value.
    let pairs: [CountedPairs]
    var changed: [Int32] = []
    /// Keys that have gone since the last checkpoint.
    var gone: [[UInt8]] = []
    /// Waiting rows of a checkpoint that is being read.
    var restored: [RestoredRow] = []
    var sweptTo = 0
    /// Accumulators that lost what they stood for, one bit each; the last bit for all further ones.
    var dirty: UInt64 = 0
    private let numbers = Memory<Int32>(capacity: KeyNumbering.chunk)

    init(_ definition: OverAggregate, _ input: Schema) {
        self.definition = definition
        program = OverProgram(definition.aggregates, input)
        emptyState = program.layout.empty
        numbering = KeyNumbering(definition.keys, input)
        waiting = WaitingRows(input.fields.map(\.type))
        staged = OverRows(program, input)
        rings = RowRings(width: OverOperator.ringWidth(definition.frame, program))
        stepCount = program.steps.count
        steps = Memory(capacity: stepCount)
        for (index, step) in program.steps.enumerated() { steps.base[index] = step }
        pairs = program.layout.sets.map { _ in CountedPairs() }
    }

    /// An unbounded frame keeps no rows, only the values that DISTINCT has seen.
    private static func ringWidth(_ frame: OverFrame, _ program: OverProgram) -> Int {
        frame.isUnbounded && program.isRunning ? 2 : program.width
    }

    var keepsRows: Bool { !definition.frame.isUnbounded || !program.isRunning }
    var stateWords: Int { program.layout.stride / 8 }

    @inline(__always)
    func head(_ key: Int32) -> UnsafeMutablePointer<OverKey> { heads.base + Int(key) }

    @inline(__always)
    func state(_ key: Int32) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(states.base + Int(key) &* stateWords)
    }

    var encoder: KeyEncoder { numbering.encoder }
    var arrivals: Int64 {
        get { waiting.arrivals }
        set { waiting.arrivals = newValue }
    }

    var statistics: StateStatistics {
        var result = StateStatistics()
        result.openKeys = numbering.keys.count
        result.bytes =
            numbering.keys.memory + waiting.memory + lanes.memory + rings.memory + heads.bytes
            + states.bytes + staged.memory + pairs.reduce(0) { $0 + $1.memory }
        return result
    }

    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        var lateness = Lateness()
        let all = rows.rows
        all.withUnsafeBufferPointer { all in
            for start in stride(from: 0, to: all.count, by: KeyNumbering.chunk) {
                let end = min(all.count, start + KeyNumbering.chunk)
                let part = UnsafeBufferPointer(rebasing: all[start..<end])
                lateness.late += accept(part, timing, Int32(truncatingIfNeeded: channel), columns)
            }
        }
        waiting.arrivals &+= Int64(timing.timesMs.count)
        waiting.compact()
        return lateness
    }

    private func accept(
        _ rows: UnsafeBufferPointer<Int32>, _ timing: RowTiming, _ partition: Int32,
        _ columns: [Column]
    ) -> [Int32] {
        guard let base = rows.baseAddress else { return [] }
        numbering.number(base, rows.count, columns, into: numbers.base)
        reserveKeys()
        var late: [Int32] = []
        var unused: [Int32] = []
        let segment = waiting.nextSegment
        let kept = [Int32](unsafeUninitializedCapacity: rows.count) { kept, count in
            timing.timesMs.withUnsafeBufferPointer { times in
                timing.judgedByMs.withUnsafeBufferPointer { watermarks in
                    for index in 0..<rows.count {
                        prefetch(index, rows.count)
                        let row = rows[index]
                        let place = RowPlace(segment: segment, row: Int32(count))
                        let isKept = accept(
                            numbers.base[index], times[Int(row)], watermarks[Int(row)], partition,
                            waiting.arrivals &+ Int64(row), place)
                        if isKept {
                            kept[count] = row
                            count &+= 1
                        } else {
                            late.append(row)
                            if !head(numbers.base[index]).pointee.isUsed {
                                unused.append(numbers.base[index])
                            }
                        }
                    }
                }
            }
        }
        kept.withUnsafeBufferPointer { waiting.keep(columns, $0) }
        forgetUnused(unused)
        return late
    }

    @inline(__always)
    private func prefetch(_ index: Int, _ count: Int) {
        if index &+ 16 < count { cin_prefetch(heads.base + Int(numbers.base[index &+ 16])) }
        if index &+ 8 < count {
            let lane = head(numbers.base[index &+ 8]).pointee.lane
            if lane >= 0 { cin_prefetch(lanes.lane(lane)) }
        }
    }

    /// Keys that came with late rows only.
    private func forgetUnused(_ keys: [Int32]) {
        for key in Set(keys) where !head(key).pointee.isUsed {
            numbering.keys.retain(key)
            numbering.keys.release(key)
        }
    }

    /// Makes room for every key that has a number.
    func reserveKeys() {
        let limit = numbering.keys.limit
        guard limit > headCount else { return }
        heads.reserve(limit, keeping: headCount)
        states.reserve(limit * stateWords, keeping: headCount * stateWords)
        for key in headCount..<limit { heads.base[key] = OverKey() }
        headCount = limit
    }

    /// Lets a row wait, unless it is late.
    @inline(__always)
    private func accept(
        _ key: Int32, _ timeMs: Int64, _ watermarkMs: Int64, _ partition: Int32,
        _ sequence: Int64, _ place: RowPlace
    ) -> Bool {
        var lane: Int32 = -1
        switch definition.frame {
        case .range(let precedingMs):
            guard let open = openLane(key, timeMs, watermarkMs, partition, precedingMs) else {
                return false
            }
            lane = open
        case .rows:
            guard let open = openLane(key, timeMs, watermarkMs, partition, nil) else {
                return false
            }
            lane = open
        case .unboundedRange, .unboundedRows:
            if timeMs <= watermarkMs { return false }
            use(key)
        }
        var row = WaitingRow(
            dueMs: max(timeMs, watermarkMs &+ 1), timeMs: timeMs, sequence: sequence, key: key,
            partition: partition, place: place, lane: lane, kind: .row)
        head(key).pointee.waiting &+= 1
        guard lane >= 0 else {
            _ = waiting.add(row)
            return true
        }
        markChanged(key)
        row.coverMs = lanes.lane(lane).pointee.cleanDueMs
        row.previous = lanes.lane(lane).pointee.newest
        let slot = waiting.add(row)
        if row.previous >= 0 { waiting.row(row.previous).pointee.next = slot }
        lanes.lane(lane).pointee.newest = slot
        return true
    }

    /// The first row of a key takes a reference to it.
    @inline(__always)
    func use(_ key: Int32) {
        guard !head(key).pointee.isUsed else { return }
        head(key).pointee.isUsed = true
        numbering.keys.retain(key)
        reset(key)
    }

    /// The key's accumulators become those of no rows.
    func reset(_ key: Int32) {
        emptyState.withUnsafeBytes { empty in
            if let base = empty.baseAddress {
                state(key).copyMemory(from: base, byteCount: empty.count)
            }
        }
    }

    @inline(__always)
    func markChanged(_ key: Int32) {
        guard !head(key).pointee.isChanged else { return }
        head(key).pointee.isChanged = true
        changed.append(key)
    }
}

extension OverFrame {
    var isUnbounded: Bool { self == .unboundedRange || self == .unboundedRows }
    /// Rows of one time are results together.
    var hasPeers: Bool {
        switch self {
        case .range, .unboundedRange: true
        case .rows, .unboundedRows: false
        }
    }
}
