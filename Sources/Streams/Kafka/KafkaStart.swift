/// Where reading begins when nothing is stored yet, as `scan.startup.mode` says.
public enum KafkaStart: Sendable, Equatable {
    /// What to do for a partition for which the group has committed nothing.
    public enum Reset: Sendable, Equatable { case earliest, latest, refuse }

    case earliest
    case latest
    /// The first record at or after this time, in milliseconds since 1970 UTC; the end if none is.
    case timestamp(ms: Int64)
    /// The next offset of each partition; one that is not named begins where the group is, or at
    /// the earliest without a group.
    case offsets([Int32: Int64])
    /// Where the consumer group has committed to.
    case committed(reset: Reset)
}
