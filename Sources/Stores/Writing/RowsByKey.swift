import Engine

/// A commit's rows in key order, and those of one key as they were fired.
struct RowsByKey {
    private let results: ResultRows
    private let places: [Place]
    /// They were fired in quite another order, not even in long pieces of this one.
    let wereScattered: Bool

    /// An index into the rows as they were fired, and where its key comes, roughly.
    private struct Place {
        let prefix: UInt64
        let row: Int32
    }

    init(_ results: ResultRows) {
        self.results = results
        var places = zip(results.keyPrefixes(), results.rows.indices).map {
            Place(prefix: $0, row: Int32($1))
        }
        // The rows of one window often come in key order already.
        let descents = zip(places, places.dropFirst())
            .count { Self.order($0, $1, in: results) > 0 }
        if descents > 0 {
            places.sort { left, right in
                let order = Self.order(left, right, in: results)
                return order == 0 ? left.row < right.row : order < 0
            }
        }
        self.places = places
        wereScattered = descents > places.count / 8
    }

    var rows: [ResultRows.Row] { places.map { results.rows[Int($0.row)] } }

    /// Each key's newest row; of equal event times the later one.
    func newest() -> [ResultRows.Row] {
        var newest: [ResultRows.Row] = []
        newest.reserveCapacity(places.count)
        var last: Place?
        for place in places {
            let row = results.rows[Int(place.row)]
            if let last, Self.order(last, place, in: results) == 0 {
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

    private static func order(_ left: Place, _ right: Place, in results: ResultRows) -> Int {
        if left.prefix != right.prefix { return left.prefix < right.prefix ? -1 : 1 }
        return results.order(results.rows[Int(left.row)], results.rows[Int(right.row)])
    }
}

extension ResultRows {
    /// A number for each row that never orders two keys otherwise than they are ordered.
    ///
    /// Most keys differ in it, and two numbers are compared in a fraction of the time.
    fileprivate func keyPrefixes() -> [UInt64] {
        guard let first = key.first else { return [UInt64](repeating: 0, count: rows.count) }
        let columns = batches.map { $0.rows.columns[first].values }
        let skipped = sharedBytes(of: columns)
        var prefixes: [UInt64] = []
        prefixes.reserveCapacity(rows.count)
        for (column, runs) in zip(columns, runs) {
            for run in runs { column.addNumbers(of: run, from: skipped, to: &prefixes) }
        }
        return prefixes
    }

    /// How many bytes all texts begin with, as in `device-17` and `device-4`.
    private func sharedBytes(of columns: [Column.Values]) -> Int {
        guard let first = rows.first, case .strings(let texts) = columns[first.batch] else {
            return 0
        }
        let start = Int(texts.starts[first.row])
        var shared = texts.bytes[start..<start + Int(texts.lengths[first.row])]
        for (column, runs) in zip(columns, runs) {
            guard case .strings(let texts) = column else { return 0 }
            for run in runs where !shared.isEmpty {
                shared = shared.prefix(texts.sharedBytes(of: run, with: shared))
            }
        }
        return shared.count
    }
}

extension Column.Values {
    /// Adds a number for each row, as ``ResultRows`` has them.
    fileprivate func addNumbers(
        of rows: Range<Int>, from skipped: Int, to numbers: inout [UInt64]
    ) {
        switch self {
        case .integers(let values):
            for row in rows { numbers.append(UInt64(bitPattern: values[row]) ^ (1 << 63)) }
        case .strings(let texts): texts.addNumbers(of: rows, from: skipped, to: &numbers)
        // Rarely keys, and 0.0 is -0.0 there.
        case .doubles, .decimals: numbers += repeatElement(0, count: rows.count)
        }
    }
}

extension StringColumn {
    /// Adds eight bytes of each text as one number, as if zeros followed a shorter one.
    fileprivate func addNumbers(
        of rows: Range<Int>, from skipped: Int, to numbers: inout [UInt64]
    ) {
        bytes.withUnsafeBytes { bytes in
            for row in rows {
                let start = Int(starts[row]) + skipped
                let count = min(8, Int(lengths[row]) - skipped)
                var number: UInt64 = 0
                if start + 8 <= bytes.count {
                    let whole = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
                    number = UInt64(bigEndian: whole) & ~(UInt64.max >> UInt64(count * 8))
                } else {
                    for index in 0..<count {
                        number |= UInt64(bytes[start + index]) << UInt64(56 - index * 8)
                    }
                }
                numbers.append(number)
            }
        }
    }

    /// How many bytes at the most these texts and another one all begin with.
    fileprivate func sharedBytes(of rows: Range<Int>, with other: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            other.withUnsafeBufferPointer { other in
                var shared = other.count
                for row in rows {
                    let start = Int(starts[row])
                    shared = min(shared, Int(lengths[row]))
                    var index = 0
                    while index < shared, bytes[start + index] == other[index] { index += 1 }
                    shared = index
                }
                return shared
            }
        }
    }
}
