/// What a statement made of one batch.
struct StatementOutcome {
    var counts = FateCounts()
    var rejections: [Rejection] = []
    /// Rows that count somewhere, and the late ones, but not the refused ones.
    var accepted: Selection
    var late: [Int32] = []
    var partlyLate: [Int32] = []
    var refused: [Int32] = []

    init(accepted: Selection) { self.accepted = accepted }

    /// A batch that the statement reads on several ways: each row once, by its best fate.
    ///
    /// A row that is late on one way and counts on another is partly late.
    init(joining parts: [StatementOutcome], _ batch: ReadBatch) {
        var best = [Fate](repeating: .filtered, count: batch.count)
        var isPartlyLate = [Bool](repeating: false, count: batch.count)
        for refusal in batch.refusals { best[refusal.row] = .quarantined }
        for part in parts {
            for row in part.refused { best[Int(row)] = max(best[Int(row)], .quarantined) }
            for row in part.partlyLate { isPartlyLate[Int(row)] = true }
            var late = part.late[...]
            part.accepted.forEach { row in
                if let next = late.first, Int(next) == row {
                    best[row] = max(best[row], .late)
                    late = late.dropFirst()
                } else {
                    best[row] = .accepted
                }
            }
        }
        for part in parts {
            for row in part.late where best[Int(row)] == .accepted { isPartlyLate[Int(row)] = true }
        }
        accepted = Selection.all(batch.count).filtered { best[$0] >= .late }
        counts = FateCounts(best, isPartlyLate, batch.kinds)
        for row in 0..<batch.count {
            if best[row] == .late { late.append(Int32(row)) }
            if isPartlyLate[row] { partlyLate.append(Int32(row)) }
        }
        var seen: Set<Int> = []
        for part in parts {
            refused += part.refused
            rejections += part.rejections.compactMap { rejection in
                guard case .refused = rejection.reason else {
                    guard seen.insert(rejection.row).inserted else { return nil }
                    return rejection.becoming(
                        best[rejection.row] == .accepted ? .partlyLate : .late)
                }
                return rejection
            }
        }
    }
}

extension StatementOutcome {
    /// Counts a changelog's events instead of its rows.
    ///
    /// A row that was late is partly late where the other row of its event counts.
    mutating func countEvents(_ batch: ReadBatch) {
        guard let kinds = batch.kinds else { return }
        var fates = [Fate](repeating: .filtered, count: batch.count)
        var isPartlyLate = [Bool](repeating: false, count: batch.count)
        for refusal in batch.refusals { fates[refusal.row] = .quarantined }
        for row in refused { fates[Int(row)] = .quarantined }
        accepted.forEach { fates[$0] = .accepted }
        for row in late { fates[Int(row)] = .late }
        for row in partlyLate { isPartlyLate[Int(row)] = true }
        counts = FateCounts(fates, isPartlyLate, kinds)
        rejections = rejections.map { rejection in
            guard rejection.reason == .late,
                let other = batch.otherRow(ofEvent: rejection.row), fates[other] == .accepted
            else { return rejection }
            return rejection.becoming(.partlyLate)
        }
    }
}

extension ReadBatch {
    /// The other row of an update; `nil` for a row that is an event by itself.
    func otherRow(ofEvent row: Int) -> Int? {
        guard let kinds else { return nil }
        if kinds[row] == .updateBefore { return row + 1 < count ? row + 1 : nil }
        return row > 0 && kinds[row - 1] == .updateBefore ? row - 1 : nil
    }
}

extension Rejection {
    func becoming(_ reason: Reason) -> Rejection {
        Rejection(
            row: row, statement: statement, reason: reason, eventTimeMs: eventTimeMs,
            watermarkMs: watermarkMs)
    }
}
