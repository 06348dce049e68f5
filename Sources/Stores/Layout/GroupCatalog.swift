import Engine

/// Reads and writes what the store knows about its groups.
enum GroupCatalog {
    struct Segment: Equatable {
        var number: Int64
        var rows: Int64
        var isClosed: Bool
    }

    private static let select = """
        SELECT name, kind, title, key_columns, columns, freshness_ms, ttl_ms, when_empty,
            alert_severity, alert_message, window_ms, slide_ms, online_keys, offline_rows,
            tombstones, newest_event_time, refused_rows, refused_values, event_time_column
        FROM feature_groups
        """

    /// The groups of the script, by name; those that were replaced only on request.
    static func groups(
        includingKept: Bool = false, on connection: borrowing Connection
    ) throws(SQLiteError) -> [GroupInfo] {
        try layouts(includingKept: includingKept, on: connection).map(\.info)
    }

    static func layouts(
        includingKept: Bool = false, on connection: borrowing Connection
    ) throws(SQLiteError) -> [GroupLayout] {
        let filter = includingKept ? "" : " WHERE kept_until_commit IS NULL"
        let rows = try PreparedStatement(select + filter + " ORDER BY name", on: connection)
        var layouts: [GroupLayout] = []
        while try rows.step() {
            let annotated = rows.optionalInteger(18).map { Int($0) }
            do {
                layouts.append(try GroupLayout(info(rows), eventTimeAnnotation: annotated))
            } catch {
                throw SQLiteError(code: 11, message: error.sentence, sql: nil)
            }
        }
        return layouts
    }

    private static func info(_ rows: borrowing PreparedStatement) -> GroupInfo {
        let key = (JSONReader.value(of: rows.text(3))?.elements ?? []).compactMap(\.string)
        let described = JSONReader.value(of: rows.text(4))?.elements ?? []
        let columns = described.compactMap { column -> GroupInfo.Column? in
            guard let name = column["name"]?.string,
                let type = column["type"]?.string.flatMap(TypeText.type)
            else { return nil }
            return GroupInfo.Column(name: name, type: type, isKey: key.contains(name))
        }
        var totals = GroupTotals()
        totals.onlineKeys = rows.integer(12)
        totals.offlineRows = rows.integer(13)
        totals.tombstones = rows.integer(14)
        totals.newestEventTimeMs = rows.optionalInteger(15)
        totals.refusedRows = rows.integer(16)
        totals.refusedValues = rows.integer(17)
        return GroupInfo(
            name: rows.text(0), kind: GroupInfo.Kind(rawValue: rows.text(1)) ?? .appendLog,
            title: rows.text(2), columns: columns,
            key: key.compactMap { name in columns.firstIndex { $0.name == name } },
            promiseMs: rows.optionalInteger(5), ttlMs: rows.optionalInteger(6),
            whenEmpty: Annotations.WhenEmpty(rawValue: rows.text(7)) ?? .delete,
            alert: alert(rows), windowMs: rows.optionalInteger(10),
            slideMs: rows.optionalInteger(11), totals: totals)
    }

    private static func alert(_ rows: borrowing PreparedStatement) -> Annotations.Alert? {
        guard let severity = Annotations.Alert.Severity(rawValue: rows.text(8)) else { return nil }
        return Annotations.Alert(severity: severity, message: rows.text(9))
    }

    /// Records a group of the plan; what it holds is kept where it was known before.
    static func write(
        _ layout: GroupLayout, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let info = layout.info
        let insert = try PreparedStatement(
            """
            INSERT INTO feature_groups (name, kind, title, key_columns, columns, freshness_ms,
                ttl_ms, when_empty, alert_severity, alert_message, window_ms, slide_ms,
                event_time_column, online_keys, offline_rows, tombstones, refused_rows,
                refused_values)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, 0, 0, 0)
            ON CONFLICT (name) DO UPDATE SET kind = ?2, title = ?3, key_columns = ?4, columns = ?5,
                freshness_ms = ?6, ttl_ms = ?7, when_empty = ?8, alert_severity = ?9,
                alert_message = ?10, window_ms = ?11, slide_ms = ?12, event_time_column = ?13
            """, on: connection)
        let key = JSONValue.array(info.key.map { .string(info.columns[$0].name) })
        let columns = JSONValue.array(
            info.columns.map { column in
                .object([
                    .init("name", .string(column.name)),
                    .init("type", .string(column.type.description)),
                ])
            })
        insert.bind(info.name, at: 1)
        insert.bind(info.kind.rawValue, at: 2)
        insert.bind(info.title, at: 3)
        insert.bind(key.description, at: 4)
        insert.bind(columns.description, at: 5)
        insert.bind(info.promiseMs, at: 6)
        insert.bind(info.ttlMs, at: 7)
        insert.bind(info.whenEmpty.rawValue, at: 8)
        insert.bind(info.alert?.severity.rawValue, at: 9)
        insert.bind(info.alert?.message, at: 10)
        insert.bind(info.windowMs, at: 11)
        insert.bind(info.slideMs, at: 12)
        insert.bind(layout.eventTimeColumns.min().map { Int64($0) }, at: 13)
        try insert.run()
    }

    static func segments(
        of group: String, on connection: borrowing Connection
    ) throws(SQLiteError) -> [Segment] {
        let rows = try PreparedStatement(
            "SELECT number, row_count, is_closed FROM segments WHERE group_name = ?1 "
                + "ORDER BY number", on: connection)
        rows.bind(group, at: 1)
        var segments: [Segment] = []
        while try rows.step() {
            segments.append(
                Segment(
                    number: rows.integer(0), rows: rows.integer(1), isClosed: rows.integer(2) != 0))
        }
        return segments
    }
}
