/// The rows of one window that ended, before HAVING and projection.
struct FiredWindow {
    /// On the wall clock of the windows.
    let endMs: Int64
    /// The columns of ``WindowAggregate``, sorted by key bytes.
    let rows: ColumnBatch
    /// The newest event of each row, as event times came.
    let newestMs: [Int64]
    /// Sums that did not fit.
    let failedValues: Int64
    /// The bytes of each row's key; valid until the operator changes.
    let keys: [UnsafeBufferPointer<UInt8>]
}

extension WindowOperator {
    /// The first window end after the last one that some pane counts in.
    func nextEndWithData() -> Int64? {
        var next: Int64?
        for pane in panes {
            if let next, pane.startMs + grid.slideMs >= next { break }
            var end = pane.visibleFromMs
            if let last = lastEndMs { end = max(end, last + grid.slideMs) }
            if end <= grid.lastEnd(ofPaneAt: pane.startMs) { next = min(next ?? end, end) }
        }
        return next
    }

    func fire(_ endMs: Int64, _ clock: WallClock, wraps: Bool) -> FiredWindow? {
        let visible = visiblePanes(endMs)
        slideSets(visible)
        guard let first = visible.first else { return nil }
        // What is derived is written into the sum, where it disturbs nobody.
        if visible.count == 1, !layout.retracts {
            return window(sorted(first.states), first.store, endMs, clock, wraps)
        }
        var sum = WindowSum(layout, keyLimit: keys.limit)
        for pane in visible { sum.add(pane.states, of: pane) }
        let states = withRows(sum.states)
        guard !states.isEmpty else { return nil }
        if layout.retracts { for state in states { layout.settle(state, in: &sum.store) } }
        for set in layout.sets.indices {
            if let sliding = slidingSets[set] {
                sliding.finish(states)
            } else {
                sum.addUnion(
                    ofSet: set, visible, accumulation.values[layout.sets[set].values], only: nil)
            }
        }
        return window(sorted(states), sum.store, endMs, clock, wraps)
    }

    func peek(
        _ endMs: Int64, only: [[UInt8]]?, _ clock: WallClock, wraps: Bool
    ) -> FiredWindow? {
        let visible = visiblePanes(endMs)
        guard !visible.isEmpty else { return nil }
        let only = only.map { Set($0.compactMap { keys.find($0) }) }
        var sum = WindowSum(layout, keyLimit: keys.limit)
        for pane in visible {
            sum.add(only?.compactMap { pane.find($0) } ?? pane.states, of: pane)
        }
        for set in layout.sets.indices {
            sum.addUnion(
                ofSet: set, visible, accumulation.values[layout.sets[set].values], only: only)
        }
        let states = withRows(sum.states)
        if layout.retracts { for state in states { layout.settle(state, in: &sum.store) } }
        return states.isEmpty ? nil : window(sorted(states), sum.store, endMs, clock, wraps)
    }

    private func visiblePanes(_ endMs: Int64) -> [Pane] {
        let startMs = grid.start(ofEnd: endMs)
        return panes.prefix { $0.startMs < endMs }.filter {
            $0.startMs >= startMs && $0.visibleFromMs <= endMs
        }
    }

    /// Brings the panes that become visible with this window into the sliding sets.
    private func slideSets(_ visible: [Pane]) {
        guard grid.sizeMs > grid.slideMs else { return }
        for pane in visible where !pane.isInSlidingSets {
            pane.isInSlidingSets = true
            for (sliding, pairs) in zip(slidingSets, pane.sets) {
                sliding?.add(pairs.all, keyLimit: keys.limit)
            }
        }
    }

    /// The rows of a window: its times are the same for all keys.
    private func window(
        _ states: [UnsafeMutableRawPointer], _ store: borrowing StateStore, _ endMs: Int64,
        _ clock: WallClock, _ wraps: Bool
    ) -> FiredWindow {
        let times = WindowTimes(
            startsMs: [Int64](repeating: grid.start(ofEnd: endMs), count: states.count),
            endsMs: [Int64](repeating: endMs, count: states.count))
        return rows(states, store, times, endMs, clock, wraps: wraps)
    }

    /// No end up to the watermark will fire any more.
    func passEnds(before wallWatermarkMs: Int64) {
        lastEndMs = max(lastEndMs ?? .min, grid.lastFiredEnd(wallWatermarkMs))
    }

    /// Forgets the panes that no window to come can see.
    func close(_ endMs: Int64) {
        lastEndMs = endMs
        let dropped = panes.prefix { grid.lastEnd(ofPaneAt: $0.startMs) <= endMs }
        guard !dropped.isEmpty else { return }
        for pane in dropped {
            if pane.isInSlidingSets {
                for (sliding, pairs) in zip(slidingSets, pane.sets) { sliding?.remove(pairs.all) }
            }
            release(pane)
        }
        spare = dropped.last { $0.isWorthReusing }
        panes.removeFirst(dropped.count)
        compact()
    }

    var statistics: StateStatistics {
        var result = StateStatistics()
        result.openKeys = keys.count
        result.panes = panes.count
        result.bytes = panes.reduce(sharedMemory + (spare?.memory ?? 0)) { $0 + $1.memory }
        for sliding in slidingSets { result.bytes += sliding?.memory ?? 0 }
        return result
    }
}

/// Where the windows of some rows begin and end, on the wall clock.
struct WindowTimes {
    let startsMs: [Int64]
    let endsMs: [Int64]
}

extension GroupStates {
    /// The rows of some states: keys, the windows' times, aggregates.
    final func rows(
        _ states: [UnsafeMutableRawPointer], _ store: borrowing StateStore, _ times: WindowTimes,
        _ endMs: Int64, _ clock: WallClock, wraps: Bool
    ) -> FiredWindow {
        let keyBytes = states.map { keys.key(StateStore.key($0)) }
        var columns = encoder.columns(of: keyBytes)
        columns.append(Column(.timestamp(precision: 3), .integers(times.startsMs)))
        columns.append(Column(.timestamp(precision: 3), .integers(times.endsMs)))
        columns.append(
            Column(
                clock.isInstant ? .timestampLTZ(precision: 3) : .timestamp(precision: 3),
                .integers(times.endsMs.map { clock.instantMs($0 - 1) })))
        var failed: Int64 = 0
        for index in layout.results.indices {
            columns.append(layout.column(index, states, store, wraps: wraps, &failed))
        }
        return FiredWindow(
            endMs: endMs, rows: ColumnBatch(count: states.count, columns: columns),
            newestMs: states.map { StateStore.newestMs($0) }, failedValues: failed,
            keys: keyBytes)
    }

    /// States in the order of their keys' bytes.
    final func sorted(_ states: [UnsafeMutableRawPointer]) -> [UnsafeMutableRawPointer] {
        let order = KeyOrder(states.map { keys.key(StateStore.key($0)) })
        return order.sorted.map { states[Int($0)] }
    }
}
