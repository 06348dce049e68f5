/// When the enumeration fraud is at work, and the moment of its next attempt.
///
/// Bursts that overlap become one longer burst: asking twice does not double the rate.
struct BurstSchedule: Sendable {
    /// The next attempt in ns since the scenario's start; `Int64.max` when none is planned.
    private(set) var nextNs = Int64.max
    /// Ascending and apart; the first is the one at work or the next to come.
    private var spans: [Range<Int64>] = []
    private let lengthNs: Int64
    private let meanGapNs: Int64
    private var random: SplitMix64

    init(lengthNs: Int64, perSecond: Double, random: SplitMix64) {
        self.lengthNs = lengthNs
        meanGapNs = Int64(1e9 / perSecond)
        self.random = random
    }

    mutating func add(atNs startNs: Int64) {
        var added = startNs..<(startNs + lengthNs)
        let isInside = spans.contains { $0.contains(startNs) }
        for span in spans where span.overlaps(added) {
            added = min(span.lowerBound, added.lowerBound)..<max(span.upperBound, added.upperBound)
        }
        spans.removeAll { $0.overlaps(added) }
        spans.append(added)
        spans.sort { $0.lowerBound < $1.lowerBound }
        // A burst at work keeps its rhythm; otherwise the first attempt comes at once.
        if !isInside { nextNs = min(nextNs, startNs) }
    }

    mutating func advance() {
        nextNs += random.between(meanGapNs / 2, meanGapNs * 3 / 2)
        while let first = spans.first, first.upperBound <= nextNs { spans.removeFirst() }
        nextNs = spans.first.map { max(nextNs, $0.lowerBound) } ?? .max
    }
}
