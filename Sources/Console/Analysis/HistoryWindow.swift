import Control

/// The vital signs of the last minutes on an even time axis: a pause is as wide as it was long.
struct HistoryWindow: Sendable {
    /// One place a second, oldest first; `nil` where nothing was measured.
    let points: [HistoryPoint?]
    /// How far back the axis reaches: `last 42s`, `last 5m`.
    let text: String

    private static let longest: Int64 = 300
    private static let shortest: Int64 = 30

    init(_ snapshot: Snapshot) {
        let stepMs = 1_000 * Int64(max(1, snapshot.clockSpeed))
        let isLive = snapshot.history.contains { !$0.isReplay }
        let oldestMs = snapshot.nowMs &- HistoryWindow.longest &* stepMs
        // Seconds in which the past was read say nothing about the present beside them.
        let known = snapshot.history.filter {
            $0.timeMs > oldestMs && $0.timeMs <= snapshot.nowMs && !(isLive && $0.isReplay)
        }
        guard let first = known.first, let last = known.last else {
            points = []
            text = ""
            return
        }
        let covered = (last.timeMs &- first.timeMs) / stepMs + 1
        let count = min(HistoryWindow.longest, max(HistoryWindow.shortest, covered))
        let fromMs = last.timeMs &- (count - 1) &* stepMs
        var places = [HistoryPoint?](repeating: nil, count: Int(count))
        for point in known {
            let place = Int((point.timeMs &- fromMs &+ stepMs / 2) / stepMs)
            if places.indices.contains(place) { places[place] = point }
        }
        // A second that fell between two measurements is no pause.
        for place in places.indices.dropFirst().dropLast()
        where places[place] == nil && places[place + 1] != nil {
            places[place] = places[place - 1]
        }
        points = places
        text = "last " + (count < 60 ? "\(count)s" : "\((count + 30) / 60)m")
    }

    func values(_ value: (HistoryPoint) -> Double?) -> [Double?] {
        points.map { $0.flatMap(value) }
    }

    /// How much a total grew with each measurement.
    func increments(_ total: (HistoryPoint) -> Int64) -> [Double?] {
        var before: Int64?
        return points.map { point in
            guard let point else { return nil }
            let now = total(point)
            defer { before = now }
            return before.map { Double(max(0, now &- $0)) }
        }
    }
}
