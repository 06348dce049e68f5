/// Questions whose results are rows that came in.
extension Oracle {
    mutating func pass(_ stage: Stage, _ rows: [Row]) -> [Judgement] {
        if stage.shape == .lastRow { return replace(stage, rows) }
        let inOrder = rows.filter { $0.timeMs > $0.judgeMs }
            .sorted { ($0.timeMs, $0.partition) < ($1.timeMs, $1.partition) }
        for (place, row) in inOrder.enumerated() {
            let key = stage.key(row.cells)
            var frame = inOrder[...place].filter { stage.key($0.cells) == key }
            if stage.shape == .firstRow, frame.count > 1 { continue }
            if case .overRows(let count) = stage.shape { frame = frame.suffix(count + 1) }
            if case .overTime(let span) = stage.shape {
                let times = row.timeMs - span...row.timeMs
                frame = inOrder.filter { stage.key($0.cells) == key && times.contains($0.timeMs) }
            }
            put(row.timeMs, row.cells + stage.calls.map { $0.value(frame.map(\.cells)) })
        }
        return rows.map { $0.timeMs > $0.judgeMs ? .accepted : .late }
    }

    /// A row that is not older than the last of its key in its partition takes that one's place.
    private mutating func replace(_ stage: Stage, _ rows: [Row]) -> [Judgement] {
        for (place, row) in rows.enumerated() {
            let before = rows[..<place].filter {
                $0.partition == row.partition && stage.key($0.cells) == stage.key(row.cells)
            }
            guard before.allSatisfy({ $0.timeMs <= row.timeMs }) else { continue }
            outputs.append(Output(advance: 0, timeMs: row.timeMs, cells: row.cells))
        }
        return rows.map { _ in .accepted }
    }
}
