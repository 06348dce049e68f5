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
        var fates = BestFates(of: parts, batch)
        fates.markPartlyLate(parts)
        let best = fates.best
        accepted = Selection.all(batch.count).filtered { best[$0] >= .late }
        counts = FateCounts(fates, batch.kinds)
        for row in 0..<batch.count {
            if best[row] == .late { late.append(Int32(row)) }
            if fates.isPartlyLate[row] { partlyLate.append(Int32(row)) }
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
        let fates = BestFates(of: [self], batch)
        counts = FateCounts(fates, kinds)
        rejections = rejections.map { rejection in
            guard rejection.reason == .late,
                let other = batch.otherRow(ofEvent: rejection.row), fates.best[other] == .accepted
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
