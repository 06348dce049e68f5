/// Where a source's events went since the data directory was begun.
///
/// received = accepted + filtered + late + quarantined; each event by its best fate.
public struct EventCounters: Equatable, Sendable {
    public var received: Int64 = 0
    public var accepted: Int64 = 0
    public var filtered: Int64 = 0
    public var late: Int64 = 0
    public var quarantined: Int64 = 0
    /// Offsets that the broker no longer had; outside the balance.
    public var lost: Int64 = 0
    /// Part of ``accepted``.
    public var partlyLate: Int64 = 0

    public init() {}

    public var isBalanced: Bool { received == accepted &+ filtered &+ late &+ quarantined }

    public static func += (left: inout EventCounters, right: EventCounters) {
        left.received &+= right.received
        left.accepted &+= right.accepted
        left.filtered &+= right.filtered
        left.late &+= right.late
        left.quarantined &+= right.quarantined
        left.lost &+= right.lost
        left.partlyLate &+= right.partlyLate
    }
}

/// What a statement did with the rows it was given since its state was begun.
public struct StatementCounters: Equatable, Sendable {
    /// `received` counts the rows that reached the statement.
    public var events = EventCounters()
    public var rowsFired: Int64 = 0
    public var keysExpired: Int64 = 0
    /// Values that became NULL because an expression after the aggregate failed.
    public var failedValues: Int64 = 0

    public init() {}
}
