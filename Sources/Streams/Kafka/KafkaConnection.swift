/// Whether the cluster can be reached.
public enum KafkaConnection: Sendable, Equatable {
    /// No broker has answered yet; librdkafka's last words, if it said any.
    case connecting(reason: String?)
    case up
    /// No broker answers any more: for how long, and why.
    case down(forMs: Int64, reason: String)
}
