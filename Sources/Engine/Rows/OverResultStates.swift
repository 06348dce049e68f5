/// What each row of a batch of results has seen: a state for each, until they become columns.
final class OverResultStates {
    private let program: OverProgram
    private let count: Int
    private let words: Int
    private let copies: Memory<UInt64>
    private let empty: [UInt64]
    /// Where states live that are computed anew for each row, the row's number being the key.
    private let pane: Pane
    private var accumulation: Accumulation

    init(_ program: OverProgram, count: Int) {
        self.program = program
        self.count = count
        words = program.layout.stride / 8
        empty = program.layout.empty
        copies = Memory(capacity: program.isRunning ? count * words : 1)
        pane = Pane(startMs: 0, visibleFromMs: 0, program.layout)
        accumulation = Accumulation(program.layout, program.input, chunk: KeyNumbering.chunk)
    }

    @inline(__always)
    func state(_ index: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(copies.base + index &* words)
    }

    @inline(__always)
    func set(_ index: Int, _ state: UnsafeMutableRawPointer) {
        self.state(index).copyMemory(from: state, byteCount: words &* 8)
    }

    func setEmpty(_ index: Int) {
        for word in empty.indices { copies.base[index * words + word] = empty[word] }
    }

    /// Aggregates the packed rows that a result sees.
    func compute(
        _ index: Int, _ rows: [UnsafeMutablePointer<Int64>], _ tables: [ValueTable?]
    ) {
        let unpacked = UnpackedRows(program, rows, tables)
        let times = rows.map { $0[OverProgram.timeWord] }
        let timing = RowTiming(timesMs: times, newestMs: times, WallClock(.utc, nil))
        let found = Memory<UnsafeMutableRawPointer>(capacity: max(1, rows.count))
        let numbers = Memory<Int32>(capacity: max(1, rows.count))
        let keys = Memory<Int32>(repeating: Int32(index), count: max(1, rows.count))
        for row in rows.indices { numbers.base[row] = Int32(row) }
        empty.withUnsafeBufferPointer { empty in
            guard let empty = empty.baseAddress else { return }
            pane.locate(keys.base, max(1, rows.count), empty, found.base)
        }
        for start in stride(from: 0, to: rows.count, by: KeyNumbering.chunk) {
            let part = min(KeyNumbering.chunk, rows.count - start)
            accumulation.add(
                RowsOfPane(
                    rows: numbers.base + start, states: found.base + start, keys: keys.base + start,
                    count: part), unpacked.columns, timing, to: pane)
        }
    }

    /// The aggregates' columns.
    func columns(wraps: Bool, _ failed: inout Int64) -> [Column] {
        let states = (0..<count).map { program.isRunning ? state($0) : pane.state($0) }
        return program.layout.results.indices.map {
            program.layout.column($0, states, pane.store, wraps: wraps, &failed)
        }
    }
}

/// Packed rows as columns again, where each result is computed anew.
private struct UnpackedRows {
    let columns: [Column]

    init(_ program: OverProgram, _ rows: [UnsafeMutablePointer<Int64>], _ tables: [ValueTable?]) {
        var columns = program.input.fields.map { Column($0.type, []) }
        let inputs = program.layout.inputs
        for filter in Set(inputs.compactMap(\.filter)) {
            let marks = inputs.indices.filter { inputs[$0].filter == filter }
            let truth = rows.map { row in
                marks.contains { OverProgram.isMarked(row, $0) } ? Int64(1) : 0
            }
            columns[filter] = Column(.boolean, .integers(truth))
        }
        for (place, word) in program.words.enumerated() {
            let marks = inputs.indices.filter { inputs[$0].argument == word.column }
            let nulls = rows.map { row in !marks.contains { OverProgram.isMarked(row, $0) } }
            let words = rows.map { $0[program.firstWord + place] }
            columns[word.column] = Column(
                program.input[word.column].type,
                UnpackedRows.values(words, program.input[word.column].type, tables[place]),
                nulls: nulls.contains(true) ? nulls : nil)
        }
        self.columns = columns
    }

    private static func values(
        _ words: [Int64], _ type: DataType, _ table: ValueTable?
    ) -> Column.Values {
        switch type.storage {
        case .integers: return .integers(words)
        case .doubles:
            return .doubles(words.map { Double(bitPattern: UInt64(bitPattern: $0)) })
        case .strings:
            var texts = StringColumn()
            for word in words {
                if let table, word >= 0 {
                    texts.append(table.key(Int32(truncatingIfNeeded: word)))
                } else {
                    texts.append(EmptyCollection())
                }
            }
            return .strings(texts)
        case .decimals:
            return .decimals(
                words.map { word in
                    guard let table, word >= 0 else { return 0 }
                    return table.decimal(Int32(truncatingIfNeeded: word))
                })
        }
    }
}
