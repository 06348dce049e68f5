/// Puts a group's tables aside under the name of their last commit.
struct TableKeeper {
    let commitID: Int64

    /// - Returns: The name under which the group's old rows can be read from now on.
    func keep(
        _ group: GroupInfo, on connection: borrowing Connection
    ) throws(SQLiteError) -> String {
        let name = try freeName(group.name, on: connection)
        let old = TableNames(group: group.name)
        let new = TableNames(group: name)
        for view in [old.onlineText, old.offlineText, old.offline] {
            try Views.drop(view, on: connection)
        }
        try rename(old.online, new.online, on: connection)
        try rename(old.deleted, new.deleted, on: connection)
        for segment in try GroupCatalog.segments(of: group.name, on: connection) {
            try rename(
                old.segment(segment.number), new.segment(segment.number), on: connection)
        }
        let now = name.quotedText
        let before = group.name.quotedText
        try connection.execute(
            """
            UPDATE segments SET group_name = \(now) WHERE group_name = \(before);
            UPDATE alerts SET group_name = \(now) WHERE group_name = \(before);
            UPDATE feature_groups SET name = \(now), kept_until_commit = \(commitID)
                WHERE name = \(before);
            """)
        let kept = try GroupCatalog.layouts(includingKept: true, on: connection)
        try Views.make(layouts: kept.filter { $0.info.name == name }, on: connection)
        return name
    }

    /// Drops offsets, clocks and counters of what begins anew, from another cluster perhaps.
    func forget(
        _ change: ScriptChange, on connection: borrowing Connection
    ) throws(SQLiteError) {
        for name in change.sources.sorted() {
            let source = name.quotedText
            let cluster = Identity.clusterMember(of: name).quotedText
            try connection.execute(
                """
                DELETE FROM partitions WHERE source = \(source);
                DELETE FROM sources WHERE name = \(source);
                DELETE FROM identity WHERE name = \(cluster);
                DELETE FROM quarantine WHERE source = \(source);
                DELETE FROM late_rows WHERE source = \(source);
                DELETE FROM counters WHERE scope = 'source' AND name = \(source);
                DELETE FROM counters WHERE scope = 'statement' AND name IN
                    (SELECT name FROM statements WHERE \(SourceNames.contains(source)));
                """)
        }
        for sink in change.sinks.sorted() {
            try connection.execute("DELETE FROM file_lengths WHERE sink = \(sink.quotedText)")
        }
        // The total is the sum over the sources; the next commit writes it again.
        try connection.execute("DELETE FROM counters WHERE scope = 'total'")
    }

    private func freeName(
        _ group: String, on connection: borrowing Connection
    ) throws(SQLiteError) -> String {
        let wanted = group + "_until_" + String(commitID)
        var name = wanted
        var attempt = 1
        while try connection.integer(
            "SELECT 1 FROM feature_groups WHERE lower(name) = lower(\(name.quotedText))") != nil
        {
            attempt += 1
            name = wanted + "_" + String(attempt)
        }
        return name
    }

    private func rename(
        _ old: String, _ new: String, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let exists = try connection.integer(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = \(old.quotedText)")
        guard exists != nil else { return }
        try connection.execute("ALTER TABLE \(old.quotedName) RENAME TO \(new.quotedName)")
    }
}
