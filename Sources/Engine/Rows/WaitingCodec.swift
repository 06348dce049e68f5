/// A waiting row as a checkpoint has it.
struct RestoredRow {
    let key: [UInt8]
    let kind: WaitingRow.Kind
    let dueMs: Int64
    let timeMs: Int64
    let sequence: Int64
    let coverMs: Int64
    let partition: Int32
    let values: [Value]

    /// The order in which it came; other kinds than rows have none.
    var arrival: Int64 { kind == .row ? sequence : -1 }

    init(_ reader: inout BlobReader, _ types: [DataType]) throws(RestoreFailure) {
        key = try reader.text()
        kind = try reader.integer() == 0 ? .row : .forget
        dueMs = try reader.integer()
        timeMs = try reader.integer() &+ dueMs
        sequence = try reader.integer()
        coverMs = try reader.integer()
        partition = Int32(truncatingIfNeeded: try reader.integer())
        var values: [Value] = []
        if kind == .row {
            for type in types { values.append(try RestoredRow.value(&reader, type)) }
        }
        self.values = values
    }

    static func value(
        _ reader: inout BlobReader, _ type: DataType
    ) throws(RestoreFailure) -> Value {
        guard try reader.integer() == 1 else { return .null }
        switch type.storage {
        case .integers: return .integer(try reader.integer())
        case .doubles: return .double(Double(bitPattern: try reader.word()))
        case .strings: return .string(String(decoding: try reader.text(), as: UTF8.self))
        case .decimals:
            let low = UInt64(bitPattern: try reader.integer())
            let units = Int128(try reader.integer()) << 64 | Int128(low)
            return .decimal(Decimal(units: units, scale: type.scale))
        }
    }
}

extension WaitingRow {
    init(_ row: RestoredRow, _ key: Int32, _ place: RowPlace) {
        self.init(
            dueMs: row.dueMs, timeMs: row.timeMs, coverMs: row.coverMs, sequence: row.sequence,
            key: key, partition: row.partition, place: place, lane: -1, kind: row.kind)
    }
}

extension WaitingRows {
    /// Every waiting row, or only those that no checkpoint has yet.
    func contents(
        onlyChanges: Bool, keyGroup: (Int32) -> Int,
        _ key: @escaping (Int32) -> UnsafeBufferPointer<UInt8>
    ) -> WaitingContents {
        var rows: [Int: [(row: WaitingRow, place: Int)]] = [:]
        var places: [RowPlace] = []
        for slot in onlyChanges ? unstored : all {
            let row = row(slot).pointee
            rows[keyGroup(row.key), default: []].append((row, places.count))
            if row.kind == .row { places.append(row.place) }
        }
        return WaitingContents(rows: rows, columns: columns(of: places), key: key)
    }

    /// Keeps the columns of the restored rows that still wait, which follow in the order they came.
    mutating func keep(
        _ restored: [RestoredRow], after firedMs: Int64
    ) -> [(row: RestoredRow, place: RowPlace)] {
        arrivals = restored.reduce(arrivals) { max($0, $1.arrival + 1) }
        let open = restored.filter { $0.dueMs > firedMs }.sorted { $0.sequence < $1.sequence }
        let rows = open.filter { $0.kind == .row }
        let segment = nextSegment
        let columns = types.enumerated().map { place, type in
            Column(type, rows.map { $0.values[place] })
        }
        (0..<Int32(rows.count)).map { $0 }.withUnsafeBufferPointer { keep(columns, $0) }
        var next: Int32 = 0
        return open.map { row in
            defer { if row.kind == .row { next += 1 } }
            return (row, RowPlace(segment: segment, row: next))
        }
    }
}

extension BlobWriter {
    /// A value behind a mark that is 0 for NULL.
    mutating func append(_ value: Value) {
        switch value {
        case .null: append(0)
        case .integer(let number):
            append(1)
            append(number)
        case .double(let number):
            append(1)
            append(word: number.bitPattern)
        case .decimal(let number):
            append(1)
            let wide = WideInteger(number.units)
            append(Int64(bitPattern: wide.low))
            append(wide.high)
        case .string(let text):
            append(1)
            append(text: Array(text.utf8))
        }
    }
}
