/// A seeded simulation: a script and its events made up from a seed, played to a real engine in
/// virtual time, and judged by an oracle that knows nothing of the engine.
public enum Simulation {
    /// Plays one seed.
    ///
    /// - Returns: What it met; and where the answers were wrong, a report for people: script,
    ///   expected and actual rows, and the smallest course of events that still goes wrong.
    public static func play(seed: UInt64, shrinks: Bool = true) -> (tally: Tally, report: String?) {
        let scenario = ScenarioMaker.scenario(seed: seed)
        let (verdict, tally) = Trial.play(scenario)
        switch verdict {
        case .right: return (tally, nil)
        case .unanswerable:
            return (tally, "seed \(seed) asks what the oracle cannot answer; mend the scenario")
        case .wrong(let text):
            let small = shrinks ? Shrinker.smallest(scenario) : (scenario, text)
            return (tally, report(small.0, small.1))
        }
    }

    private static func report(_ scenario: Scenario, _ text: String) -> String {
        """
        seed \(scenario.seed) fails; play it again by: Tests/simulate --seed \(scenario.seed)
        \(scenario.script)
        \(scenario.actions.map { "  \($0.text)" }.joined(separator: "\n"))
        \(text)
        """
    }
}

extension Scenario.Action {
    /// For people; times in milliseconds.
    fileprivate var text: String {
        switch self {
        case .rows(let partition, let events):
            let rows = events.map { "\n      \($0.timeMs) \($0.cells) \($0.change)" }
            return "rows of \(partition.text)\(rows.joined())"
        case .idle(let partition, let isIdle):
            return "\(partition.text) \(isIdle ? "falls idle" : "wakes")"
        case .ends(let partition): return "\(partition.text) ends"
        case .advance: return "advance"
        case .checkpoint: return "checkpoint"
        case .restart(let shards): return "restart from the checkpoint on \(shards) shards"
        }
    }
}

extension Scenario.Partition {
    fileprivate var text: String { "s\(table)/\(index)" }
}
