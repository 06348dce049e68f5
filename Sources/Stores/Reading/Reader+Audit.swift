/// Something in a store that should not be.
public struct AuditFinding: Equatable, Sendable {
    /// The group, source or table it was found in.
    public var subject: String
    public var sentence: String
}

extension Reader {
    /// Proves what the store promises: online is the newest offline row, every counter adds up,
    /// and no watermark or offset ever went back.
    ///
    /// - Returns: What is wrong; empty when all is well.
    public func audit() throws(StoreFailure) -> [AuditFinding] {
        try reading {
            var findings: [AuditFinding] = []
            for layout in try GroupCatalog.layouts(includingKept: true, on: connection) {
                findings += try totals(layout)
                if layout.isFeatureGroup { findings += try parity(layout) }
            }
            return try findings + balances() + progress()
        }
    }

    /// Rows that only one of the two stores has as a key's newest.
    private func parity(_ layout: GroupLayout) throws -> [AuditFinding] {
        let columns =
            (layout.info.columns.map(\.name.quotedName)
            + ["event_time", "newest_event_time", "commit_id"]).joined(separator: ", ")
        let keys = layout.keyList.joined(separator: ", ")
        let segments = try GroupCatalog.segments(of: layout.info.name, on: connection)
        let log = segments.map { segment in
            "SELECT \(columns), is_deleted, \(segment.number) AS weir_segment, "
                + "\(layout.rowNumber) AS weir_row "
                + "FROM \(layout.names.segment(segment.number).quotedName)"
        }.joined(separator: " UNION ALL ")
        let newest = """
            SELECT \(columns) FROM (SELECT *, row_number() OVER (PARTITION BY \(keys) ORDER BY
                event_time DESC, weir_segment DESC, weir_row DESC) AS weir_rank FROM (\(log)))
            WHERE weir_rank = 1 AND is_deleted = 0
            """
        let online = "SELECT \(columns) FROM \(layout.names.online.quotedName)"
        let onlyOffline = try connection.integer(
            "SELECT count(*) FROM (\(newest) EXCEPT \(online))")
        let onlyOnline = try connection.integer("SELECT count(*) FROM (\(online) EXCEPT \(newest))")
        var findings: [AuditFinding] = []
        if let count = onlyOffline, count > 0 {
            findings.append(
                AuditFinding(
                    subject: layout.info.name,
                    sentence: "\(count) keys have a newest offline row that is not online"))
        }
        if let count = onlyOnline, count > 0 {
            findings.append(
                AuditFinding(
                    subject: layout.info.name,
                    sentence: "\(count) online rows are not the newest offline row of their key"))
        }
        return findings
    }

    /// What the catalog says a group holds against what it holds.
    private func totals(_ layout: GroupLayout) throws -> [AuditFinding] {
        let totals = layout.info.totals
        let offline = layout.names.offline.quotedName
        var checks: [(String, Int64, String)] = [
            ("offline rows", totals.offlineRows, "\(offline) WHERE is_deleted = 0"),
            ("tombstones", totals.tombstones, "\(offline) WHERE is_deleted = 1"),
        ]
        if layout.isFeatureGroup {
            checks.append(("online keys", totals.onlineKeys, layout.names.online.quotedName))
        }
        var findings: [AuditFinding] = []
        for (what, recorded, from) in checks {
            let counted = try connection.integer("SELECT count(*) FROM \(from)") ?? 0
            if counted != recorded {
                findings.append(
                    AuditFinding(
                        subject: layout.info.name,
                        sentence: "\(recorded) \(what) are recorded and \(counted) are there"))
            }
        }
        return findings
    }

    private func balances() throws -> [AuditFinding] {
        let rows = try CountersTable.read(on: connection)
        var findings: [AuditFinding] = []
        for row in rows where !row.counters.events.isBalanced {
            let events = row.counters.events
            findings.append(
                AuditFinding(
                    subject: row.name.isEmpty ? row.scope : row.name,
                    sentence: "received \(events.received) is not accepted \(events.accepted) + "
                        + "filtered \(events.filtered) + late \(events.late) + quarantined "
                        + "\(events.quarantined)"))
        }
        var sum = EventCounters()
        for row in rows where row.scope == "source" { sum += row.counters.events }
        if let total = rows.first(where: { $0.scope == "total" }), total.counters.events != sum {
            findings.append(
                AuditFinding(subject: "total", sentence: "the sources do not add up to the total"))
        }
        return findings
    }

    /// Looks for a watermark or an offset that is smaller than at an earlier commit.
    ///
    /// A rebuild begins again at the start, so only what came after the newest one counts.
    private func progress() throws -> [AuditFinding] {
        let since = try connection.integer("SELECT max(kept_until_commit) FROM feature_groups") ?? 0
        let rows = try PreparedStatement(
            "SELECT commit_id, offsets, watermarks FROM commits WHERE commit_id > ?1 "
                + "ORDER BY commit_id", on: connection)
        rows.bind(since, at: 1)
        var before: [String: Int64] = [:]
        var findings: [AuditFinding] = []
        while try rows.step() {
            for (what, column) in [("offset", 1), ("watermark", 2)] {
                for (name, value) in Self.leaves(JSONReader.value(of: rows.text(column)), what) {
                    if let earlier = before[name], value < earlier {
                        findings.append(
                            AuditFinding(
                                subject: name,
                                sentence: "went back from \(earlier) to \(value) in commit "
                                    + "\(rows.integer(0))"))
                    }
                    before[name] = value
                }
            }
        }
        return findings
    }

    private static func leaves(_ value: JSONValue?, _ name: String) -> [(String, Int64)] {
        switch value {
        case .object(let members): members.flatMap { leaves($0.value, name + " " + $0.name) }
        case .array(let values):
            values.enumerated().flatMap { leaves($0.element, name + " " + String($0.offset)) }
        case .number(let digits): Int64(digits).map { [(name, $0)] } ?? []
        case .null, .boolean, .string, nil: []
        }
    }
}
