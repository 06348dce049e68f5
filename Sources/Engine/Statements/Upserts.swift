extension ColumnBatch {
    /// Makes the row before an update a delete where the row after it has gone.
    ///
    /// So it cannot be taken for the other half of the next one. `origins` are the places that the
    /// rows had.
    mutating func splitTornUpdates(_ origins: [Int32]) {
        guard var kinds, kinds.contains(.updateBefore) else { return }
        for row in 0..<count where kinds[row] == .updateBefore {
            let next = row + 1
            let isWhole =
                next < count && origins[next] == origins[row] + 1 && kinds[next] == .updateAfter
            if !isWhole { kinds[row] = .delete }
        }
        self.kinds = kinds
    }
}

/// Changes as a table with a key takes them: the newest row of a key, or that it has none.
extension ResultBatch {
    /// Leaves the row before an update out where the row after it has its key, and makes it a
    /// delete where not: a condition does not hold for the row after, or the key has changed.
    ///
    /// Such a key was there until the row after came.
    func upserts(_ primaryKey: [Int]) -> ResultBatch {
        guard let kinds = rows.kinds, kinds.contains(.updateBefore) else { return self }
        var kept: [Int32] = []
        var keptKinds: [RowKind] = []
        var (times, newest) = (eventTimesMs, newestEventTimesMs)
        for row in 0..<rows.count {
            if kinds[row] == .updateBefore {
                let next = row + 1
                let isReplaced =
                    next < rows.count && kinds[next] == .updateAfter
                    && primaryKey.allSatisfy { rows.columns[$0][row] == rows.columns[$0][next] }
                if isReplaced { continue }
                if next < rows.count, kinds[next] == .updateAfter {
                    times[row] = max(times[row], times[next])
                    newest[row] = max(newest[row], newest[next])
                }
                keptKinds.append(.delete)
            } else {
                keptKinds.append(kinds[row])
            }
            kept.append(Int32(row))
        }
        var result = rows.gathered(kept)
        result.kinds = keptKinds
        return ResultBatch(
            statement: statement, rows: result,
            eventTimesMs: kept.map { times[Int($0)] },
            newestEventTimesMs: kept.map { newest[Int($0)] },
            windowEndMs: windowEndMs, failedValues: failedValues, droppedRows: droppedRows)
    }
}
