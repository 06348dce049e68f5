import Control

/// Events came, and then none: nobody produces, or a broker hangs without saying so.
struct Silence: Sendable, Equatable {
    /// When the first second without events began, as far back as is known.
    var sinceMs: Int64
    /// What came before it; `nil` when that is longer ago than is known.
    var rateBefore: Double?

    /// So many events would have come by now.
    private static let missed = 30.0
    private static let leastMs: Int64 = 10_000
    /// A point of the history tells of the seconds before it.
    private static let pointMs: Int64 = 3_000

    /// `nil` while events come, and wherever none can be expected.
    init?(_ snapshot: Snapshot) {
        switch snapshot.phase {
        case .live: break
        case .catchingUp where snapshot.hasBeenLive: break
        default: return nil
        }
        let points = snapshot.history
        guard snapshot.total.received > 0,
            let last = points.lastIndex(where: { $0.eventsPerSecond > 0 }) ?? points.indices.first,
            last < points.count - 1
        else { return nil }
        sinceMs = points[last + 1].timeMs &- Silence.pointMs
        let silentMs = snapshot.nowMs &- sinceMs
        guard silentMs >= Silence.leastMs else { return nil }
        let before = points[...last].suffix(60).filter { !$0.isReplay && $0.eventsPerSecond > 0 }
        guard !before.isEmpty else {
            guard points.count >= 300, points[last].eventsPerSecond <= 0 else { return nil }
            return
        }
        let rate = before.reduce(0) { $0 + $1.eventsPerSecond } / Double(before.count)
        guard rate * Double(silentMs) / 1_000 >= Silence.missed else { return nil }
        rateBefore = rate
    }

    /// More events are missing than chance leaves out.
    var isUnusual: Bool { rateBefore != nil }

    var text: String {
        guard let rateBefore else { return "no event for more than five minutes" }
        return "no event comes any more; before, \(Numbers.compact(rateBefore)) a second"
    }

    /// With what the log has had to complain about since, if anything.
    func cause(_ log: [LogLine]) -> String? {
        guard isUnusual else { return nil }
        let since = "No event since \(Times.clock(sinceMs)): "
        if let line = log.last(where: { $0.level != .info && $0.timeMs >= sinceMs }) {
            return since + line.text
        }
        return since + "nobody produces, or the broker hangs."
    }
}
