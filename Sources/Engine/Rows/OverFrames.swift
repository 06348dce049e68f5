/// Rows enter and leave the frame of a key.
extension OverOperator {
    @inline(__always)
    private static func pair(_ key: Int32, _ number: Int64) -> UInt64 {
        PairTable.pair(key, Int32(truncatingIfNeeded: number))
    }

    @inline(__always)
    func append(
        _ key: Int32, _ head: UnsafeMutablePointer<OverKey>, _ packed: UnsafeMutablePointer<Int64>
    ) {
        rings.append(&head.pointee.ring).update(from: packed, count: program.width)
        if program.isRunning { add(packed, to: state(key), key, pairs) }
    }

    /// Adds a row to accumulators.
    @inline(__always)
    func add(
        _ row: UnsafeMutablePointer<Int64>, to state: UnsafeMutableRawPointer, _ key: Int32,
        _ pairs: [CountedPairs]
    ) {
        for index in 0..<stepCount {
            let step = steps.base[index]
            guard OverProgram.isMarked(row, step.mark) else { continue }
            let part = state + step.offset
            let word = row[step.word]
            switch step.kind {
            case .count: part.assumingMemoryBound(to: Int64.self).pointee &+= 1
            case .distinctCount:
                if pairs[step.set].add(OverOperator.pair(key, word)) {
                    part.assumingMemoryBound(to: Int64.self).pointee &+= 1
                }
            default: OverOperator.add(word, step.kind, part)
            }
        }
    }

    @inline(__always)
    private static func add(
        _ word: Int64, _ kind: OverProgram.Step.Kind, _ part: UnsafeMutableRawPointer
    ) {
        let number = Double(bitPattern: UInt64(bitPattern: word))
        let integer = part.assumingMemoryBound(to: Int64.self)
        let double = part.assumingMemoryBound(to: Double.self)
        switch kind {
        case .integerSum: part.assumingMemoryBound(to: WideSum.self).pointee.add(word)
        case .doubleSum: part.assumingMemoryBound(to: CompensatedSum.self).pointee.add(number)
        case .integerMinimum: integer.pointee = min(integer.pointee, word)
        case .integerMaximum: integer.pointee = max(integer.pointee, word)
        case .doubleMinimum: double.pointee = Accumulation.lesser(double.pointee, number)
        case .doubleMaximum: double.pointee = Accumulation.greater(double.pointee, number)
        case .count, .distinctCount: break
        }
    }

    /// The oldest row leaves the frame.
    @inline(__always)
    func removeFirst(_ key: Int32, _ head: UnsafeMutablePointer<OverKey>) {
        let row = rings.row(head.pointee.ring, 0)
        if keepsRows {
            if program.isRunning { subtract(row, key) }
            staged.release(row)
        } else {
            let set = Int(row[0])
            _ = pairs[set].remove(OverOperator.pair(key, row[1]))
            table(ofSet: set)?.release(Int32(truncatingIfNeeded: row[1]))
        }
        rings.removeFirst(&head.pointee.ring)
        if head.pointee.kept > 0 {
            head.pointee.kept &-= 1
            head.pointee.dropped &+= 1
        }
    }

    @inline(__always)
    private func subtract(_ row: UnsafeMutablePointer<Int64>, _ key: Int32) {
        let state = state(key)
        for index in 0..<stepCount {
            let step = steps.base[index]
            guard OverProgram.isMarked(row, step.mark) else { continue }
            let part = state + step.offset
            let word = row[step.word]
            let number = Double(bitPattern: UInt64(bitPattern: word))
            let integer = part.assumingMemoryBound(to: Int64.self)
            var isLost = false
            switch step.kind {
            case .count: integer.pointee &-= 1
            case .integerSum: part.assumingMemoryBound(to: WideSum.self).pointee.subtract(word)
            case .doubleSum:
                part.assumingMemoryBound(to: CompensatedSum.self).pointee.add(-number)
                isLost = !number.isFinite
            case .integerMinimum, .integerMaximum: isLost = word == integer.pointee
            case .doubleMinimum, .doubleMaximum:
                let known = part.assumingMemoryBound(to: Double.self).pointee
                isLost = number == known || number.isNaN
            case .distinctCount:
                if pairs[step.set].remove(OverOperator.pair(key, word)) { integer.pointee &-= 1 }
            }
            if isLost { dirty |= 1 << UInt64(min(index, 63)) }
        }
    }

    /// Computes the accumulators anew that lost their extreme, or held a number without end.
    @inline(never)
    func repair(_ key: Int32, _ head: UnsafeMutablePointer<OverKey>) {
        let ring = head.pointee.ring
        for index in 0..<stepCount where dirty >> UInt64(min(index, 63)) & 1 != 0 {
            let step = steps.base[index]
            guard step.kind != .distinctCount, step.kind != .count else { continue }
            let part = state(key) + step.offset
            let size = step.kind == .integerSum || step.kind == .doubleSum ? 16 : 8
            emptyState.withUnsafeBytes { empty in
                if let base = empty.baseAddress {
                    part.copyMemory(from: base + step.offset, byteCount: size)
                }
            }
            for place in 0..<ring.count {
                let row = rings.row(ring, place)
                guard OverProgram.isMarked(row, step.mark) else { continue }
                OverOperator.add(row[step.word], step.kind, part)
            }
        }
        dirty = 0
    }

    /// A row of a frame that nothing leaves: only values that are new to DISTINCT are kept.
    func addForEver(
        _ key: Int32, _ head: UnsafeMutablePointer<OverKey>, _ packed: UnsafeMutablePointer<Int64>
    ) {
        let state = state(key)
        for index in 0..<stepCount {
            let step = steps.base[index]
            guard OverProgram.isMarked(packed, step.mark) else { continue }
            let part = state + step.offset
            let word = packed[step.word]
            switch step.kind {
            case .count: part.assumingMemoryBound(to: Int64.self).pointee &+= 1
            case .distinctCount:
                guard pairs[step.set].add(OverOperator.pair(key, word)) else { continue }
                part.assumingMemoryBound(to: Int64.self).pointee &+= 1
                let row = rings.append(&head.pointee.ring)
                row[0] = Int64(step.set)
                row[1] = word
                table(ofSet: step.set)?.retain(Int32(truncatingIfNeeded: word))
            default: OverOperator.add(word, step.kind, part)
            }
        }
        staged.release(packed)
    }

    /// The numbered values of a distinct set.
    func table(ofSet set: Int) -> ValueTable? {
        guard let step = program.steps.first(where: { $0.kind == .distinctCount && $0.set == set })
        else { return nil }
        return staged.tables[step.word - program.firstWord]
    }

    /// The key lets go of the rows up to a time.
    func forgetRows(_ event: WaitingRow) {
        let head = head(event.key)
        head.pointee.waiting -= 1
        markChanged(event.key)
        while head.pointee.ring.count > 0,
            rings.row(head.pointee.ring, 0)[OverProgram.timeWord] <= event.sequence
        {
            removeFirst(event.key, head)
        }
        if dirty != 0 { repair(event.key, head) }
        guard head.pointee.ring.count == 0 else { return }
        head.pointee.newestMs = .min
        head.pointee.coverMs = .min
        reset(event.key)
    }

    /// The key has seen nothing.
    func clear(_ key: Int32, _ head: UnsafeMutablePointer<OverKey>) {
        while head.pointee.ring.count > 0 { removeFirst(key, head) }
        dirty = 0
        reset(key)
        head.pointee.newestMs = .min
        head.pointee.coverMs = .min
    }

    /// Forgets some of the keys that can see nothing any more, going round and round.
    func sweep(_ watermarkMs: Int64, _ passed: Int) {
        let turns = watermarkMs == .max ? headCount : min(headCount, passed + 16)
        for _ in 0..<turns {
            if sweptTo >= headCount { sweptTo = 0 }
            let key = Int32(sweptTo)
            sweptTo += 1
            let head = head(key)
            if head.pointee.isUsed, head.pointee.waiting == 0, isOver(head, watermarkMs) {
                remove(key)
            }
        }
        numbering.keys.compact()
    }

    private func isOver(_ head: UnsafeMutablePointer<OverKey>, _ watermarkMs: Int64) -> Bool {
        if watermarkMs == .max { return true }
        guard definition.frame.isBoundedRange else {
            guard let ttl = definition.timeToLiveMs, head.pointee.newestMs != .min else {
                return false
            }
            return watermarkMs &- head.pointee.newestMs >= ttl
        }
        if head.pointee.coverMs > watermarkMs { return false }
        var number = head.pointee.lane
        while number >= 0 {
            if lanes.lane(number).pointee.cleanDueMs > watermarkMs { return false }
            number = lanes.lane(number).pointee.sibling
        }
        return true
    }

    /// Takes a key out, as if it had never come.
    func remove(_ key: Int32) {
        let head = head(key)
        clear(key, head)
        lanes.remove(&head.pointee.lane)
        rings.remove(&head.pointee.ring)
        gone.append(Array(numbering.keys.key(key)))
        heads.base[Int(key)] = OverKey()
        numbering.keys.release(key)
    }
}
