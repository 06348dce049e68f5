import Control

/// How the console reads the table that answers a history question.
enum HistoryTable {
    /// Columns that say when and how a row was written, and not what it says.
    private static let bookkeeping: Set<String> = [
        "event_time", "newest_event_time", "write_time", "api_invocation_time", "is_deleted",
        "expires_at", "commit_id",
    ]

    /// The places of the columns that hold numbers of the entity.
    static func numbers(of table: Table?) -> [Int] {
        guard let table else { return [] }
        return table.columns.indices.filter { index in
            guard !bookkeeping.contains(table.columns[index].lowercased()) else { return false }
            let known = table.rows.lazy.compactMap { index < $0.count ? $0[index] : nil }
                .first { $0 != .null }
            return CellText.isNumber(known)
        }
    }

    static func place(of name: String, in table: Table) -> Int? {
        table.columns.firstIndex { $0.lowercased() == name }
    }

    static func isDeleted(_ row: [Cell], in table: Table) -> Bool {
        guard let place = place(of: "is_deleted", in: table), place < row.count else {
            return false
        }
        return row[place] == .integer(1) || row[place] == .boolean(true)
    }

    static func timeMs(of name: String, _ row: [Cell], in table: Table) -> Int64? {
        guard let place = place(of: name, in: table), place < row.count else { return nil }
        return switch row[place] {
        case .time(let timeMs), .integer(let timeMs): timeMs
        default: nil
        }
    }

    /// The rows carry the last millisecond of their window as their event time.
    ///
    /// Statements can give their rows another one, and then the window cannot be told.
    static func isByWindow(_ table: Table, slideMs: Int64?) -> Bool {
        guard let slideMs, slideMs > 0 else { return false }
        return table.rows.prefix(5).allSatisfy { row in
            timeMs(of: "event_time", row, in: table).map { ($0 &+ 1) % slideMs == 0 } ?? false
        }
    }

    /// A column's values, oldest first; a tombstone is a gap.
    static func series(_ column: Int, of table: Table) -> [Double?] {
        table.rows.reversed().map { row in
            guard column < row.count, !isDeleted(row, in: table) else { return nil }
            return CellText.number(row[column])
        }
    }

    /// A column's values spread over time, so that pauses are as wide as they were long.
    ///
    /// Without a range it reaches from the oldest row to the newest.
    static func timeline(
        _ column: Int, of table: Table, steps: Int, range: ClosedRange<Int64>? = nil
    ) -> (values: [Double?], fromMs: Int64, toMs: Int64)? {
        let points = table.rows.compactMap { row -> (timeMs: Int64, value: Double?)? in
            guard column < row.count, let timeMs = timeMs(of: "event_time", row, in: table) else {
                return nil
            }
            let isGone = isDeleted(row, in: table)
            return (timeMs, isGone ? nil : CellText.number(row[column]))
        }
        guard let from = range?.lowerBound ?? points.map(\.timeMs).min(),
            let to = range?.upperBound ?? points.map(\.timeMs).max(), from < to, steps > 1
        else { return nil }
        let gaps = zip(points, points.dropFirst()).map { abs($0.timeMs &- $1.timeMs) }
            .filter { $0 > 0 }
        let slide = max(1, gaps.min() ?? 1)
        // No more columns than rows can fill: a row holds for as long as its slide.
        let span = Double(to - from)
        let count = max(2, min(steps, Int(clamping: (to - from) / slide) + 1))
        var values = [Double?](repeating: nil, count: count)
        for point in points where (from...to).contains(point.timeMs) {
            let place = Int((Double(point.timeMs - from) / span * Double(count - 1)).rounded())
            guard let value = point.value, values.indices.contains(place) else { continue }
            values[place] = max(values[place] ?? value, value)
        }
        return (values, from, to)
    }
}
