import Engine

/// Turns rows of an alert group into alerts: a key present fires, one that leaves is resolved.
///
/// Every row counts, also those that a later row of the same commit replaces, so that the alerts
/// do not depend on how often commits are made.
struct AlertBook {
    let layout: GroupLayout
    let binder: RowBinder
    let statements: StatementCache

    /// - Returns: The alerts that began, changed or were resolved, in order.
    func write(
        _ results: ResultRows, _ ledger: inout Ledger, on connection: borrowing Connection
    ) throws(SQLiteError) -> [StoredAlert] {
        guard let annotation = layout.info.alert else { return [] }
        let group = layout.info.name
        var firing = ledger.firing[group] ?? [:]
        var changed: [StoredAlert] = []
        for row in results.rows {
            let values = binder.values(results.batches[row.batch].rows, row)
            let key = KeyText.text(layout.info.key.map { values[$0] })
            let before = firing[key]
            if let before, before.lastSeenMs > row.eventTimeMs { continue }
            let after = alert(annotation, key, values, row, before)
            guard let after else { continue }
            firing[key] = after.resolvedMs == nil ? after : nil
            if after.resolvedMs != nil { ledger.resolvedAlerts += 1 }
            changed.append(after)
            try write(after, on: connection)
        }
        ledger.firing[group] = firing
        if ledger.resolvedAlerts > Retention.resolvedAlerts {
            try trim(on: connection)
            ledger.resolvedAlerts = Retention.resolvedAlerts
        }
        return changed
    }

    private func alert(
        _ annotation: Annotations.Alert, _ key: String, _ values: [StoreValue],
        _ row: ResultRows.Row, _ before: StoredAlert?
    ) -> StoredAlert? {
        if row.isDelete {
            guard var resolved = before else { return nil }
            resolved.resolvedMs = row.eventTimeMs
            return resolved
        }
        return StoredAlert(
            group: layout.info.name, key: key, severity: annotation.severity,
            message: message(annotation.message, values),
            firstSeenMs: before?.firstSeenMs ?? row.eventTimeMs, lastSeenMs: row.eventTimeMs,
            resolvedMs: nil, values: values)
    }

    /// Puts values where the sentence names columns; unknown names stay as they are.
    private func message(_ sentence: String, _ values: [StoreValue]) -> String {
        var message = ""
        var rest = Substring(sentence)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            message += rest[..<open]
            if let index = layout.info.columns.firstIndex(where: { $0.name == name }) {
                message += KeyText.plain(values[index])
            } else {
                message += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return message + rest
    }

    private func write(
        _ alert: StoredAlert, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let insert = try statements.statement(
            "INSERT OR REPLACE INTO alerts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            on: connection)
        insert.statement.bind(alert.group, at: 1)
        insert.statement.bind(alert.key, at: 2)
        insert.statement.bind(alert.severity.rawValue, at: 3)
        insert.statement.bind(alert.message, at: 4)
        insert.statement.bind(alert.firstSeenMs, at: 5)
        insert.statement.bind(alert.lastSeenMs, at: 6)
        insert.statement.bind(alert.resolvedMs, at: 7)
        let values = JSONValue.array(alert.values.map(KeyText.json))
        insert.statement.bind(values.description, at: 8)
        try insert.statement.run()
    }

    /// Keeps the newest resolved alerts.
    private func trim(on connection: borrowing Connection) throws(SQLiteError) {
        try connection.execute(
            """
            DELETE FROM alerts WHERE resolved_at IS NOT NULL AND (resolved_at, group_name, key) <
                (SELECT resolved_at, group_name, key FROM alerts WHERE resolved_at IS NOT NULL
                 ORDER BY resolved_at DESC, group_name DESC, key DESC
                 LIMIT 1 OFFSET \(Retention.resolvedAlerts - 1))
            """)
    }
}
