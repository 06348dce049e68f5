public import Engine

/// What the newest commit left behind; indices are those of the plan the store was opened with.
public struct Restored: Sendable {
    /// 0 before the first commit.
    public var commitID: Int64 = 0
    public var commitTimeMs: Int64?
    public var positions: [PartitionPosition] = []
    public var clocks: [PartitionClock] = []
    public var firedWatermarks: [SourceWatermark] = []
    /// For each statement and key group the base first, then what changed since, in order.
    public var deltas: [StateDelta] = []
    /// One per source of the plan.
    public var sourceCounters: [EventCounters] = []
    /// One per statement of the plan.
    public var statementCounters: [StatementCounters] = []
    /// Firing first, then the newest resolved ones.
    public var alerts: [StoredAlert] = []
    public var fileLengths: [String: Int64] = [:]
    /// By the sink's index in the plan; `nil` for files and prints.
    public var groups: [GroupTotals?] = []
    /// The newest points of the console's history, oldest first.
    public var metrics: [MetricsPoint] = []
    /// What was changed in the store to fit the script, as sentences.
    public var notes: [String] = []

    public var isNew: Bool { commitID == 0 }
}
