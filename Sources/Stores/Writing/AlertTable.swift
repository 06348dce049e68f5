import Engine

/// Rows of the `alerts` table.
enum AlertTable {
    enum Which {
        case firing
        case resolved(limit: Int)
    }

    /// Newest first.
    static func read(
        _ which: Which, on connection: borrowing Connection
    ) throws(SQLiteError) -> [StoredAlert] {
        let filter =
            switch which {
            case .firing: "resolved_at IS NULL ORDER BY last_seen DESC, group_name, key"
            case .resolved(let limit):
                "resolved_at IS NOT NULL ORDER BY resolved_at DESC, group_name, key LIMIT \(limit)"
            }
        let groups = Dictionary(
            try GroupCatalog.groups(includingKept: true, on: connection).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        let rows = try PreparedStatement("SELECT * FROM alerts WHERE " + filter, on: connection)
        var alerts: [StoredAlert] = []
        while try rows.step() {
            let group = rows.text(0)
            let elements = JSONReader.value(of: rows.text(7))?.elements ?? []
            let columns = groups[group]?.columns ?? []
            alerts.append(
                StoredAlert(
                    group: group, key: rows.text(1),
                    severity: Annotations.Alert.Severity(rawValue: rows.text(2)) ?? .warning,
                    message: rows.text(3), firstSeenMs: rows.integer(4),
                    lastSeenMs: rows.integer(5), resolvedMs: rows.optionalInteger(6),
                    values: zip(elements, columns).map { value($0, $1.type) }))
        }
        return alerts
    }

    private static func value(_ element: JSONValue, _ type: DataType) -> StoreValue {
        switch element {
        case .null, .array, .object: .null
        case .boolean(let value): .boolean(value)
        case .number(let digits): StoreValue(digits, type: type) ?? .null
        case .string(let text): StoreValue(text, type: type) ?? .text(text)
        }
    }
}
