/// The best fate of each row of a batch over several ways through statements.
struct BestFates {
    private(set) var best: [Fate]
    private(set) var isPartlyLate: [Bool]

    init(of outcomes: [StatementOutcome], _ batch: ReadBatch) {
        best = [Fate](repeating: .filtered, count: batch.count)
        isPartlyLate = [Bool](repeating: false, count: batch.count)
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
    }

    /// What is late on one of the ways and counts on another is partly late.
    mutating func markPartlyLate(_ outcomes: [StatementOutcome]) {
        for outcome in outcomes {
            for row in outcome.late where best[Int(row)] == .accepted {
                isPartlyLate[Int(row)] = true
            }
        }
    }
}

extension FateCounts {
    /// Every event of a batch once, by the best of its fates in the statements.
    init(of outcomes: [StatementOutcome], _ batch: ReadBatch) {
        self =
            outcomes.count == 1
            ? outcomes[0].counts : FateCounts(BestFates(of: outcomes, batch), batch.kinds)
    }

    /// Counts events by the fates of their rows.
    ///
    /// An update is two rows and one event, which counts by the better of the two; where one is
    /// late and the other counts, it is partly late.
    init(_ fates: BestFates, _ kinds: [RowKind]?) {
        self.init()
        let best = fates.best
        var row = 0
        while row < best.count {
            var fate = best[row]
            var isPartly = fates.isPartlyLate[row]
            if let kinds, kinds[row] == .updateBefore, row + 1 < best.count {
                let other = best[row + 1]
                isPartly =
                    isPartly || fates.isPartlyLate[row + 1]
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
