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
        for row in 0..<batch.count {
            switch best[row] {
            case .accepted: counts.accepted += 1
            case .filtered: counts.filtered += 1
            case .quarantined: counts.quarantined += 1
            case .late:
                counts.late += 1
                late.append(Int32(row))
            }
            guard isPartlyLate[row] else { continue }
            counts.partlyLate += 1
            partlyLate.append(Int32(row))
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

extension Rejection {
    func becoming(_ reason: Reason) -> Rejection {
        Rejection(
            row: row, statement: statement, reason: reason, eventTimeMs: eventTimeMs,
            watermarkMs: watermarkMs)
    }
}
