/// The rows of a batch that an operator still works on, ascending.
///
/// Columns keep every row of the batch, so a row has the same index before and after a filter.
enum Selection {
    case all(Int)
    case some([Int32])

    var count: Int {
        switch self {
        case .all(let count): count
        case .some(let rows): rows.count
        }
    }

    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        switch self {
        case .all(let count):
            for row in 0..<count { body(row) }
        case .some(let rows):
            for row in rows { body(Int(row)) }
        }
    }

    /// The rows for which the predicate holds; `self` when all do.
    @inline(__always)
    func filtered(_ isIncluded: (Int) -> Bool) -> Selection {
        let total = count
        let kept = [Int32](unsafeUninitializedCapacity: total) { buffer, size in
            // Written always, kept by moving on: no branch to mispredict.
            var next = 0
            forEach { row in
                buffer[next] = Int32(truncatingIfNeeded: row)
                next &+= isIncluded(row) ? 1 : 0
            }
            size = next
        }
        return kept.count == total ? self : .some(kept)
    }

    /// The row numbers as a list of their own.
    var rows: [Int32] {
        switch self {
        case .all(let count):
            [Int32](unsafeUninitializedCapacity: count) { buffer, size in
                for row in 0..<count { buffer[row] = Int32(truncatingIfNeeded: row) }
                size = count
            }
        case .some(let rows): rows
        }
    }
}
