/// Packs the rows of a batch as an OVER frame keeps them.
struct OverRows: ~Copyable {
    let program: OverProgram
    /// The numbered columns' different values, by the word's place among the words.
    let tables: [ValueTable?]
    private let hasTables: Bool
    private(set) var packed = Memory<Int64>(capacity: 64)
    private let picked = Memory<Int32>(capacity: KeyNumbering.chunk)
    private let numbers = Memory<Int32>(capacity: KeyNumbering.chunk)
    private let states = Memory<UnsafeMutableRawPointer>(capacity: 1)

    init(_ program: OverProgram, _ input: Schema) {
        self.program = program
        tables = program.words.map { word in
            word.isNumbered
                ? ValueTable(input[word.column].type, chunk: KeyNumbering.chunk) : nil
        }
        hasTables = program.words.contains(where: \.isNumbered)
    }

    @inline(__always)
    func row(_ index: Int) -> UnsafeMutablePointer<Int64> { packed.base + index &* program.width }

    /// Packs every row; numbered values are not retained yet.
    mutating func pack(_ columns: [Column], _ count: Int, _ timesMs: [Int64]) {
        let width = program.width
        packed.reserve(count * width, keeping: 0)
        let base = packed.base
        for index in 0..<count { base[index &* width] = timesMs[index] }
        for word in 0..<program.marksWords {
            for index in 0..<count { base[index &* width &+ OverProgram.firstMarks &+ word] = 0 }
        }
        for (mark, input) in program.layout.inputs.enumerated() { set(mark, input, columns, count) }
        for (place, word) in program.words.enumerated() {
            let target = base + program.firstWord + place
            if let table = tables[place] {
                number(columns[word.column], table, count, target)
            } else {
                copy(columns[word.column], count, target)
            }
        }
    }

    private func set(
        _ mark: Int, _ input: AggregateLayout.Input, _ columns: [Column], _ count: Int
    ) {
        let width = program.width
        let target = packed.base + OverProgram.firstMarks + mark >> 6
        let bit = Int64(1) << Int64(mark & 63)
        let nulls = input.argument.flatMap { columns[$0].nulls }
        guard let filter = input.filter, case .integers(let truth) = columns[filter].values else {
            for index in 0..<count where !(nulls?[index] ?? false) {
                target[index &* width] |= bit
            }
            return
        }
        let unknown = columns[filter].nulls
        for index in 0..<count
        where truth[index] != 0 && !(unknown?[index] ?? false) && !(nulls?[index] ?? false) {
            target[index &* width] |= bit
        }
    }

    private func copy(_ column: Column, _ count: Int, _ target: UnsafeMutablePointer<Int64>) {
        let width = program.width
        switch column.values {
        case .integers(let values):
            values.withUnsafeBufferPointer { values in
                for index in 0..<count { target[index &* width] = values[index] }
            }
        case .doubles(let values):
            values.withUnsafeBufferPointer { values in
                for index in 0..<count {
                    target[index &* width] = Int64(bitPattern: values[index].bitPattern)
                }
            }
        case .strings, .decimals: break
        }
    }

    /// NULL has the number -1.
    private func number(
        _ column: Column, _ table: ValueTable, _ count: Int, _ target: UnsafeMutablePointer<Int64>
    ) {
        let width = program.width
        for start in stride(from: 0, to: count, by: KeyNumbering.chunk) {
            var picked = 0
            for index in start..<min(count, start + KeyNumbering.chunk) {
                target[index &* width] = -1
                if column.isNull(index) { continue }
                self.picked.base[picked] = Int32(index)
                picked += 1
            }
            let seen = RowsOfPane(
                rows: self.picked.base, states: states.base, keys: self.picked.base, count: picked)
            table.number(column, seen, into: numbers.base)
            for index in 0..<picked {
                target[Int(self.picked.base[index]) &* width] = Int64(numbers.base[index])
                // Until the row is in its frame the number must not be given to another value.
                table.retain(numbers.base[index])
            }
        }
    }

    /// Lets go of the numbers of a packed row.
    @inline(__always)
    func release(_ row: UnsafePointer<Int64>) {
        if hasTables { releaseNumbers(row) }
    }

    private func releaseNumbers(_ row: UnsafePointer<Int64>) {
        for (place, table) in tables.enumerated() {
            let number = row[program.firstWord &+ place]
            if let table, number >= 0 { table.release(Int32(truncatingIfNeeded: number)) }
        }
    }

    func compact() {
        guard hasTables else { return }
        for case let table? in tables { table.compact() }
    }

    var memory: Int { packed.bytes + tables.reduce(0) { $0 + ($1?.memory ?? 0) } }
}
