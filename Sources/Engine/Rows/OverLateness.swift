/// Flink's rule for bounded frames: a row is late when its key has had a result as new as it.
///
/// Being behind the watermark alone does not make a row late. A bounded RANGE forgets a key, and
/// what it has had, one and a half frames and a millisecond after the row that set the clean-up
/// time; a row renews it when less than a frame is left. Each partition is judged by itself.
extension OverOperator {
    /// The lane of a row, brought up to the row's watermark; `nil` when the row is late.
    @inline(__always)
    func openLane(
        _ key: Int32, _ timeMs: Int64, _ watermarkMs: Int64, _ partition: Int32,
        _ precedingMs: Int64?
    ) -> Int32? {
        // After the end of the input nothing moves the watermark once more.
        if watermarkMs == .max { return nil }
        let number = knownLane(key, partition)
        if number >= 0, let precedingMs, lanes.lane(number).pointee.cleanDueMs <= watermarkMs {
            forget(number, watermarkMs, precedingMs)
        }
        if timeMs <= watermarkMs || timeMs <= 0 {
            var last = number < 0 ? 0 : lastMs(number, watermarkMs)
            if let ttl = definition.timeToLiveMs, watermarkMs &- last >= ttl { last = 0 }
            if timeMs <= last { return nil }
        }
        use(key)
        let lane = lanes.number(of: key, partition, first: &head(key).pointee.lane)
        if let precedingMs { renewCleaning(lane, timeMs, watermarkMs, precedingMs) }
        return lane
    }

    @inline(__always)
    private func knownLane(_ key: Int32, _ partition: Int32) -> Int32 {
        var number = head(key).pointee.lane
        while number >= 0, lanes.lane(number).pointee.partition != partition {
            number = lanes.lane(number).pointee.sibling
        }
        return number
    }

    /// The last result that the lane's rows would have had by a watermark.
    private func lastMs(_ number: Int32, _ watermarkMs: Int64) -> Int64 {
        lanes.passCleanings(number, watermarkMs)
        let lane = lanes.lane(number)
        var last = lane.pointee.lastMs
        var slot = lane.pointee.newest
        while slot >= 0 {
            let row = waiting.row(slot)
            if row.pointee.dueMs <= watermarkMs, row.pointee.dueMs > lane.pointee.forgotMs {
                last = max(last, row.pointee.timeMs)
            }
            slot = row.pointee.previous
        }
        return last
    }

    /// A clean-up time later than every row of the lane by more than the frame.
    @inline(__always)
    private func renewCleaning(
        _ number: Int32, _ timeMs: Int64, _ watermarkMs: Int64, _ precedingMs: Int64
    ) {
        let lane = lanes.lane(number)
        let isUnset = lane.pointee.cleanMs == .max
        guard isUnset || lane.pointee.cleanMs < timeMs &+ precedingMs &+ 1 else { return }
        if !isUnset {
            lanes.passCleanings(number, watermarkMs)
            let passed = PassedCleaning(
                timeMs: lane.pointee.cleanMs, dueMs: lane.pointee.cleanDueMs)
            lanes.add(passed, to: number)
        }
        let cleanMs = timeMs &+ OverOperator.oneAndAHalf(precedingMs) &+ 1
        lane.pointee.cleanMs = cleanMs
        lane.pointee.cleanDueMs = max(cleanMs, watermarkMs &+ 1)
    }

    /// As Flink multiplies, by way of a double.
    static func oneAndAHalf(_ precedingMs: Int64) -> Int64 { Int64(Double(precedingMs) * 1.5) }

    /// The clean-up time has come: the lane begins anew, and its key lets go of the rows before.
    ///
    /// Rows that still wait become results before that; so the key is told in due order.
    private func forget(_ number: Int32, _ watermarkMs: Int64, _ precedingMs: Int64) {
        let lane = lanes.lane(number)
        let key = lane.pointee.key
        let seenMs = lane.pointee.cleanMs - precedingMs - 1
        lane.pointee.lastMs = 0
        lane.pointee.cleanMs = .max
        lane.pointee.cleanDueMs = .max
        lane.pointee.forgotMs = watermarkMs
        lane.pointee.newest = -1
        lanes.clearCleanings(of: number)
        _ = waiting.add(
            WaitingRow(
                dueMs: watermarkMs &+ 1, timeMs: .min, sequence: seenMs, key: key,
                partition: lane.pointee.partition, place: RowPlace(segment: 0, row: 0), lane: -1,
                kind: .forget))
        head(key).pointee.waiting += 1
        markChanged(key)
    }

    /// A row of a lane has become a result.
    @inline(__always)
    func settle(_ row: UnsafeMutablePointer<WaitingRow>, _ slot: Int32) {
        let lane = lanes.lane(row.pointee.lane)
        if row.pointee.dueMs > lane.pointee.forgotMs {
            lane.pointee.lastMs = max(lane.pointee.lastMs, row.pointee.timeMs)
        }
        if row.pointee.previous >= 0 {
            waiting.row(row.pointee.previous).pointee.next = row.pointee.next
        }
        if row.pointee.next >= 0 {
            waiting.row(row.pointee.next).pointee.previous = row.pointee.previous
        }
        if lane.pointee.newest == slot { lane.pointee.newest = row.pointee.previous }
    }
}
