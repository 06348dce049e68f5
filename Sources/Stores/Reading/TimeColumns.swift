import CSQLite
import Engine

/// Which columns of a query's result are instants, by the tables they come from.
struct TimeColumns {
    private let groups: [String: Set<String>]

    /// The pipeline's own.
    private static let tables: [String: Set<String>] = [
        "alerts": ["first_seen", "last_seen", "resolved_at"], "commits": ["time"],
        "feature_groups": ["newest_event_time"], "metrics": ["time"],
        "late_rows": ["time", "event_time", "watermark"],
        "quarantine": ["time", "event_time", "watermark"],
    ]

    init(of layouts: [GroupLayout]) {
        var groups: [String: Set<String>] = [:]
        for layout in layouts {
            let system = layout.systemColumns(offline: true).map(\.name)
                .filter(GroupLayout.isTime(system:))
            let names = Set(layout.info.columns.filter(\.type.isTime).map(\.name) + system)
            groups[layout.names.online] = names
            groups[layout.names.segments] = names
            groups[layout.names.deleted] = ["deleted_at"]
        }
        self.groups = groups
    }

    /// For each column of the result whether it is, unchanged, a column that holds instants.
    ///
    /// What is computed is none. Nor is anything where the text combines SELECTs, as SQLite then
    /// tells the origin of the rows of one of them only.
    func marks(of statement: borrowing PreparedStatement, sql: String) -> [Bool] {
        let words = sql.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        let isCombined = words.contains { ["union", "except", "intersect"].contains($0) }
        return (0..<statement.columnCount).map { column in
            guard !isCombined, let (table, name) = statement.origin(column) else { return false }
            return names(table)?.contains(name) ?? false
        }
    }

    private func names(_ table: String) -> Set<String>? {
        if let names = Self.tables[table] ?? groups[table] { return names }
        // A piece of an offline log ends in its number.
        let digits = table.reversed().prefix { $0.isNumber }.count
        return digits > 0 ? groups[String(table.dropLast(digits))] : nil
    }
}

extension PreparedStatement {
    /// The table and column that a result's column is taken from; `nil` where it is computed.
    func origin(_ column: Int) -> (table: String, column: String)? {
        guard let table = sqlite3_column_table_name(handle, Int32(column)),
            let name = sqlite3_column_origin_name(handle, Int32(column))
        else { return nil }
        return (String(cString: table), String(cString: name))
    }
}
