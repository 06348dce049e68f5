import Control

/// What a partition's lag is doing, in a symbol, a word and a role.
enum LagState: Sendable, Equatable {
    /// The broker no longer had offsets that were wanted.
    case lost
    /// Events wait and none is read.
    case stalled
    /// Growing, and already further behind than anyone was promised.
    case growingBeyondPromise
    case growing
    /// Shrinking; done after so many milliseconds at this speed.
    case draining(etaMs: Int64)
    /// Reading what was there before the start; nobody was promised that.
    case catchingUp
    case idle
    case fine
    case unknown

    init(_ partition: PartitionStatus, promiseMs: Int64?, isCatchingUp: Bool = false) {
        guard let lag = partition.lag else {
            self = partition.lost > 0 ? .lost : partition.isIdle ? .idle : .unknown
            return
        }
        // Less than two seconds of traffic is what a healthy reader has in its hands.
        let isNotable = Double(lag) > max(100, 2 * partition.inPerSecond)
        if partition.lost > 0 {
            self = .lost
        } else if isNotable, isCatchingUp, partition.lagSlope >= -0.5 {
            self = .catchingUp
        } else if isNotable, partition.outPerSecond <= 0, LagState.neverFell(partition) {
            self = .stalled
        } else if isNotable, partition.lagSlope > 0.5 {
            let isBroken = (partition.behindMs ?? 0) > (promiseMs ?? 60_000)
            self = isBroken ? .growingBeyondPromise : .growing
        } else if isNotable, partition.lagSlope < -0.5 {
            let seconds = min(Double(lag) / -partition.lagSlope, 1e9)
            self = .draining(etaMs: Int64(seconds * 1_000))
        } else {
            self = partition.isIdle && lag == 0 ? .idle : .fine
        }
    }

    /// Some seconds without any progress; a single one can lie between two commits.
    private static func neverFell(_ partition: PartitionStatus) -> Bool {
        let past = partition.lagHistory.suffix(5)
        return past.count >= 5 && zip(past, past.dropFirst()).allSatisfy { $0 <= $1 }
    }

    var text: String {
        switch self {
        case .lost: "✗ lost"
        case .stalled: "‖ stalled"
        case .growingBeyondPromise: "✗ grow"
        case .growing: "▲ grow"
        case .draining(let etaMs): "▼ " + Times.duration(etaMs)
        case .catchingUp: "» reading"
        case .idle: "idle"
        case .fine: "ok"
        case .unknown: "? unknown"
        }
    }

    /// Higher is worse; 0 needs nobody.
    var severity: Int {
        switch self {
        case .lost, .stalled, .growingBeyondPromise: 2
        case .growing: 1
        case .draining, .catchingUp, .idle, .fine, .unknown: 0
        }
    }
}
