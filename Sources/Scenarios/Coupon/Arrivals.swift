/// A stream of moments with gaps of chosen sizes, in nanoseconds since the scenario's start.
struct Arrivals: Sendable {
    /// The next moment; `Int64.max` when there is none.
    private(set) var nextNs: Int64
    private let gapsNs: ClosedRange<Int64>
    private let earlyGapsNs: ClosedRange<Int64>
    private let earlyUntilNs: Int64
    private var random: SplitMix64

    init(firstNs: Int64 = 0, gapsNs: ClosedRange<Int64>, random: SplitMix64) {
        self.init(earlyGapsNs: gapsNs, untilNs: 0, gapsNs: gapsNs, random: random)
        nextNs = firstNs
    }

    /// A stream that has other gaps up to a moment than it has from then on.
    init(
        earlyGapsNs: ClosedRange<Int64>, untilNs: Int64, gapsNs: ClosedRange<Int64>,
        random: SplitMix64
    ) {
        self.gapsNs = gapsNs
        self.earlyGapsNs = earlyGapsNs
        earlyUntilNs = untilNs
        self.random = random
        nextNs = 0
    }

    /// A stream that never comes.
    static let never = Arrivals(firstNs: .max, gapsNs: 0...0, random: SplitMix64(seed: 0))

    mutating func advance() {
        let gapsNs = nextNs < earlyUntilNs ? earlyGapsNs : gapsNs
        nextNs += random.between(gapsNs.lowerBound, gapsNs.upperBound)
    }
}
