import Engine

/// How a sink's rows lie in its tables.
struct GroupLayout {
    let info: GroupInfo
    let names: TableNames
    /// The declared column that is the event time itself, when one is called `event_time`.
    let eventTimeColumn: Int?
    /// Columns that hold the event time by declaration or by `@event-time`.
    let eventTimeColumns: Set<Int>
    /// What SQLite calls the row number here; a declared column may have taken the usual name.
    let rowNumber: String

    var columnCount: Int { info.columns.count }
    var isFeatureGroup: Bool { info.kind == .featureGroup }

    /// An event time that is not the window's can go back, so what was deleted must be remembered:
    /// where there is no window, or a column overrides its time.
    var remembersDeleted: Bool {
        isFeatureGroup && (info.windowMs == nil || !eventTimeColumns.isEmpty)
    }

    static let reserved: Set<String> = [
        "newest_event_time", "write_time", "api_invocation_time", "is_deleted", "expires_at",
        "commit_id",
    ]

    init(_ info: GroupInfo, eventTimeAnnotation: Int? = nil) throws(StoreFailure) {
        let lowered = info.columns.map { $0.name.lowercased() }
        try Self.check(info, lowered)
        self.info = info
        names = TableNames(group: info.name)
        eventTimeColumn = lowered.firstIndex(of: "event_time")
        var holders = Set<Int>()
        for index in [eventTimeColumn, eventTimeAnnotation] {
            if let index, info.columns.indices.contains(index), info.columns[index].type.isTime {
                holders.insert(index)
            }
        }
        eventTimeColumns = holders
        guard let free = ["rowid", "_rowid_", "oid"].first(where: { !lowered.contains($0) }) else {
            throw StoreFailure(
                .unusablePlan,
                "\(info.name) has columns named rowid, _rowid_ and oid: rename one of them")
        }
        rowNumber = free
    }

    private static func check(_ info: GroupInfo, _ lowered: [String]) throws(StoreFailure) {
        let allNames = [info.name] + info.columns.map(\.name)
        if allNames.contains(where: { $0.isEmpty || $0.utf8.contains(0) }) {
            throw StoreFailure(
                .unusablePlan, "a table or column name of \(info.name) is empty or holds a NUL")
        }
        if Set(lowered).count != lowered.count {
            throw StoreFailure(
                .unusablePlan, "two columns of \(info.name) differ only in case: rename one")
        }
        if let taken = lowered.first(where: reserved.contains) {
            throw StoreFailure(
                .unusablePlan, "\(info.name) has a column \(taken), which is Weir's: rename it")
        }
        if let index = lowered.firstIndex(of: "event_time"), !info.columns[index].type.isTime {
            throw StoreFailure(
                .unusablePlan,
                "event_time of \(info.name) is \(info.columns[index].type.description): make it "
                    + "TIMESTAMP or TIMESTAMP_LTZ, or rename it")
        }
    }

    /// The columns that Weir adds, in order, with their declarations.
    func systemColumns(offline: Bool) -> [(name: String, declaration: String)] {
        var columns: [(name: String, declaration: String)] = []
        if eventTimeColumn == nil { columns.append(("event_time", "INTEGER NOT NULL")) }
        columns.append(("newest_event_time", "INTEGER NOT NULL"))
        columns.append(("write_time", "INTEGER NOT NULL"))
        columns.append(("expires_at", "INTEGER"))
        if offline {
            columns.append(("api_invocation_time", "INTEGER NOT NULL"))
            columns.append(("is_deleted", "INTEGER NOT NULL"))
        }
        columns.append(("commit_id", "INTEGER NOT NULL"))
        return columns
    }

    /// Of the columns that Weir adds, all but these are instants.
    static func isTime(system name: String) -> Bool {
        name != "is_deleted" && name != "commit_id"
    }

    /// Every column's name, quoted: declared ones, then Weir's.
    func columnList(offline: Bool) -> [String] {
        info.columns.map(\.name.quotedName) + systemColumns(offline: offline).map(\.name)
    }

    var keyList: [String] { info.key.map { info.columns[$0].name.quotedName } }

    static func sqlType(_ type: DataType) -> String {
        switch type {
        case .string, .date, .time, .decimal, .array, .row: "TEXT"
        case .float, .double: "REAL"
        default: "INTEGER"
        }
    }
}

extension GroupLayout {
    private func declarations(offline: Bool) -> String {
        let declared = info.columns.enumerated().map { index, column in
            let isRequired = column.isKey || index == eventTimeColumn
            return column.name.quotedName + " " + Self.sqlType(column.type)
                + (isRequired ? " NOT NULL" : "")
        }
        let added = systemColumns(offline: offline).map { $0.name + " " + $0.declaration }
        return (declared + added).joined(separator: ", ")
    }

    var createOnline: String {
        "CREATE TABLE \(names.online.quotedName) (\(declarations(offline: false)), "
            + "PRIMARY KEY (\(keyList.joined(separator: ", ")))) STRICT, WITHOUT ROWID"
    }

    var createDeleted: String {
        let keys = info.key.map { index in
            let column = info.columns[index]
            return column.name.quotedName + " " + Self.sqlType(column.type) + " NOT NULL"
        }
        return "CREATE TABLE \(names.deleted.quotedName) (\(keys.joined(separator: ", ")), "
            + "deleted_at INTEGER NOT NULL, PRIMARY KEY (\(keyList.joined(separator: ", ")))) "
            + "STRICT, WITHOUT ROWID"
    }

    func createSegment(_ number: Int64) -> String {
        "CREATE TABLE \(names.segment(number).quotedName) (\(declarations(offline: true))) STRICT"
    }

    /// The commit's number keeps the name free after the segment's table was renamed.
    func createIndex(segment number: Int64, commitID: Int64) -> String {
        let name = "index_\(names.segment(number))_at_\(commitID)"
        let columns = (keyList + ["event_time", "write_time"]).joined(separator: ", ")
        return "CREATE INDEX \(name.quotedName) ON \(names.segment(number).quotedName) (\(columns))"
    }

    func createOfflineView(segments: [Int64]) -> String {
        let columns = columnList(offline: true).joined(separator: ", ")
        let pieces = segments.map { "SELECT \(columns) FROM \(names.segment($0).quotedName)" }
        return "CREATE VIEW \(names.offline.quotedName) AS "
            + pieces.joined(separator: " UNION ALL ")
    }

    /// The same rows with times as ISO text and booleans as words.
    func createTextView(offline: Bool) -> String {
        let declared = info.columns.map { column in
            Self.readable(column.name.quotedName, column.type)
        }
        let added = systemColumns(offline: offline).map { column in
            Self.isTime(system: column.name)
                ? Self.readable(column.name, .timestampLTZ(precision: 3)) : column.name
        }
        let view = offline ? names.offlineText : names.onlineText
        let table = offline ? names.offline : names.online
        return "CREATE VIEW \(view.quotedName) AS SELECT "
            + (declared + added).joined(separator: ", ") + " FROM \(table.quotedName)"
    }

    private static func readable(_ name: String, _ type: DataType) -> String {
        switch type {
        case .timestamp, .timestampLTZ:
            "strftime('%Y-%m-%dT%H:%M:%fZ', \(name) / 1000.0, 'unixepoch') AS \(name)"
        case .boolean: "CASE \(name) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END AS \(name)"
        default: name
        }
    }
}
