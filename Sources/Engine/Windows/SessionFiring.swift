extension SessionOperator {
    /// The earliest end of a window; a window may still grow, but not below it.
    func nextEndWithData() -> Int64? {
        while let (endMs, session) = ends.first {
            if session.isGone {
                ends.removeFirst()
                continue
            }
            let end = windowEnd(session)
            if end == endMs { return end }
            ends.removeFirst()
            ends.insert(session, end)
        }
        return nil
    }

    private func windowEnd(_ session: Session) -> Int64 {
        self[session.key].count == 1
            ? session.endMs : parts(of: session).reduce(.min) { max($0, $1.endMs) }
    }

    /// Every session that is part of the same window, directly or through others.
    private func parts(of session: Session) -> [Session] {
        var found = [session]
        var rest = self[session.key].filter { $0 !== session }
        var next = 0
        while next < found.count {
            let part = found[next]
            found += rest.filter { $0.joins(part) }
            rest.removeAll { $0.joins(part) }
            next += 1
        }
        return found
    }

    /// The windows that end here, each with its parts; nothing ends before.
    private func windows(endingAt endMs: Int64) -> [[Session]] {
        var due: [Session] = []
        while let (end, session) = ends.first, end <= endMs {
            ends.removeFirst()
            guard !session.isGone else { continue }
            let end = windowEnd(session)
            if end <= endMs { due.append(session) } else { ends.insert(session, end) }
        }
        var windows: [[Session]] = []
        var seen: Set<ObjectIdentifier> = []
        for session in due {
            ends.insert(session, endMs)
            guard !seen.contains(ObjectIdentifier(session)) else { continue }
            let parts = parts(of: session)
            seen.formUnion(parts.map { ObjectIdentifier($0) })
            // Whatever turns the channels took, each one's in the order in which they began.
            windows.append(parts.sorted { ($0.channel, $0.id) < ($1.channel, $1.id) })
        }
        return windows
    }

    func fire(_ endMs: Int64, _ clock: WallClock, wraps: Bool) -> FiredWindow? {
        put(windows(endingAt: endMs), endMs, clock, wraps: wraps)
    }

    func peek(
        _ endMs: Int64, only: [[UInt8]]?, _ clock: WallClock, wraps: Bool
    ) -> FiredWindow? {
        if let only { return peek(only.compactMap { keys.find($0) }, clock, wraps: wraps) }
        return put(windows(endingAt: endMs), endMs, clock, wraps: wraps)
    }

    /// For each of some keys the window that ends first, whenever that may be.
    private func peek(_ only: [Int32], _ clock: WallClock, wraps: Bool) -> FiredWindow? {
        let windows = only.compactMap { key in
            self[key].min { $0.endMs < $1.endMs }.map { parts(of: $0) }
        }
        guard let end = windows.joined().map(\.endMs).max() else { return nil }
        return put(windows, end, clock, wraps: wraps)
    }

    private func put(
        _ windows: [[Session]], _ endMs: Int64, _ clock: WallClock, wraps: Bool
    ) -> FiredWindow? {
        guard !windows.isEmpty else { return nil }
        let whole = Pane(startMs: endMs, visibleFromMs: endMs, layout)
        var starts: [Int32: Int64] = [:]
        var ends: [Int32: Int64] = [:]
        for session in windows.joined() {
            layout.merge(session.pane, into: whole, accumulation.values)
            starts[session.key] = min(starts[session.key] ?? .max, session.startMs)
            ends[session.key] = max(ends[session.key] ?? .min, session.endMs)
        }
        let states = sorted(withRows(whole.states))
        guard !states.isEmpty else { return nil }
        if layout.retracts { for state in states { layout.settle(state, in: &whole.store) } }
        let times = WindowTimes(
            startsMs: states.map { starts[StateStore.key($0)] ?? endMs },
            endsMs: states.map { ends[StateStore.key($0)] ?? endMs })
        return rows(states, whole.store, times, endMs, clock, wraps: wraps)
    }

    func close(_ endMs: Int64) {
        lastEndMs = endMs
        for session in windows(endingAt: endMs).joined() { remove(session) }
        compact()
    }

    func passEnds(before wallWatermarkMs: Int64) {
        lastEndMs = max(lastEndMs ?? .min, wallWatermarkMs + 1)
    }

    var statistics: StateStatistics {
        var result = StateStatistics()
        result.openKeys = keys.count
        result.panes = count
        result.bytes = sharedMemory + sessions.capacity * 8
        for session in sessions.joined() {
            result.bytes += session.pane.memory + 128 + (session.rows?.capacity ?? 0) * 24
        }
        return result
    }
}
