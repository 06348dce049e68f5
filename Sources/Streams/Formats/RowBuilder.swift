import Engine

/// Rows on their way into columns: one cell of eight bytes per row and column.
///
/// A cell holds an integer, the bits of a `Double`, or a text as start and length. The memory
/// belongs to this value alone and lives for one decoded batch.
struct RowBuilder: ~Copyable {
    /// Finished rows.
    private(set) var count = 0
    let width: Int
    private var capacity: Int
    private var cells: UnsafeMutablePointer<Int64>
    private var nulls: UnsafeMutablePointer<Bool>
    /// The message of each row.
    private var messages: UnsafeMutablePointer<Int32>
    /// For each column the mark of the row that set it last.
    private let marks: UnsafeMutablePointer<Int32>
    private var mark: Int32 = 0
    /// Units of the decimals; a cell says which.
    private var decimals: [Int128] = []
    private var columnsSet = 0

    init(width: Int, capacity: Int) {
        self.width = width
        self.capacity = max(1, capacity)
        cells = .allocate(capacity: max(1, width * self.capacity))
        nulls = .allocate(capacity: max(1, width * self.capacity))
        messages = .allocate(capacity: self.capacity)
        marks = .allocate(capacity: max(1, width))
        marks.initialize(repeating: -1, count: width)
    }

    deinit {
        cells.deallocate()
        nulls.deallocate()
        messages.deallocate()
        marks.deallocate()
    }

    /// Begins a row, or begins it again: what was set since the last finished row is void.
    @inline(__always)
    mutating func beginRow() {
        if count == capacity { grow() }
        mark &+= 1
        columnsSet = 0
    }

    @inline(__always)
    mutating func set(_ value: Int64, column: Int) {
        let cell: Int = column &* capacity &+ count
        cells[cell] = value
        nulls[cell] = false
        note(column)
    }

    @inline(__always)
    mutating func set(double value: Double, column: Int) {
        set(Int64(bitPattern: value.bitPattern), column: column)
    }

    mutating func set(decimal units: Int128, column: Int) {
        set(Int64(decimals.count), column: column)
        decimals.append(units)
    }

    @inline(__always)
    mutating func set(textStart: Int, length: Int, column: Int) {
        set(Int64(length) << 32 | Int64(textStart), column: column)
    }

    @inline(__always)
    mutating func setNull(column: Int) {
        let cell: Int = column &* capacity &+ count
        cells[cell] = 0
        nulls[cell] = true
        note(column)
    }

    @inline(__always)
    private mutating func note(_ column: Int) {
        if marks[column] != mark {
            marks[column] = mark
            columnsSet &+= 1
        }
    }

    /// The first column that this row has not set; `nil` when it has set all.
    @inline(__always)
    func firstUnset() -> Int? {
        if columnsSet == width { return nil }
        return (0..<width).first { marks[$0] != mark }
    }

    /// Ends the row; columns that were not set are NULL.
    @inline(__always)
    mutating func finishRow(message: Int) {
        if columnsSet != width {
            for column in 0..<width where marks[column] != mark { setNull(column: column) }
        }
        messages[count] = Int32(truncatingIfNeeded: message)
        count &+= 1
    }

    /// Takes back all rows from this count on.
    mutating func cut(to count: Int) { self.count = count }

    /// The message of each finished row.
    var messageIndices: [Int32] { Array(UnsafeBufferPointer(start: messages, count: count)) }

    /// The finished rows of one column.
    func column(_ index: Int, _ type: DataType, _ texts: TextBuffer) -> Column {
        let first = cells + index * capacity
        let marks = nullMarks(index)
        switch type.storage {
        case .integers:
            let values = [Int64](unsafeUninitializedCapacity: count) { buffer, initialized in
                _ = buffer.initialize(from: UnsafeBufferPointer(start: first, count: count))
                initialized = count
            }
            return Column(type, .integers(values), nulls: marks)
        case .doubles:
            let values = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
                for row in 0..<count {
                    buffer.initializeElement(
                        at: row, to: Double(bitPattern: UInt64(bitPattern: first[row])))
                }
                initialized = count
            }
            return Column(type, .doubles(values), nulls: marks)
        case .decimals:
            let values = (0..<count).map { row in
                marks?[row] == true ? 0 : decimals[Int(first[row])]
            }
            return Column(type, .decimals(values), nulls: marks)
        case .strings:
            let starts = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
                for row in 0..<count {
                    buffer[row] = Int32(truncatingIfNeeded: first[row])
                }
                if !texts.areInPlace {
                    for row in 0..<count { buffer[row] = texts.start(buffer[row]) }
                }
                initialized = count
            }
            let lengths = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
                for row in 0..<count {
                    buffer[row] = Int32(truncatingIfNeeded: first[row] >> 32)
                }
                initialized = count
            }
            let column = StringColumn(bytes: texts.bytes, starts: starts, lengths: lengths)
            return Column(type, .strings(column), nulls: marks)
        }
    }

    private func nullMarks(_ index: Int) -> [Bool]? {
        let marks = UnsafeBufferPointer(start: nulls + index * capacity, count: count)
        return marks.contains(true) ? Array(marks) : nil
    }

    /// Only arrays of rows make more rows than messages.
    private mutating func grow() {
        let wider = capacity * 2
        let newCells = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, width * wider))
        let newNulls = UnsafeMutablePointer<Bool>.allocate(capacity: max(1, width * wider))
        let newMessages = UnsafeMutablePointer<Int32>.allocate(capacity: wider)
        newMessages.initialize(from: messages, count: count)
        for column in 0..<width {
            (newCells + column * wider).initialize(from: cells + column * capacity, count: count)
            (newNulls + column * wider).initialize(from: nulls + column * capacity, count: count)
        }
        cells.deallocate()
        nulls.deallocate()
        messages.deallocate()
        cells = newCells
        nulls = newNulls
        messages = newMessages
        capacity = wider
    }
}
