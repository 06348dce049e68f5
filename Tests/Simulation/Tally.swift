/// What a simulation met.
public struct Tally: Sendable {
    public var seeds = 0
    public var events = 0
    public var late = 0
    public var partlyLate = 0
    public var retractions = 0
    public var idleDecisions = 0
    public var checkpoints = 0
    public var restarts = 0
    public var reshards = 0
    public var results = 0

    public init() {}

    /// Each count under its name.
    public var counts: [(name: String, count: Int)] {
        [
            ("events", events), ("late", late), ("partly late", partlyLate),
            ("retractions", retractions),
            ("idle decisions", idleDecisions), ("checkpoints", checkpoints),
            ("restarts", restarts), ("re-shards", reshards), ("result rows", results),
        ]
    }

    public static func += (left: inout Tally, right: Tally) {
        left.seeds += right.seeds
        left.events += right.events
        left.late += right.late
        left.partlyLate += right.partlyLate
        left.retractions += right.retractions
        left.idleDecisions += right.idleDecisions
        left.checkpoints += right.checkpoints
        left.restarts += right.restarts
        left.reshards += right.reshards
        left.results += right.results
    }
}
