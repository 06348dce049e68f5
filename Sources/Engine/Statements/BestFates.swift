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
        for fate in best {
            switch fate {
            case .accepted: accepted += 1
            case .filtered: filtered += 1
            case .late: late += 1
            case .quarantined: quarantined += 1
            }
        }
        partlyLate = Int64(isPartlyLate.count { $0 })
    }
}
