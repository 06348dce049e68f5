/// The statements that write one group; a column's parameter is its place in the column list.
struct GroupSQL {
    /// Replaces a key's row unless it is newer.
    let updateOnline: String
    /// Adds a key's row unless there is one, or unless its tombstone is newer.
    let insertOnline: String
    let deleteOnline: String
    /// Keeps a tombstone's time, unless the key is online still, with a newer row.
    let rememberDeleted: String
    let forgetDeleted: String
    private let offlineColumns: String
    private let offlineParameters: String
    private let layout: GroupLayout

    /// Parameters of the online statements after the declared columns.
    let eventTime: Int32
    let firstSystem: Int32

    init(_ layout: GroupLayout) {
        self.layout = layout
        let declared = layout.columnCount
        eventTime = Int32(layout.eventTimeColumn.map { $0 + 1 } ?? declared + 1)
        firstSystem = Int32(layout.eventTimeColumn == nil ? declared + 2 : declared + 1)
        let columns = layout.columnList(offline: false)
        let online = layout.names.online.quotedName
        let isKey = layout.info.key.map { "\(columns[$0]) = ?\($0 + 1)" }
            .joined(separator: " AND ")
        let sets = columns.indices.filter { !layout.info.key.contains($0) }
            .map { "\(columns[$0]) = ?\($0 + 1)" }.joined(separator: ", ")
        updateOnline =
            "UPDATE \(online) SET \(sets) WHERE \(isKey) AND event_time <= ?\(eventTime)"
        let parameters = (1...columns.count).map { "?\($0)" }.joined(separator: ", ")
        let target = "INSERT INTO \(online) (\(columns.joined(separator: ", "))) "
        let deleted = layout.names.deleted.quotedName
        let guarded =
            "SELECT \(parameters) WHERE NOT EXISTS (SELECT 1 FROM \(deleted) "
            + "WHERE \(isKey) AND deleted_at > ?\(eventTime))"
        insertOnline =
            target + (layout.remembersDeleted ? guarded : "VALUES (\(parameters))")
            + " ON CONFLICT DO NOTHING"
        deleteOnline = "DELETE FROM \(online) WHERE \(isKey) AND event_time <= ?\(eventTime)"
        let keys = layout.keyList.joined(separator: ", ")
        let keyParameters = layout.info.key.map { "?\($0 + 1)" }.joined(separator: ", ")
        rememberDeleted =
            "INSERT INTO \(deleted) (\(keys), deleted_at) SELECT \(keyParameters), "
            + "?\(eventTime) WHERE NOT EXISTS (SELECT 1 FROM \(online) WHERE \(isKey)) "
            + "ON CONFLICT DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at)"
        forgetDeleted = "DELETE FROM \(deleted) WHERE \(isKey)"
        let offline = layout.columnList(offline: true)
        offlineColumns = offline.joined(separator: ", ")
        offlineParameters = (1...offline.count).map { "?\($0)" }.joined(separator: ", ")
    }

    func appendOffline(segment: Int64) -> String {
        "INSERT INTO \(layout.names.segment(segment).quotedName) (\(offlineColumns)) "
            + "VALUES (\(offlineParameters))"
    }
}
