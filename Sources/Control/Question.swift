/// What a reader answers from the stores, on its own thread; the pipeline never runs it.
public enum Question: Sendable, Equatable {
    /// The newest values of one entity. A composite key is a JSON array.
    case get(group: String, key: String)
    /// The newest values of one entity in every group that has this key.
    ///
    /// Each stands beside the newest offline row.
    case lookup(key: String)
    /// Every value the entity had, newest first.
    case history(group: String, key: String, limit: Int)
    /// A page of a group's online rows, ranked.
    case entities(EntityRequest)
    /// Read-only SQL over the stores.
    case query(sql: String, rowLimit: Int)
    /// The newest raw events that mention this entity, newest first.
    case latestEvents(key: String, limit: Int)
    /// The names of tables and columns, for the catalog and for completion.
    case catalog
}

/// Which rows of a group are wanted.
public struct EntityRequest: Sendable, Equatable {
    public var group: String
    /// A column's name; `nil`: newest first.
    public var sortColumn: String?
    public var isDescending: Bool
    /// Part of a key, or `column>number` (also `<`, `=`, `>=`, `<=`); empty: all.
    public var filter: String
    public var offset: Int
    public var limit: Int
    /// How many past values of the sort column each row brings for its sparkline.
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

/// Names one question, so that an answer finds who asked and a late one is dropped.
public struct Ticket: Hashable, Sendable {
    public let number: UInt64
    public init(_ number: UInt64) { self.number = number }
}

/// What came of a question.
public struct Answer: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case entity(EntityRow?)
        case lookup([LookupResult])
        case history(Table)
        case entities(EntityPage)
        case table(Table)
        case events([EventLine])
        case catalog([CatalogTable])
        /// A sentence that says what to do.
        case failed(String)
        case cancelled
    }

    public var ticket: Ticket
    public var content: Content
    /// How long the reader worked on it.
    public var durationMs: Double

    public init(ticket: Ticket, content: Content, durationMs: Double) {
        self.ticket = ticket
        self.content = content
        self.durationMs = durationMs
    }
}

/// One online row.
public struct EntityRow: Sendable, Equatable {
    /// The entity id: the key column's text, or a JSON array for a composite key.
    public var key: String
    /// The group's columns in order.
    public var values: [Cell]
    public var eventTimeMs: Int64
    public var newestEventTimeMs: Int64
    public var expiresAtMs: Int64?
    /// Past values of the sort column, oldest first; `nil` where there was none.
    public var trend: [Double?]
    /// The event time of each of them, or nothing where that is not known.
    public var trendTimesMs: [Int64]

    public init(
        key: String, values: [Cell], eventTimeMs: Int64, newestEventTimeMs: Int64,
        expiresAtMs: Int64? = nil, trend: [Double?] = [], trendTimesMs: [Int64] = []
    ) {
        self.key = key
        self.values = values
        self.eventTimeMs = eventTimeMs
        self.newestEventTimeMs = newestEventTimeMs
        self.expiresAtMs = expiresAtMs
        self.trend = trend
        self.trendTimesMs = trendTimesMs
    }
}

/// One page of a group's rows.
public struct EntityPage: Sendable, Equatable {
    public var request: EntityRequest
    public var rows: [EntityRow]
    /// Rows that match the filter, and rows in all.
    public var matching: Int64
    public var total: Int64
    /// What is wrong with the filter, if anything; the rows are then unfiltered.
    public var filterError: String?

    public init(
        request: EntityRequest, rows: [EntityRow], matching: Int64, total: Int64,
        filterError: String? = nil
    ) {
        self.request = request
        self.rows = rows
        self.matching = matching
        self.total = total
        self.filterError = filterError
    }
}

/// One entity in one group: what is online, and the newest offline row.
public struct LookupResult: Sendable, Equatable {
    public var group: String
    public var columns: [String]
    public var online: EntityRow?
    /// Why `online` is empty: never seen, expired, gone with its window, deleted; and since when.
    public var whyEmpty: String?
    public var offline: EntityRow?
    /// The newest offline row is a tombstone.
    public var isOfflineDeleted: Bool

    public init(
        group: String, columns: [String], online: EntityRow?, whyEmpty: String? = nil,
        offline: EntityRow?, isOfflineDeleted: Bool = false
    ) {
        self.group = group
        self.columns = columns
        self.online = online
        self.whyEmpty = whyEmpty
        self.offline = offline
        self.isOfflineDeleted = isOfflineDeleted
    }
}

/// Rows with named columns.
public struct Table: Sendable, Equatable {
    public var columns: [String]
    public var rows: [[Cell]]
    /// There were more rows than the limit.
    public var isTruncated: Bool

    public init(columns: [String], rows: [[Cell]], isTruncated: Bool = false) {
        self.columns = columns
        self.rows = rows
        self.isTruncated = isTruncated
    }
}

/// A raw event as it was received.
public struct EventLine: Sendable, Equatable {
    public var topic: String
    public var partition: Int
    public var offset: Int64
    public var timeMs: Int64
    /// The payload, possibly cut; not yet safe for a terminal.
    public var text: String

    public init(topic: String, partition: Int, offset: Int64, timeMs: Int64, text: String) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timeMs = timeMs
        self.text = text
    }
}

/// A table or view of the store.
public struct CatalogTable: Sendable, Equatable {
    public var name: String
    public var columns: [String]
    public init(name: String, columns: [String]) {
        self.name = name
        self.columns = columns
    }
}
