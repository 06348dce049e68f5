import Engine

/// A group's rows of one commit, in the order in which they were fired.
struct ResultRows {
    struct Row {
        let batch: Int
        let row: Int
        let eventTimeMs: Int64
        let newestEventTimeMs: Int64
        let isDelete: Bool
    }

    let batches: [ResultBatch]
    private(set) var rows: [Row] = []
    /// Where each batch's rows stand in ``rows``.
    private(set) var ranges: [Range<Int>] = []
    /// Rows whose key is NULL or NaN, which no table can hold; most were dropped by the engine.
    private(set) var refused: Int64 = 0
    private let key: [Int]

    /// Leaves out rows without a key.
    init(_ batches: [ResultBatch], key: [Int]) {
        self.batches = batches
        self.key = key
        rows.reserveCapacity(batches.reduce(0) { $0 + $1.rows.count })
        for (index, batch) in batches.enumerated() {
            refused += batch.droppedRows
            let start = rows.count
            for row in 0..<batch.rows.count where batch.rows.kinds?[row] != .updateBefore {
                guard hasKey(batch.rows, row) else {
                    refused += 1
                    continue
                }
                rows.append(
                    Row(
                        batch: index, row: row, eventTimeMs: batch.eventTimesMs[row],
                        newestEventTimeMs: batch.newestEventTimesMs[row],
                        isDelete: batch.rows.kinds?[row] == .delete))
            }
            ranges.append(start..<rows.count)
        }
    }

    private func hasKey(_ rows: ColumnBatch, _ row: Int) -> Bool {
        for index in key {
            if rows.columns[index].isNull(row) { return false }
            if case .doubles(let values) = rows.columns[index].values, values[row].isNaN {
                return false
            }
        }
        return true
    }

    /// Each key's newest row, in key order; of equal event times the later one.
    func newestByKey() -> [Row] {
        var newest: [Row] = []
        newest.reserveCapacity(rows.count)
        var last: Place?
        for place in placesByKey() {
            let row = rows[Int(place.row)]
            if let last, order(last, place) == 0 {
                if row.eventTimeMs >= newest[newest.count - 1].eventTimeMs {
                    newest[newest.count - 1] = row
                }
            } else {
                newest.append(row)
            }
            last = place
        }
        return newest
    }

    /// An index into ``rows`` and where its key comes, roughly.
    private struct Place {
        let prefix: UInt64
        let row: Int32
    }

    /// All rows in key order, and those of one key as they were fired.
    private func placesByKey() -> [Place] {
        var places = zip(keyPrefixes(), rows.indices).map { Place(prefix: $0, row: Int32($1)) }
        // One batch often comes in key order already.
        if zip(places, places.dropFirst()).allSatisfy({ order($0, $1) <= 0 }) { return places }
        places.sort { left, right in
            let order = order(left, right)
            return order == 0 ? left.row < right.row : order < 0
        }
        return places
    }

    private func order(_ left: Place, _ right: Place) -> Int {
        if left.prefix != right.prefix { return left.prefix < right.prefix ? -1 : 1 }
        return order(rows[Int(left.row)], rows[Int(right.row)])
    }

    /// A number for each row that never orders two keys otherwise than they are ordered.
    ///
    /// Most keys differ in it, and two numbers are compared in a fraction of the time.
    private func keyPrefixes() -> [UInt64] {
        guard let first = key.first else { return [UInt64](repeating: 0, count: rows.count) }
        let columns = batches.map { $0.rows.columns[first].values }
        let skipped = sharedBytes(of: columns)
        return rows.map { row in
            switch columns[row.batch] {
            case .integers(let values): UInt64(bitPattern: values[row.row]) ^ (1 << 63)
            case .strings(let texts): texts.number(row.row, from: skipped)
            // Rarely keys, and 0.0 is -0.0 there.
            case .doubles, .decimals: 0
            }
        }
    }

    /// How many bytes all texts begin with, as in `device-17` and `device-4`.
    private func sharedBytes(of columns: [Column.Values]) -> Int {
        guard let first = rows.first, case .strings(let texts) = columns[first.batch] else {
            return 0
        }
        var shared = Int(texts.lengths[first.row])
        for row in rows where shared > 0 {
            guard case .strings(let others) = columns[row.batch] else { return 0 }
            shared = texts.shared(first.row, with: others, row.row, atMost: shared)
        }
        return shared
    }

    private func order(_ left: Row, _ right: Row) -> Int {
        for index in key {
            let order = order(
                batches[left.batch].rows.columns[index].values, left.row,
                batches[right.batch].rows.columns[index].values, right.row)
            if order != 0 { return order }
        }
        return 0
    }

    private func order(
        _ left: Column.Values, _ leftRow: Int, _ right: Column.Values, _ rightRow: Int
    ) -> Int {
        switch (left, right) {
        case (.integers(let left), .integers(let right)):
            let (left, right) = (left[leftRow], right[rightRow])
            return left < right ? -1 : left > right ? 1 : 0
        case (.doubles(let left), .doubles(let right)):
            let (left, right) = (left[leftRow], right[rightRow])
            return left < right ? -1 : left > right ? 1 : 0
        case (.strings(let left), .strings(let right)):
            return left.compare(leftRow, with: right, rightRow)
        case (.decimals(let left), .decimals(let right)):
            let (left, right) = (left[leftRow], right[rightRow])
            return left < right ? -1 : left > right ? 1 : 0
        case (.integers, _), (.doubles, _), (.strings, _), (.decimals, _):
            preconditionFailure("the columns of a sink have the same storage in every batch")
        }
    }
}

extension StringColumn {
    /// Eight bytes of a text as one number, as if zeros followed a shorter one.
    fileprivate func number(_ row: Int, from skipped: Int) -> UInt64 {
        let start = Int(starts[row])
        var number: UInt64 = 0
        for index in skipped..<skipped + 8 {
            let byte = index < Int(lengths[row]) ? bytes[start + index] : 0
            number = number << 8 | UInt64(byte)
        }
        return number
    }

    /// With how many equal bytes two texts begin.
    fileprivate func shared(
        _ row: Int, with other: StringColumn, _ otherRow: Int, atMost limit: Int
    ) -> Int {
        let (start, otherStart) = (Int(starts[row]), Int(other.starts[otherRow]))
        let end = min(limit, Int(other.lengths[otherRow]))
        for index in 0..<end where bytes[start + index] != other.bytes[otherStart + index] {
            return index
        }
        return end
    }

    /// Compares two texts as SQLite does: byte by byte, the shorter one first.
    fileprivate func compare(_ row: Int, with other: StringColumn, _ otherRow: Int) -> Int {
        bytes.withUnsafeBufferPointer { left in
            other.bytes.withUnsafeBufferPointer { right in
                let leftStart = Int(starts[row])
                let rightStart = Int(other.starts[otherRow])
                let leftCount = Int(lengths[row])
                let rightCount = Int(other.lengths[otherRow])
                for index in 0..<min(leftCount, rightCount) {
                    let (one, two) = (left[leftStart + index], right[rightStart + index])
                    if one != two { return one < two ? -1 : 1 }
                }
                return leftCount - rightCount
            }
        }
    }
}
