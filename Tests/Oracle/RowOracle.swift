/// Questions whose results are rows that came in.
extension Oracle {
    mutating func pass(_ stage: Stage, _ rows: [Row]) -> [Judgement] {
        if stage.shape == .lastRow { return replace(stage, rows) }
        if stage.shape == .running { return change(stage, rows) }
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

    /// The rows that came and were not taken back, as far as a grouping tells them apart.
    static func left(_ rows: [Row], _ stage: Stage) -> [Row] {
        var left: [Row] = []
        for row in rows {
            guard row.goneMs != nil else {
                left.append(row)
                continue
            }
            let place = left.firstIndex {
                ($0.partition, $0.timeMs) == (row.partition, row.timeMs)
                    && stage.reads($0.cells) == stage.reads(row.cells)
            }
            if let place { left.remove(at: place) }
        }
        return left
    }

    /// A key's result is told when it is another after a row; the last one when no row is left.
    private mutating func change(_ stage: Stage, _ rows: [Row]) -> [Judgement] {
        var known: [[Cell]: [Row]] = [:]
        for row in rows {
            let key = stage.key(row.cells)
            func result(_ rows: [Row]) -> [Cell]? {
                let left = Oracle.left(rows, stage).map(\.cells)
                return left.isEmpty ? nil : key + stage.calls.map { $0.value(left) }
            }
            let before = result(known[key, default: []])
            known[key, default: []].append(row)
            let all = known[key, default: []]
            let after = result(all)
            let newest = all.map { $0.goneMs ?? $0.timeMs }.max() ?? 0
            if after == nil { known[key] = nil }
            guard let told = after ?? before, before != after else { continue }
            guard stage.having.allSatisfy({ $0.holds(told) }) else { continue }
            outputs.append(Output(advance: 0, timeMs: newest, cells: told))
        }
        return rows.map { _ in .accepted }
    }
}

extension Stage {
    /// Whether rows that came and are left have one like this.
    func has(_ row: Oracle.Row, _ rows: [Oracle.Row]) -> Bool {
        let like = rows.filter {
            $0.timeMs == row.timeMs && reads($0.cells) == reads(row.cells)
        }
        return like.count { $0.goneMs == nil } > like.count { $0.goneMs != nil }
    }
}
