/// One row of a feature group, from the online or the offline store.
public struct StoreRow: Equatable, Sendable {
    /// The entity: its key column's text, or a JSON array for a composite key.
    public var key: String
    /// The group's columns in order.
    public var values: [StoreValue]
    public var eventTimeMs: Int64
    /// The newest event that went into the row.
    public var newestEventTimeMs: Int64
    public var writeTimeMs: Int64
    public var expiresAtMs: Int64?
    /// The row says that the key left the group (offline only).
    public var isDeleted: Bool
    public var commitID: Int64
    /// Past values of the page's sort column, oldest first; `nil` where there was none.
    public var trend: [Double?] = []
    /// The event time of each of them.
    public var trendTimesMs: [Int64] = []
}
