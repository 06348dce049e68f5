public import Engine

/// A feature group or append log as the store describes it.
public struct GroupInfo: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case featureGroup = "feature_group", appendLog = "append_log"
    }

    /// A declared column.
    public struct Column: Equatable, Sendable {
        public var name: String
        public var type: DataType
        public var isKey: Bool

        public init(name: String, type: DataType, isKey: Bool) {
            self.name = name
            self.type = type
            self.isKey = isKey
        }
    }

    public var name: String
    public var kind: Kind
    public var title: String
    /// In the order of the CREATE TABLE.
    public var columns: [Column]
    /// Indices into ``columns``, in the order of the PRIMARY KEY.
    public var key: [Int]
    /// The promise that freshness is measured against.
    public var promiseMs: Int64?
    public var ttlMs: Int64?
    public var whenEmpty: Annotations.WhenEmpty
    public var alert: Annotations.Alert?
    public var windowMs: Int64?
    public var slideMs: Int64?
    public var totals: GroupTotals

    public var isAlert: Bool { alert != nil }
}

/// What a group holds.
public struct GroupTotals: Equatable, Sendable {
    /// Rows of the online table, expired ones included until they are replaced.
    public var onlineKeys: Int64 = 0
    /// Without tombstones.
    public var offlineRows: Int64 = 0
    public var tombstones: Int64 = 0
    /// The newest event that was ever served; `nil` before the first row.
    public var newestEventTimeMs: Int64?
    /// Result rows that could not be stored: a key that is NULL or NaN.
    public var refusedRows: Int64 = 0
    /// Values stored as NULL because they were NaN.
    public var refusedValues: Int64 = 0

    public init() {}
}
