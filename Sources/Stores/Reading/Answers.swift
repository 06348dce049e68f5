/// What the online store says about one key.
public struct GetAnswer: Equatable, Sendable {
    /// As it was asked for.
    public var key: String
    /// `nil` when there is nothing, or nothing any more.
    public var row: StoreRow?
    /// Says why ``row`` is `nil`.
    public var whyEmpty: WhyEmpty?
}

/// Why a key has no value.
public enum WhyEmpty: Equatable, Sendable {
    case neverSeen
    case expired(atMs: Int64)
    /// It was in no window any more, or a condition no longer held.
    case emptied(atMs: Int64)
    /// In a group without windows its last row was taken back, or a condition no longer held.
    case deleted(atMs: Int64)

    public var sentence: String {
        switch self {
        case .neverSeen: "never seen"
        case .expired(let atMs): "expired at \(InstantText.text(atMs))"
        case .emptied(let atMs):
            "gone since \(InstantText.text(atMs)): its window emptied, or HAVING no longer held"
        case .deleted(let atMs): "deleted at \(InstantText.text(atMs))"
        }
    }
}

/// Two clocks to read the past by: what had happened, and what was known.
public struct AsOf: Equatable, Sendable {
    /// Rows with a later event time do not count.
    public var eventTimeMs: Int64?
    /// Rows that were written later do not count.
    public var writeTimeMs: Int64?

    public init(eventTimeMs: Int64? = nil, writeTimeMs: Int64? = nil) {
        self.eventTimeMs = eventTimeMs
        self.writeTimeMs = writeTimeMs
    }
}

/// One key in one group: what is online beside the newest offline row.
public struct LookupAnswer: Equatable, Sendable {
    public var group: GroupInfo
    public var online: GetAnswer
    /// Possibly a tombstone.
    public var offline: StoreRow?
}

/// Which online rows of a group are wanted.
public struct PageRequest: Equatable, Sendable {
    public var group: String
    /// A column's name; `nil`: newest first.
    public var sortColumn: String?
    public var isDescending: Bool
    /// Part of a key, or a column, one of `> < = >= <=` and a value; empty: all.
    public var filter: String
    public var offset: Int
    public var limit: Int
    /// How many past values of the sort column each row brings.
    public var trendLength: Int

    public init(
        group: String, sortColumn: String? = nil, isDescending: Bool = true, filter: String = "",
        offset: Int = 0, limit: Int = 50, trendLength: Int = 0
    ) {
        self.group = group
        self.sortColumn = sortColumn
        self.isDescending = isDescending
        self.filter = filter
        self.offset = offset
        self.limit = limit
        self.trendLength = trendLength
    }
}

/// A page of online rows.
public struct PageAnswer: Equatable, Sendable {
    public var group: GroupInfo
    public var rows: [StoreRow]
    /// Unexpired rows that match the filter, and in all.
    public var matching: Int64
    public var total: Int64
    /// What is wrong with the filter; the rows are then unfiltered.
    public var filterError: String?
}

/// How much a query may return and how long it may run.
public struct QueryLimits: Equatable, Sendable {
    public var rows: Int
    public var bytes: Int
    public var milliseconds: Int

    public init(rows: Int = 10_000, bytes: Int = 16 << 20, milliseconds: Int = 60_000) {
        self.rows = rows
        self.bytes = bytes
        self.milliseconds = milliseconds
    }
}

/// What a query returned.
public struct QueryResult: Equatable, Sendable {
    public var columns: [String]
    public var rows: [[StoreValue]]
    /// There was more than the limits allow.
    public var isTruncated: Bool
}

/// A table or view that can be queried.
public struct CatalogEntry: Equatable, Sendable {
    public struct Column: Equatable, Sendable {
        public var name: String
        /// SQLite's type; empty for a computed column of a view.
        public var type: String
    }

    public var name: String
    public var isView: Bool
    public var columns: [Column]
}
