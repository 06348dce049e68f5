extension Reader {
    /// Every store table as sorted text, for comparing two runs over the same input.
    ///
    /// Left out is what depends on the clock or on how often was committed: `write_time`,
    /// `api_invocation_time`, `commit_id`, idleness, the cluster's id, and the tables `commits`,
    /// `metrics`, `segments` and `checkpoints` (state is compared through ``Store/restore()``, as
    /// it may be packed differently). DOUBLE shows ten digits, as sums are equal within 1e-9.
    public func dump() throws(StoreFailure) -> String {
        try reading {
            var text = ""
            for layout in try GroupCatalog.layouts(includingKept: true, on: connection) {
                let columns =
                    layout.info.columns.map(\.name.quotedName)
                    + (layout.eventTimeColumn == nil ? ["event_time"] : [])
                    + ["newest_event_time", "expires_at"]
                if layout.isFeatureGroup {
                    try append(layout.names.online, columns, into: &text)
                }
                try append(layout.names.offline, columns + ["is_deleted"], into: &text)
                if layout.remembersDeleted {
                    try append(layout.names.deleted, layout.keyList + ["deleted_at"], into: &text)
                }
            }
            for (table, hidden) in Self.ownTables {
                let columns = try columns(of: table).filter { !hidden.contains($0) }
                let filter = table == "identity" ? " WHERE name NOT LIKE 'cluster_id%'" : ""
                try append(table, columns.map(\.quotedName), filter, into: &text)
            }
            return text
        }
    }

    private static let ownTables: [(String, Set<String>)] = [
        ("identity", []), ("feature_groups", ["kept_until_commit"]), ("statements", []),
        ("sources", []), ("partitions", ["idle"]), ("counters", []), ("quarantine", []),
        ("late_rows", []), ("alerts", []), ("file_lengths", []),
    ]

    private func columns(of table: String) throws -> [String] {
        let rows = try PreparedStatement(
            "SELECT name FROM pragma_table_info(\(table.quotedText)) ORDER BY cid", on: connection)
        var columns: [String] = []
        while try rows.step() { columns.append(rows.text(0)) }
        return columns
    }

    private func append(
        _ table: String, _ columns: [String], _ filter: String = "", into text: inout String
    ) throws {
        let shown = columns.map { column in
            "CASE typeof(\(column)) WHEN 'real' THEN printf('%.10g', \(column)) "
                + "ELSE quote(\(column)) END"
        }
        let rows = try PreparedStatement(
            "SELECT \(shown.joined(separator: " || '|' || ")) AS line "
                + "FROM \(table.quotedName)\(filter) ORDER BY line", on: connection)
        text += "-- \(table)\n"
        while try rows.step() { text += rows.text(0) + "\n" }
    }
}
