import Engine

/// Sessions the slow and obvious way: groups of rows, looked through again at every question.
struct SessionOracle {
    private struct Row {
        let event: Event
        let partition: Int
        let number: Int
        /// The watermark that it was judged by.
        let judgedByMs: Int64
    }

    private struct Group {
        var rows: [Row]
        let partition: Int

        func times() -> [Int64] { rows.compactMap(\.event.ts) }
    }

    let gapMs: Int64
    let delayMs: Int64
    private var own: [Int: Int64] = [:]
    private var idle: Set<Int> = []
    private var fired = Int64.min
    private var groups: [String?: [Group]] = [:]
    private(set) var accepted = 0
    private(set) var late = 0

    init(_ spec: PlanSpec) {
        gapMs = spec.window?.sizeMs ?? 1
        delayMs = spec.delayMs
    }

    mutating func add(partition: Int) { own[partition] = own[partition] ?? .min }

    mutating func setIdle(_ partition: Int, _ isIdle: Bool) {
        if isIdle { idle.insert(partition) } else { idle.remove(partition) }
    }

    private func end(_ group: Group) -> Int64 { (group.times().max() ?? 0) + gapMs }

    mutating func apply(_ event: Event, partition: Int) {
        idle.remove(partition)
        guard let ts = event.ts else { return }
        let judge = max(own[partition] ?? .min, fired)
        own[partition] = max(own[partition] ?? .min, ts - delayMs)
        var rest: [Group] = []
        var joined = Group(
            rows: [
                Row(
                    event: event, partition: partition, number: accepted + late,
                    judgedByMs: judge)
            ], partition: partition)
        var isOpen = ts + gapMs - 1 > judge
        for group in groups[event.user] ?? [] {
            let isNear = group.times().contains { abs($0 - ts) <= gapMs }
            guard group.partition == partition, isNear, end(group) - 1 > judge else {
                rest.append(group)
                continue
            }
            isOpen = true
            joined.rows += group.rows
        }
        if isOpen {
            accepted += 1
            groups[event.user] = rest + [joined]
        } else {
            late += 1
        }
    }

    mutating func finish() -> [ResultRow] {
        for partition in own.keys { own[partition] = .max }
        idle = []
        return advance()
    }

    mutating func advance() -> [ResultRow] {
        let active = own.filter { !idle.contains($0.key) }.values
        fired = max(fired, active.min() ?? own.values.max() ?? .min)
        var windows: [(user: String?, end: Int64, rows: [Row])] = []
        for (user, all) in groups {
            var kept: [Group] = []
            for window in components(all) {
                let last = window.map { end($0) }.max() ?? 0
                if last - 1 <= fired {
                    windows.append((user, last, window.flatMap(\.rows)))
                } else {
                    kept += window
                }
            }
            groups[user] = kept
        }
        return windows.sorted {
            ($0.end, $0.user ?? "\u{10FFFF}") < ($1.end, $1.user ?? "\u{10FFFF}")
        }
        .map { row($0.user, $0.end, $0.rows) }
    }

    /// Groups of several partitions with rows close together, each judged before the other ended.
    private func components(_ groups: [Group]) -> [[Group]] {
        var parts = groups.map { [$0] }
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for first in parts.indices {
                guard
                    let second = parts.indices.first(where: { other in
                        other > first
                            && parts[first].contains { left in
                                parts[other].contains { joins(left, $0) }
                            }
                    })
                else { continue }
                parts[first] += parts.remove(at: second)
                hasChanged = true
                break
            }
        }
        return parts
    }

    private func joins(_ left: Group, _ right: Group) -> Bool {
        guard left.partition != right.partition else { return false }
        return left.rows.contains { one in
            right.rows.contains { two in
                abs((one.event.ts ?? 0) - (two.event.ts ?? 0)) <= gapMs
                    && end(left) - 1 > two.judgedByMs && end(right) - 1 > one.judgedByMs
            }
        }
    }

    private func row(_ user: String?, _ end: Int64, _ rows: [Row]) -> ResultRow {
        let times = rows.compactMap(\.event.ts)
        let inOrder = rows.sorted {
            ($0.event.ts ?? 0, $0.partition, $0.number)
                < ($1.event.ts ?? 0, $1.partition, $1.number)
        }
        let values: [Value] =
            [
                user.map { .string($0) } ?? .null, .integer(times.min() ?? 0), .integer(end),
                .integer(end - 1),
            ] + WindowOracle.aggregates(inOrder.map(\.event))
        return ResultRow(
            values: values, timeMs: end - 1, newestMs: times.max() ?? 0, endMs: end)
    }
}
