/// The slow and obvious way to answer a question: every window looks through all rows there were.
public struct Oracle {
    struct Row: Equatable {
        let partition: Int
        let timeMs: Int64
        let cells: [Cell]
        /// The watermark by which the row is late or not.
        var judgeMs = Int64.min
        /// When a row like this goes; `nil` where it comes.
        var goneMs: Int64?
    }

    /// The watermark after each advance.
    private var firedMs: [Int64] = []
    /// What became of each row; `nil` where a condition did not hold.
    public private(set) var judgements: [Judgement?] = []
    public internal(set) var outputs: [Output] = []

    public init(_ question: Question, _ history: [Happening]) {
        var clocks: [Int: Int64] = [:]
        var idle: Set<Int> = []
        var rows: [Row] = []
        for happening in history {
            switch happening {
            case .joins(let partition): clocks[partition] = clocks[partition] ?? .min
            case .idle(let partition, true): idle.insert(partition)
            case .idle(let partition, false): idle.remove(partition)
            case .ends(let partition): clocks[partition] = .max
            case .row(let partition, let timeMs, let cells, let goneMs):
                idle.remove(partition)
                let own = clocks[partition] ?? .min
                clocks[partition] = max(own, timeMs - question.delayMs)
                var row = Row(partition: partition, timeMs: timeMs, cells: cells)
                (row.judgeMs, row.goneMs) = (max(own, firedMs.last ?? .min), goneMs)
                rows.append(row)
            case .advance:
                let active = clocks.filter { !idle.contains($0.key) }.values
                let combined = active.min() ?? clocks.values.max() ?? .min
                firedMs.append(max(firedMs.last ?? .min, combined))
            }
        }
        let isKept = rows.map { row in question.conditions.allSatisfy { $0.holds(row.cells) } }
        var flow = rows.indices.filter { isKept[$0] }.map { rows[$0] }
        for (number, stage) in question.stages.enumerated() {
            outputs = []
            var judged = run(stage, flow).makeIterator()
            if number == 0 { judgements = isKept.map { $0 ? judged.next() : nil } }
            flow = outputs.map { Row(partition: 0, timeMs: $0.timeMs, cells: $0.cells) }
        }
    }

    /// Puts the results of the rows out; tells what became of each row.
    private mutating func run(_ stage: Stage, _ rows: [Row]) -> [Judgement] {
        guard case .session(let gap) = stage.shape else {
            if stage.shape.passesRows { return pass(stage, rows) }
            let all = rows.map { stage.shape.windows(around: $0.timeMs) }
            let open = rows.indices.map { row in
                all[row].filter { $0.upperBound - 1 > rows[row].judgeMs }
            }
            for window in Set(open.joined()) {
                let inside = rows.indices.filter { open[$0].contains(window) }
                fire(stage, inside.map { rows[$0] }, window)
            }
            return rows.indices.map {
                open[$0].isEmpty ? .late : open[$0].count < all[$0].count ? .partlyLate : .accepted
            }
        }
        var sessions: [[Row]] = []
        func end(_ session: [Row]) -> Int64 { (session.map(\.timeMs).max() ?? 0) + gap }
        let judgements = rows.map { row -> Judgement in
            let near = sessions.filter {
                stage.key($0[0].cells) == stage.key(row.cells) && end($0) - 1 > row.judgeMs
                    && (row.goneMs == nil
                        ? $0.contains { abs($0.timeMs - row.timeMs) <= gap }
                        : stage.has(row, $0))
            }
            if near.isEmpty, row.goneMs != nil || end([row]) - 1 <= row.judgeMs { return .late }
            sessions = sessions.filter { !near.contains($0) } + [near.joined() + [row]]
            return .accepted
        }
        for session in sessions {
            fire(stage, session, (session.map(\.timeMs).min() ?? 0)..<end(session))
        }
        return judgements
    }

    /// A row for each key of a window's rows.
    private mutating func fire(_ stage: Stage, _ rows: [Row], _ window: Range<Int64>) {
        let times = [Cell.number(window.lowerBound), .number(window.upperBound)]
        var results = Dictionary(grouping: Oracle.left(rows, stage).map(\.cells), by: stage.key)
            .map { key, rows in key + times + stage.calls.map { $0.value(rows) } }
            .filter { row in stage.having.allSatisfy { $0.holds(row) } }
        if let top = stage.top {
            results.sort { $0.lexicographicallyPrecedes($1) }
            results.sort { $0[top.cell] > $1[top.cell] }
            results = Array(results.prefix(top.limit))
        }
        for cells in results { put(window.upperBound - 1, cells) }
        outputs.sort()
    }

    /// Puts a row out at the first advance that has passed its time.
    mutating func put(_ timeMs: Int64, _ cells: [Cell]) {
        guard let advance = firedMs.firstIndex(where: { $0 >= timeMs }) else { return }
        outputs.append(Output(advance: advance + 1, timeMs: timeMs, cells: cells))
    }
}

extension Shape {
    /// All windows that a time is in.
    fileprivate func windows(around timeMs: Int64) -> [Range<Int64>] {
        func floor(_ width: Int64, _ offset: Int64) -> Int64 {
            Int64((Double(timeMs - offset) / Double(width)).rounded(.down)) * width + offset
        }
        switch self {
        case .hop(let size, let slide, let offset):
            let last = floor(slide, offset)
            return stride(from: last, to: last - size, by: -Int(slide)).map { $0..<$0 + size }
        case .cumulate(let size, let step, let offset):
            let start = floor(size, offset)
            return stride(from: start + step, through: start + size, by: Int(step))
                .map { start..<$0 }.filter { $0.contains(timeMs) }
        default: return []
        }
    }
}

extension Call {
    func value(_ rows: [[Cell]]) -> Cell {
        let counted = rows.filter { row in filter.allSatisfy { $0.holds(row) } }
        var cells = counted.map { row in cell.map { row[$0] } ?? .number(1) }.filter { $0 != .null }
        if isDistinct { cells = Array(Set(cells)) }
        let whole = cells.reduce(Int64()) {
            if case .number(let value) = $1 { $0 + value } else { $0 }
        }
        let real = cells.reduce(0.0) { if case .real(let value) = $1 { $0 + value } else { $0 } }
        let parts = function == .average ? cells.count : 1
        switch (function, cells.first) {
        case (.count, _): return .number(Int64(cells.count))
        case (.minimum, _): return cells.min() ?? .null
        case (.maximum, _): return cells.max() ?? .null
        case (_, .number): return .number(whole / Int64(parts))
        case (_, .real): return .real(real / Double(parts))
        default: return .null
        }
    }
}
