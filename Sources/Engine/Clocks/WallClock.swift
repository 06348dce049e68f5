/// Windows over TIMESTAMP_LTZ follow the session zone's wall clock; this goes there and back.
///
/// Over TIMESTAMP, or where the zone is UTC, every function returns what it is given.
struct WallClock {
    private let zone: SessionZone
    /// Times and watermarks are instants, windows stand on the wall clock.
    let shifts: Bool
    /// Event time is a TIMESTAMP_LTZ.
    let isInstant: Bool

    init(_ zone: SessionZone, _ type: DataType?) {
        self.zone = zone
        if case .timestampLTZ = type {
            shifts = zone.offsetsMs != [0]
            isInstant = true
        } else {
            shifts = false
            isInstant = false
        }
    }

    func wallMs(_ timeMs: Int64) -> Int64 { shifts ? zone.wallMs(atUTC: timeMs) : timeMs }

    /// An event time as milliseconds since 1970 UTC, which a TIMESTAMP shows in the session zone.
    func utcMs(_ timeMs: Int64) -> Int64 {
        isInstant || timeMs == .max || timeMs == .min ? timeMs : zone.instantMs(ofWall: timeMs)
    }

    /// A window's end as milliseconds since 1970 UTC, one after its `window_time`.
    func utcMs(ofWallEnd endMs: Int64) -> Int64 {
        (isInstant ? instantMs(endMs - 1) : utcMs(endMs - 1)) + 1
    }

    /// The watermark on the wall clock: every event still to come shows a later time, or is late.
    ///
    /// While the clock runs towards being set back, an hour will come twice and its windows wait
    /// for the second time; so the wall watermark waits just before that hour.
    func wallWatermarkMs(_ watermarkMs: Int64) -> Int64 {
        guard shifts, watermarkMs != .min, watermarkMs != .max else { return watermarkMs }
        let wall = zone.wallMs(atUTC: watermarkMs)
        guard let next = zone.firstTransition(after: watermarkMs) else { return wall }
        return min(wall, next.instantMs + next.offsetMs - 1)
    }

    /// The instant when a wall clock's time is over: of two the later, of none the change itself.
    func instantMs(_ wallMs: Int64) -> Int64 {
        guard shifts else { return wallMs }
        let before = zone.offsetMs(atUTC: wallMs - 86_400_000)
        let after = zone.offsetMs(atUTC: wallMs + 86_400_000)
        if zone.offsetMs(atUTC: wallMs - after) == after { return wallMs - after }
        if zone.offsetMs(atUTC: wallMs - before) == before { return wallMs - before }
        return zone.firstTransition(after: wallMs - after)?.instantMs ?? wallMs - after
    }
}

extension SessionZone {
    /// The next change of the distance from UTC, and what it becomes.
    func firstTransition(after instantMs: Int64) -> (instantMs: Int64, offsetMs: Int64)? {
        var low = 0
        var high = transitionsMs.count
        while low < high {
            let middle = (low + high) / 2
            if transitionsMs[middle] <= instantMs { low = middle + 1 } else { high = middle }
        }
        return low < transitionsMs.count ? (transitionsMs[low], offsetsMs[low + 1]) : nil
    }
}
