import CIntrinsics

/// Rows that the watermark has reached become results.
extension OverOperator {
    func advance(toMs watermarkMs: Int64, wraps: Bool) -> PassedRows? {
        let slots = waiting.take(dueByMs: watermarkMs)
        defer { sweep(watermarkMs, slots.count) }
        var places: [RowPlace] = []
        var times: [Int64] = []
        var order: [RowOrder] = []
        var judges: [Int64]?
        places.reserveCapacity(slots.count)
        times.reserveCapacity(slots.count)
        for slot in slots where waiting.row(slot).pointee.kind == .row {
            let row = waiting.row(slot)
            places.append(row.pointee.place)
            times.append(row.pointee.timeMs)
            if tellsOrder { order.append(row.pointee.order) }
            // Only a row that came behind the watermark is due later than its own time.
            if row.pointee.dueMs > row.pointee.timeMs {
                if judges == nil { judges = times.dropLast().map { _ in .min } }
                judges?.append(row.pointee.dueMs - 1)
            } else {
                judges?.append(.min)
            }
        }
        let columns = waiting.columns(of: places)
        staged.pack(columns, places.count, times)
        let results = OverResultStates(program, count: places.count)
        enter(slots, results)
        for slot in slots { waiting.release(slot) }
        guard !places.isEmpty else { return nil }
        var failed: Int64 = 0
        let aggregates = results.columns(wraps: wraps, &failed)
        return PassedRows(
            rows: ColumnBatch(count: places.count, columns: columns + aggregates), timesMs: times,
            failedValues: failed, order: order, judgedByMs: judges)
    }

    /// Puts the due rows into their frames, in order; peers first all enter, then all see.
    private func enter(_ slots: [Int32], _ results: OverResultStates) {
        let hasPeers = definition.frame.hasPeers
        slots.withUnsafeBufferPointer { slots in
            var index = 0
            var row = 0
            while index < slots.count {
                let first = waiting.row(slots[index])
                if first.pointee.kind == .forget {
                    forgetRows(first.pointee)
                    index &+= 1
                    continue
                }
                var end = index &+ 1
                while hasPeers, end < slots.count, isPeer(slots[end], first) { end &+= 1 }
                for position in index..<end {
                    prefetch(slots, position)
                    enter(slots[position], row &+ position &- index)
                }
                let group = row..<row &+ end &- index
                for position in index..<end {
                    show(slots[position], row &+ position &- index, group, slots, index, results)
                }
                row = group.upperBound
                index = end
            }
        }
        staged.compact()
    }

    @inline(__always)
    private func isPeer(_ slot: Int32, _ first: UnsafeMutablePointer<WaitingRow>) -> Bool {
        let row = waiting.row(slot)
        return row.pointee.kind == .row && row.pointee.timeMs == first.pointee.timeMs
            && row.pointee.dueMs == first.pointee.dueMs
    }

    @inline(__always)
    private func prefetch(_ slots: UnsafeBufferPointer<Int32>, _ position: Int) {
        if position &+ 24 < slots.count { cin_prefetch(waiting.row(slots[position &+ 24])) }
        if position &+ 12 < slots.count {
            let row = waiting.row(slots[position &+ 12])
            cin_prefetch(heads.base + Int(row.pointee.key))
            cin_prefetch(state(row.pointee.key))
            if row.pointee.lane >= 0 { cin_prefetch(lanes.lane(row.pointee.lane)) }
        }
        if position &+ 5 < slots.count {
            let ring = heads.base[Int(waiting.row(slots[position &+ 5]).pointee.key)].ring
            guard ring.capacity > 0 else { return }
            cin_prefetch(rings.row(ring, 0))
            cin_prefetch(rings.row(ring, ring.count))
        }
    }

    @inline(__always)
    private func enter(_ slot: Int32, _ index: Int) {
        let row = waiting.row(slot)
        let key = row.pointee.key
        let head = head(key)
        let packed = staged.row(index)
        head.pointee.waiting &-= 1
        markChanged(key)
        if row.pointee.lane >= 0 { settle(row, slot) }
        let timeMs = row.pointee.timeMs
        switch definition.frame {
        case .range(let precedingMs):
            // A row that is not behind the watermark is too new to see it, and for one that is
            // the clean-up time has come, be it in another partition.
            if row.pointee.dueMs > head.pointee.coverMs { clear(key, head) }
            enter(key, head, packed, timeMs, precedingMs)
        case .rows(let preceding):
            expire(key, head, row.pointee.dueMs)
            if Int(head.pointee.ring.count) > preceding { removeFirst(key, head) }
            append(key, head, packed)
        case .unboundedRange, .unboundedRows:
            expire(key, head, row.pointee.dueMs)
            if keepsRows { append(key, head, packed) } else { addForEver(key, head, packed) }
        }
        if dirty != 0 { repair(key, head) }
        head.pointee.newestMs = max(head.pointee.newestMs, timeMs)
        head.pointee.coverMs = max(head.pointee.coverMs, row.pointee.coverMs)
    }

    @inline(__always)
    private func enter(
        _ key: Int32, _ head: UnsafeMutablePointer<OverKey>, _ packed: UnsafeMutablePointer<Int64>,
        _ timeMs: Int64, _ precedingMs: Int64
    ) {
        guard timeMs < head.pointee.newestMs else {
            let firstMs = timeMs &- precedingMs
            while head.pointee.ring.count > 0,
                rings.row(head.pointee.ring, 0)[OverProgram.timeWord] < firstMs
            {
                removeFirst(key, head)
            }
            append(key, head, packed)
            return
        }
        // The key has had newer results, of rows from another partition; only a row that is in
        // their frame too is kept.
        guard timeMs >= head.pointee.newestMs &- precedingMs else { return }
        let ring = head.pointee.ring
        var place = ring.count
        while place > 0, rings.row(ring, place - 1)[OverProgram.timeWord] > timeMs { place -= 1 }
        let target = rings.insert(&head.pointee.ring, at: place)
        target.update(from: packed, count: program.width)
        head.pointee.kept = min(head.pointee.kept, place)
        if program.isRunning { add(packed, to: state(key), key, pairs) }
    }

    /// A key that has seen nothing for its time to live begins anew.
    @inline(__always)
    private func expire(_ key: Int32, _ head: UnsafeMutablePointer<OverKey>, _ dueMs: Int64) {
        guard let ttl = definition.timeToLiveMs, head.pointee.newestMs != .min,
            dueMs &- head.pointee.newestMs >= ttl
        else { return }
        clear(key, head)
    }

    /// Writes down what a row sees.
    @inline(__always)
    private func show(
        _ slot: Int32, _ index: Int, _ group: Range<Int>, _ slots: UnsafeBufferPointer<Int32>,
        _ firstSlot: Int, _ results: OverResultStates
    ) {
        let row = waiting.row(slot)
        let key = row.pointee.key
        let head = head(key)
        if row.pointee.timeMs >= head.pointee.newestMs || !definition.frame.isBoundedRange {
            if program.isRunning {
                results.set(index, state(key))
            } else {
                let ring = head.pointee.ring
                results.compute(index, (0..<ring.count).map { rings.row(ring, $0) }, staged.tables)
            }
            return
        }
        guard case .range(let precedingMs) = definition.frame else { return }
        showOld(
            index, key, row.pointee.timeMs, precedingMs,
            group.filter {
                waiting.row(slots[firstSlot + $0 - group.lowerBound]).pointee.key == key
            },
            results)
    }

    /// What a row sees that is older than the key's newest result.
    private func showOld(
        _ index: Int, _ key: Int32, _ timeMs: Int64, _ precedingMs: Int64, _ peers: [Int],
        _ results: OverResultStates
    ) {
        let head = head(key)
        let ring = head.pointee.ring
        var seen: [UnsafeMutablePointer<Int64>] = []
        let isKept = timeMs >= head.pointee.newestMs &- precedingMs
        if isKept {
            for place in 0..<ring.count {
                let row = rings.row(ring, place)
                let time = row[OverProgram.timeWord]
                if time >= timeMs &- precedingMs, time <= timeMs { seen.append(row) }
            }
        } else {
            seen = peers.map { staged.row($0) }
        }
        if program.isRunning {
            let own = program.layout.sets.map { _ in CountedPairs() }
            results.setEmpty(index)
            for row in seen { add(row, to: results.state(index), key, own) }
        } else {
            results.compute(index, seen, staged.tables)
        }
        if !isKept, index == peers.last { for peer in peers { staged.release(staged.row(peer)) } }
    }
}
