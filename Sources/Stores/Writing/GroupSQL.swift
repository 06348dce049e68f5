/// The statements that write one group.
struct GroupSQL {
    let parameters: RowParameters
    /// Adds many rows or replaces their keys' rows, unless those are newer; it knows no tombstones.
    let putOnline: String
    /// The same, but leaves out rows whose tombstones are newer.
    let putUndeleted: String
    /// Forgets the tombstones of many keys, of those that are online again.
    let forgetPut: String
    /// Replaces a key's row unless it is newer.
    let updateOnline: String
    /// Adds a key's row unless there is one, or unless its tombstone is newer.
    let insertOnline: String
    let deleteOnline: String
    /// Keeps a tombstone's time, unless the key is online still, with a newer row.
    let rememberDeleted: String
    let forgetDeleted: String
    /// Finds a tombstone, whichever.
    let anyDeleted: String
    private let offlineColumns: String
    private let layout: GroupLayout

    init(_ layout: GroupLayout) {
        self.layout = layout
        parameters = RowParameters(layout)
        let columns = layout.columnList(offline: false)
        let values = parameters.list(offline: false)
        let eventTime = "?\(parameters.number(parameters.eventTime))"
        let online = layout.names.online.quotedName
        let key = layout.info.key
        let isKey = key.map { "\(columns[$0]) = \(values[$0])" }.joined(separator: " AND ")
        let features = columns.indices.filter { !key.contains($0) }
        let sets = features.map { "\(columns[$0]) = \(values[$0])" }.joined(separator: ", ")
        updateOnline = "UPDATE \(online) SET \(sets) WHERE \(isKey) AND event_time <= \(eventTime)"
        let target = "INSERT INTO \(online) (\(columns.joined(separator: ", "))) "
        let deleted = layout.names.deleted.quotedName
        let list = values.joined(separator: ", ")
        let guarded =
            "SELECT \(list) WHERE NOT EXISTS (SELECT 1 FROM \(deleted) "
            + "WHERE \(isKey) AND deleted_at > \(eventTime))"
        insertOnline =
            target + (layout.remembersDeleted ? guarded : "VALUES (\(list))")
            + " ON CONFLICT DO NOTHING"
        deleteOnline = "DELETE FROM \(online) WHERE \(isKey) AND event_time <= \(eventTime)"
        let keys = layout.keyList.joined(separator: ", ")
        let keyValues = key.map { values[$0] }.joined(separator: ", ")
        rememberDeleted =
            "INSERT INTO \(deleted) (\(keys), deleted_at) SELECT \(keyValues), "
            + "\(eventTime) WHERE NOT EXISTS (SELECT 1 FROM \(online) WHERE \(isKey)) "
            + "ON CONFLICT DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at)"
        forgetDeleted = "DELETE FROM \(deleted) WHERE \(isKey)"
        anyDeleted = "SELECT 1 FROM \(deleted) LIMIT 1"
        let replaced = features.map { "\(columns[$0]) = excluded.\(columns[$0])" }
            .joined(separator: ", ")
        let rows = "VALUES " + parameters.rows(parameters.manyRows, offline: false)
        let replacing =
            " ON CONFLICT (\(keys)) DO UPDATE SET \(replaced) "
            + "WHERE CASE WHEN event_time <= excluded.event_time THEN replaced_row() = 0 END"
        putOnline = target + rows + replacing
        // SQLite calls the columns of VALUES so.
        let isDeletedKey = key.map { "gone.\(columns[$0]) = many.column\($0 + 1)" }
            .joined(separator: " AND ")
        let time = "many.column\(parameters.eventTime + 1)"
        putUndeleted =
            target + "SELECT * FROM (\(rows)) AS many WHERE NOT EXISTS (SELECT 1 FROM "
            + "\(deleted) AS gone WHERE \(isDeletedKey) AND gone.deleted_at > \(time))"
            + replacing
        let isOnlineKey = key.map { "online.\(columns[$0]) = gone.\(columns[$0])" }
            .joined(separator: " AND ")
        // A key is online or has a tombstone, so these are what the rows before have overtaken.
        forgetPut =
            "DELETE FROM \(deleted) AS gone WHERE (\(keys)) IN (VALUES "
            + parameters.keys(key, parameters.manyRows)
            + ") AND EXISTS (SELECT 1 FROM \(online) AS online WHERE \(isOnlineKey))"
        offlineColumns = layout.columnList(offline: true).joined(separator: ", ")
    }

    /// Appends one row or, as ``RowParameters/manyRows``, many.
    func appendOffline(segment: Int64, rows: Int) -> String {
        "INSERT INTO \(layout.names.segment(segment).quotedName) (\(offlineColumns)) VALUES "
            + parameters.rows(rows, offline: true)
    }
}
