/// The statements that write one group.
struct GroupSQL {
    let parameters: RowParameters
    /// Adds many rows or replaces their keys' rows, unless those are newer; it knows no tombstones.
    let putOnline: String
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
        putOnline =
            target + "VALUES " + parameters.rows(parameters.manyRows, offline: false)
            + " ON CONFLICT (\(keys)) DO UPDATE SET \(replaced) "
            + "WHERE event_time <= excluded.event_time + met_row()"
        offlineColumns = layout.columnList(offline: true).joined(separator: ", ")
    }

    /// Appends one row or, as ``RowParameters/manyRows``, many.
    func appendOffline(segment: Int64, rows: Int) -> String {
        "INSERT INTO \(layout.names.segment(segment).quotedName) (\(offlineColumns)) VALUES "
            + parameters.rows(rows, offline: true)
    }
}
