/// Rows that did not count everywhere, by their numbers in the batch.
struct Lateness {
    /// In none of their windows.
    var late: [Int32] = []
    /// In some of their windows.
    var partlyLate: [Int32] = []
}

/// A GROUP BY over windows: rows into panes, panes into the rows of windows that end.
///
/// Times and watermarks here are on the windows' wall clock (``WallClock``). A class only so that
/// an array can hold it; the loops work on raw memory.
final class WindowOperator: GroupStates, GroupOperator {
    let definition: WindowAggregate
    let grid: WindowGrid
    /// For each distinct set what a sliding window carries on; `nil` where it is counted anew.
    private(set) var slidingSets: [SlidingSets?] = []
    /// By start, then by the first end they count in.
    var panes: [Pane] = []
    /// The last pane that was dropped, for its memory.
    var spare: Pane?
    /// The last window end that the watermark has passed; `nil` before the first.
    var lastEndMs: Int64?
    /// While state is read: the pane that the states belong to, and their keys so far.
    var restoredPane: Pane?
    var restoredKeys: [Int32] = []

    /// By key number, for whoever needs to note something about keys for a moment.
    ///
    /// A checkpoint is written by several threads, each with other key groups; an operator that is
    /// not cut into shards has no keys, so that all it has is in one group.
    var places = Memory<Int32>(capacity: 64)

    private let chosen = Memory<Int32>(capacity: GroupStates.chunk)
    private let paneNumbers = Memory<Int32>(capacity: GroupStates.chunk)
    private let grouped = Memory<Int32>(capacity: GroupStates.chunk)
    private var touched: [(pane: Pane, rows: Int)] = []

    init(_ definition: WindowAggregate, _ input: Schema) {
        self.definition = definition
        grid = WindowGrid(definition.window)
        let layout = AggregateLayout(
            definition.aggregates, input, retracts: definition.retracts)
        super.init(layout, keys: definition.keys, input, form: "\(definition.window)")
        slidingSets = layout.sets.indices.map { set in
            guard SlidingSets.canKeep(layout, set) else { return nil }
            return SlidingSets(layout, set, accumulation.values[layout.sets[set].values])
        }
    }

    /// Adds the rows to the panes they belong to, except where they are late.
    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        var lateness = Lateness()
        let all = rows.rows
        all.withUnsafeBufferPointer { all in
            var start = 0
            while start < all.count {
                let end = min(all.count, start + GroupStates.chunk)
                let part = UnsafeBufferPointer(rebasing: all[start..<end])
                let kept = assign(part, timing, &lateness)
                addChunk(kept, timing, columns)
                start = end
            }
        }
        return lateness
    }

    /// Decides each row's pane; returns how many rows have one.
    private func assign(
        _ rows: UnsafeBufferPointer<Int32>, _ timing: RowTiming, _ lateness: inout Lateness
    ) -> Int {
        touched.removeAll(keepingCapacity: true)
        let slide = grid.slideMs
        var count = 0
        var paneStart = Int64.min
        var paneEnd = Int64.min
        var punctual: Int32 = -1
        timing.wallMs.withUnsafeBufferPointer { times in
            timing.judgedByWallMs.withUnsafeBufferPointer { watermarks in
                for row in rows {
                    let time = times[Int(row)]
                    let watermark = watermarks[Int(row)]
                    if time < paneStart || time >= paneEnd {
                        paneStart = grid.floor(time)
                        paneEnd = paneStart + slide
                        punctual = -1
                    }
                    var number = punctual
                    if watermark >= paneEnd - 1 {
                        let open = watermark == .max ? .max : grid.firstOpenEnd(watermark)
                        if open > grid.lastEnd(ofPaneAt: paneStart) {
                            lateness.late.append(row)
                            continue
                        }
                        lateness.partlyLate.append(row)
                        number = touch(paneStart, open)
                    } else if number < 0 {
                        number = touch(paneStart, paneEnd)
                        punctual = number
                    }
                    chosen.base[count] = row
                    paneNumbers.base[count] = number
                    count &+= 1
                    touched[Int(number)].rows &+= 1
                }
            }
        }
        return count
    }

    /// The number of a pane among those of this chunk.
    private func touch(_ startMs: Int64, _ visibleFromMs: Int64) -> Int32 {
        let known = touched.lastIndex {
            $0.pane.startMs == startMs && $0.pane.visibleFromMs == visibleFromMs
        }
        if let known { return Int32(known) }
        touched.append((pane(startMs, visibleFromMs), 0))
        return Int32(touched.count - 1)
    }

    /// The pane, made when it is not there yet.
    func pane(_ startMs: Int64, _ visibleFromMs: Int64) -> Pane {
        var low = 0
        var high = panes.count
        while low < high {
            let middle = (low + high) / 2
            let candidate = panes[middle]
            if (candidate.startMs, candidate.visibleFromMs) < (startMs, visibleFromMs) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        if low < panes.count, panes[low].startMs == startMs,
            panes[low].visibleFromMs == visibleFromMs
        {
            return panes[low]
        }
        let pane: Pane
        if let reused = spare, visibleFromMs == startMs + grid.slideMs {
            spare = nil
            pane = reused
            pane.reuse(startMs: startMs, visibleFromMs: visibleFromMs)
        } else {
            pane = Pane(startMs: startMs, visibleFromMs: visibleFromMs, layout)
        }
        panes.insert(pane, at: low)
        return pane
    }

    /// Sorts the chunk's rows by pane, without changing their order within one, and adds them.
    private func addChunk(_ count: Int, _ timing: RowTiming, _ columns: [Column]) {
        guard touched.count > 1 else {
            if count > 0 { add(chosen.base, count, to: touched[0].pane, timing, columns) }
            return
        }
        var ends: [Int] = []
        var total = 0
        for entry in touched {
            ends.append(total)
            total += entry.rows
        }
        for index in 0..<count {
            let number = Int(paneNumbers.base[index])
            grouped.base[ends[number]] = chosen.base[index]
            ends[number] += 1
        }
        var start = 0
        for entry in touched {
            add(grouped.base + start, entry.rows, to: entry.pane, timing, columns)
            start += entry.rows
        }
    }
}
