import Control

/// The numbers of line 1, computed from a snapshot.
struct Vitals: Sendable {
    /// `nil` when no partition's lag is known.
    var lag: Int64?
    /// Some partition's lag is not known, so that ``lag`` is a lower bound.
    var isLagPartial = false
    var lagSlope = 0.0
    /// The furthest that a partition with lag is behind the clock.
    var behindMs: Int64?
    /// The lag falls but there is still some, or it grows.
    var trend = Trend.steady
    var watermarkDelayMs: Int64?
    /// Who holds the watermark back, as `topic/partition`.
    var heldBy: String?
    /// Groups that have a promise, and how many of them keep it.
    var promised = 0
    var kept = 0

    enum Trend: Sendable { case rising, steady, falling }

    init(_ snapshot: Snapshot) {
        for source in snapshot.sources {
            for partition in source.partitions {
                guard let known = partition.lag else {
                    isLagPartial = true
                    continue
                }
                lag = (lag ?? 0).addingReportingOverflow(known).partialValue
                lagSlope += partition.lagSlope
                if known > 0, let behind = partition.behindMs {
                    behindMs = max(behindMs ?? 0, behind)
                }
            }
            guard let watermarkMs = source.watermarkMs else { continue }
            let delay = snapshot.nowMs.subtractingReportingOverflow(watermarkMs).partialValue
            if delay >= watermarkDelayMs ?? .min {
                watermarkDelayMs = delay
                heldBy = source.heldBy.map { "\(source.topic)/\($0)" }
            }
        }
        trend = Vitals.trend(lag: lag, slope: lagSlope, input: snapshot.eventsPerSecond)
        // The lag of the past is expected, and grows while more of it is found.
        if snapshot.phase == .catchingUp, !snapshot.hasBeenLive, trend == .rising {
            trend = .steady
        }
        for group in snapshot.groups where group.promiseMs != nil && group.freshnessMs != nil {
            promised += 1
            if !group.isStale { kept += 1 }
        }
    }

    private static func trend(lag: Int64?, slope: Double, input: Double) -> Trend {
        // The lag of a healthy reader saws between commits; only what adds up is a trend.
        guard let lag, Double(lag) > max(100, 2 * input) else { return .steady }
        return slope > max(0.5, input / 100) ? .rising : slope < -0.5 ? .falling : .steady
    }

    var lagText: String {
        guard let lag else { return Numbers.unknown }
        return (isLagPartial ? "≥" : "") + Numbers.compact(lag)
    }

    var trendSymbol: String {
        switch trend {
        case .rising: "▲"
        case .steady: ""
        case .falling: "▼"
        }
    }

    /// When the lag is gone at this speed; `nil` when there is nothing to say.
    var drainText: String? {
        guard let lag, lag > 0 else { return nil }
        switch trend {
        case .rising: return "drain never (\(Numbers.signed(lagSlope))/s)"
        case .falling:
            let seconds = min(Double(lag) / -lagSlope, 1e9)
            return "drained in \(Times.duration(Int64(seconds * 1_000)))"
        case .steady: return nil
        }
    }
}
