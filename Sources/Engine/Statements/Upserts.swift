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
    /// Such a key was there until the row after came; `isDated` says that the times tell that.
    func upserts(_ primaryKey: [Int], isDated: Bool) -> ResultBatch {
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
                if !isDated, next < rows.count, kinds[next] == .updateAfter {
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

extension StatementRunner {
    /// Until when rows before an update were there by the sink's own event time: that of the row
    /// after, also where a condition leaves it out.
    ///
    /// `nil` where the sink has no event time of its own. Those at the places of `ahead` say no
    /// time that can be trusted. `origins` are the places of the rows in `input`, and `timesMs`
    /// the times that they have without.
    func leavingMs(
        _ origins: [Int32], _ timesMs: [Int64], of input: ColumnBatch, _ chain: ResultChain,
        failedColumns: [Int: RowErrors] = [:], ahead: Set<Int> = []
    ) -> [Int64]? {
        guard let own = sink.annotations.eventTime, let kinds = input.kinds,
            kinds.contains(.updateBefore),
            let column = chain.column(own, of: input, failedColumns: failedColumns),
            case .integers(let values) = column.values
        else { return nil }
        let clock = WallClock(plan.zone, column.type)
        return zip(origins, timesMs).map { origin, timeMs in
            let next = Int(origin) + 1
            guard kinds[Int(origin)] == .updateBefore, next < input.count,
                kinds[next] == .updateAfter, !ahead.contains(next)
            else { return .min }
            return column.isNull(next) ? timeMs : clock.utcMs(values[next])
        }
    }
}
