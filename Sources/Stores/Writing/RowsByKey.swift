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
}
