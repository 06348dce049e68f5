/// The columns of some rows that wait, in memory of their own.
final class RowSegment {
    /// One column: a word for each row, of a DECIMAL two, the texts' bytes apart.
    final class Part {
        fileprivate(set) var words: Memory<Int64>
        fileprivate var nulls = Memory<Bool>(capacity: 1)
        fileprivate var hasNulls = false
        fileprivate var bytes = Memory<UInt8>(capacity: 1)
        fileprivate var bytesCount = 0

        init(_ column: Column, _ rows: UnsafeBufferPointer<Int32>) {
            words = Memory(capacity: column.type.isDecimal ? rows.count * 2 : rows.count)
            let words = words.base
            if let marks = column.nulls {
                nulls = Memory(capacity: rows.count)
                hasNulls = true
                for (index, row) in rows.enumerated() { nulls.base[index] = marks[Int(row)] }
            }
            switch column.values {
            case .integers(let values):
                values.withUnsafeBufferPointer { values in
                    for (index, row) in rows.enumerated() { words[index] = values[Int(row)] }
                }
            case .doubles(let values):
                for (index, row) in rows.enumerated() {
                    words[index] = Int64(bitPattern: values[Int(row)].bitPattern)
                }
            case .decimals(let values):
                for (index, row) in rows.enumerated() {
                    let value = WideInteger(values[Int(row)])
                    words[index * 2] = Int64(bitPattern: value.low)
                    words[index * 2 + 1] = value.high
                }
            case .strings(let texts): copy(texts, rows)
            }
        }

        /// A text is its place in the bytes and its length, in the halves of its word.
        private func copy(_ texts: StringColumn, _ rows: UnsafeBufferPointer<Int32>) {
            let total = rows.reduce(0) { $0 + Int(texts.lengths[Int($1)]) }
            bytes = Memory(capacity: total)
            let target = bytes.base
            var next = 0
            texts.bytes.withUnsafeBufferPointer { source in
                for (index, row) in rows.enumerated() {
                    let start = Int(texts.starts[Int(row)])
                    let length = Int(texts.lengths[Int(row)])
                    if length > 0, let base = source.baseAddress {
                        (target + next).update(from: base + start, count: length)
                    }
                    words.base[index] = Int64(next) << 32 | Int64(length)
                    next += length
                }
            }
            bytesCount = next
        }

        var memory: Int { words.bytes + bytes.bytes + nulls.bytes }
    }

    let count: Int
    let parts: [Part]
    /// Rows that still wait.
    var live: Int

    /// Copies some rows of a batch.
    init(_ columns: [Column], _ rows: UnsafeBufferPointer<Int32>) {
        count = rows.count
        live = rows.count
        parts = columns.map { Part($0, rows) }
    }

    var memory: Int { parts.reduce(0) { $0 + $1.memory } }

    /// A column put together from rows of several segments, named by segment and row.
    static func column(
        _ index: Int, _ type: DataType, _ segments: [RowSegment?],
        _ places: UnsafeBufferPointer<RowPlace>
    ) -> Column {
        let words = segments.map { $0.map { UnsafePointer($0.parts[index].words.base) } }
        var nulls: [Bool]?
        if segments.contains(where: { $0?.parts[index].hasNulls == true }) {
            var marks = [Bool](repeating: false, count: places.count)
            for (row, place) in places.enumerated() {
                if let part = segments[Int(place.segment)]?.parts[index], part.hasNulls {
                    marks[row] = part.nulls.base[Int(place.row)]
                }
            }
            nulls = marks.contains(true) ? marks : nil
        }
        if type.isDecimal {
            let values = places.map { place -> Int128 in
                guard let words = words[Int(place.segment)] else { return 0 }
                let row = Int(place.row) * 2
                return Int128(words[row + 1]) << 64 | Int128(UInt64(bitPattern: words[row]))
            }
            return Column(type, .decimals(values), nulls: nulls)
        }
        let values = [Int64](unsafeUninitializedCapacity: places.count) { buffer, size in
            words.withUnsafeBufferPointer { words in
                for (row, place) in places.enumerated() {
                    buffer[row] = words[Int(place.segment)]?[Int(place.row)] ?? 0
                }
            }
            size = places.count
        }
        switch type.storage {
        case .integers, .decimals: return Column(type, .integers(values), nulls: nulls)
        case .doubles:
            let numbers = values.map { Double(bitPattern: UInt64(bitPattern: $0)) }
            return Column(type, .doubles(numbers), nulls: nulls)
        case .strings:
            return Column(type, .strings(texts(index, segments, values, places)), nulls: nulls)
        }
    }

    private static func texts(
        _ index: Int, _ segments: [RowSegment?], _ words: [Int64],
        _ places: UnsafeBufferPointer<RowPlace>
    ) -> StringColumn {
        let bases = segments.map { $0.map { UnsafePointer($0.parts[index].bytes.base) } }
        var column = StringColumn()
        column.starts.reserveCapacity(words.count)
        column.lengths.reserveCapacity(words.count)
        var total = 0
        for word in words {
            let length = Int32(truncatingIfNeeded: word)
            column.starts.append(Int32(truncatingIfNeeded: total))
            column.lengths.append(length)
            total += Int(length)
        }
        column.bytes = [UInt8](unsafeUninitializedCapacity: total) { buffer, size in
            var next = 0
            for (row, place) in places.enumerated() {
                let length = Int(Int32(truncatingIfNeeded: words[row]))
                guard length > 0, let base = bases[Int(place.segment)],
                    let target = buffer.baseAddress
                else { continue }
                (target + next).update(from: base + Int(words[row] >> 32), count: length)
                next += length
            }
            size = next
        }
        return column
    }
}

/// A row of a segment.
struct RowPlace: BitwiseCopyable {
    let segment: Int32
    let row: Int32
}
