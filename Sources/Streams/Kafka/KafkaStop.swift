/// Where reading ends, as `scan.bounded.mode` says.
public enum KafkaStop: Sendable, Equatable {
    case unbounded
    /// The end that each partition has when reading begins.
    case latest
    /// The first record at or after this time, in milliseconds since 1970 UTC, is not read.
    case timestamp(ms: Int64)
    /// The first offset of each partition that is not read; every partition must be named.
    case offsets([Int32: Int64])
    /// Where the consumer group has committed to; every partition must have an offset.
    case committed
}

extension KafkaStop {
    /// Asked again later it would name another place.
    var movesWithTopic: Bool {
        switch self {
        case .latest, .timestamp, .committed: true
        case .unbounded, .offsets: false
        }
    }
}
