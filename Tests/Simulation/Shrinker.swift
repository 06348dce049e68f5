/// Makes a scenario that goes wrong smaller as long as it still goes wrong.
enum Shrinker {
    /// Plays at most so many times.
    private static let plays = 600

    /// The smallest scenario found, and what is wrong with it.
    static func smallest(_ scenario: Scenario) -> (Scenario, String) {
        var best = scenario
        var text = ""
        var left = plays
        /// Takes the candidate when it still goes wrong.
        func keeps(_ actions: [Scenario.Action]) -> Bool {
            guard left > 0 else { return false }
            left -= 1
            var candidate = best
            candidate.actions = actions
            guard case .wrong(let reason) = Trial.play(candidate).verdict else { return false }
            best = candidate
            text = reason
            return true
        }
        _ = keeps(scenario.actions)
        var width = max(1, best.actions.count / 2)
        while left > 0 {
            var start = 0
            var hasShrunk = false
            while start < best.actions.count, left > 0 {
                let end = min(best.actions.count, start + width)
                let actions = Array(best.actions[..<start] + best.actions[end...])
                if keeps(actions) { hasShrunk = true } else { start = end }
            }
            if width == 1, !hasShrunk { break }
            width = max(1, width / 2)
        }
        for place in best.actions.indices {
            guard case .rows(let partition, var events) = best.actions[place] else { continue }
            var row = 0
            while row < events.count, events.count > 1, left > 0 {
                var fewer = events
                fewer.remove(at: row)
                var actions = best.actions
                actions[place] = .rows(partition, fewer)
                if keeps(actions) { events = fewer } else { row += 1 }
            }
        }
        return (best, text)
    }
}
