extension FateCounts {
    /// Every event of a batch once, by the best of its fates in the statements.
    init(of outcomes: [StatementOutcome], _ batch: ReadBatch) {
        self.init()
        if outcomes.count == 1 {
            self = outcomes[0].counts
            return
        }
        var best = [Fate](repeating: .filtered, count: batch.count)
        var isPartlyLate = [Bool](repeating: false, count: batch.count)
        for refusal in batch.refusals { best[refusal.row] = .quarantined }
        for outcome in outcomes {
            for row in outcome.refused { best[Int(row)] = max(best[Int(row)], .quarantined) }
            for row in outcome.partlyLate { isPartlyLate[Int(row)] = true }
            // Late rows are in the selection too, in ascending order.
            var late = outcome.late[...]
            outcome.accepted.forEach { row in
                if let next = late.first, Int(next) == row {
                    best[row] = max(best[row], .late)
                    late = late.dropFirst()
                } else {
                    best[row] = .accepted
                }
            }
        }
        self.init(best, isPartlyLate, batch.kinds)
    }

    /// Counts events by the fates of their rows.
    ///
    /// An update is two rows and one event, which counts by the better of the two; where one is
    /// late and the other counts, it is partly late.
    init(_ fates: [Fate], _ isPartlyLate: [Bool], _ kinds: [RowKind]?) {
        self.init()
        var row = 0
        while row < fates.count {
            var fate = fates[row]
            var isPartly = isPartlyLate[row]
            if let kinds, kinds[row] == .updateBefore, row + 1 < fates.count {
                let other = fates[row + 1]
                isPartly =
                    isPartly || isPartlyLate[row + 1]
                    || min(fate, other) == .late && max(fate, other) == .accepted
                fate = max(fate, other)
                row += 1
            }
            row += 1
            if isPartly { partlyLate += 1 }
            switch fate {
            case .accepted: accepted += 1
            case .filtered: filtered += 1
            case .late: late += 1
            case .quarantined: quarantined += 1
            }
        }
    }
}
