import Control
import Runtime

extension CommandSpec {
    static let groups = CommandSpec(
        "groups", "Feature groups: their keys, columns, sizes, freshness and promises",
        options: [.dataToRead, .format],
        examples: [
            ("weir groups", "of the data directory that was written last"),
            ("weir groups --data DIR --format json", "one object a line"),
        ]
    ) { invocation in
        let stored = try StoredPipeline(directory: DataDirectories.toRead(invocation))
        let snapshot = try stored.snapshot()
        let table = Table(
            columns: [
                "group", "key", "features", "keys", "offline_rows", "freshness", "promise", "title",
            ],
            rows: snapshot.groups.map { group in
                [
                    .text(group.name), .text(names(group, areKeys: true)),
                    .text(names(group, areKeys: false)), .integer(group.keys),
                    .integer(group.offlineRows),
                    group.freshnessMs.map { .text(Spans.short($0)) } ?? .null,
                    group.promiseMs.map { .text(Spans.short($0)) } ?? .null, .text(group.title),
                ]
            })
        for line in table.text(try OutputFormat.of(invocation)) { Standard.line(line) }
        return .done
    }

    private static func names(_ group: GroupStatus, areKeys: Bool) -> String {
        group.columns.filter { $0.isKey == areKeys }.map(\.name).joined(separator: ", ")
    }

    static let status = CommandSpec(
        "status", "Health of a data directory: where every event went, how fresh each group is",
        options: [.dataToRead, .statusFormat],
        examples: [
            ("weir status", "of the data directory that was written last"),
            ("weir status --data DIR --format json", "one object, for other programs"),
        ]
    ) { invocation in
        let isJSON =
            try invocation.choice(.statusFormat, of: ["table", "json"], default: "table") == "json"
        let directory = try DataDirectories.toRead(invocation)
        let snapshot = try StoredPipeline(directory: directory).snapshot()
        if isJSON {
            Standard.line(json(snapshot, directory: directory))
        } else {
            Standard.line(text(snapshot, directory: directory))
        }
        return snapshot.total.isBalanced ? .done : .auditFailed
    }

    private static func text(_ snapshot: Snapshot, directory: String) -> String {
        var lines = ["pipeline \(Safe.text(snapshot.pipeline)) in \(Safe.text(directory))"]
        if let commit = snapshot.lastCommit {
            let ageMs = snapshot.nowMs - commit.timeMs
            lines.append(
                "commit \(commit.id) at \(Times.full(commit.timeMs)), "
                    + "\(Spans.short(ageMs)) ago")
        }
        lines.append(HeadlessRun.summary(snapshot))
        lines += ["", "freshness"]
        var rows = [["", "freshness", "promise", ""]]
        for group in snapshot.groups {
            let promise = group.promiseMs.map(Spans.short) ?? "—"
            let isJudged = group.promiseMs != nil && group.freshnessMs != nil
            let word = !isJudged ? "" : group.isStale ? "✗ stale" : "✓"
            rows.append([
                group.name, group.freshnessMs.map(Spans.short) ?? "—", promise, word,
            ])
        }
        lines += TextTable.lines(rows, rightAligned: [false, true, true, false])
        return lines.joined(separator: "\n")
    }

    private static func json(_ snapshot: Snapshot, directory: String) -> String {
        JSONLine.object([
            ("pipeline", JSONLine.quoted(snapshot.pipeline)),
            ("directory", JSONLine.quoted(directory)),
            ("commit", JSONLine.number(snapshot.lastCommit?.id)),
            (
                "commit_time",
                snapshot.lastCommit.map { JSONLine.quoted(Times.full($0.timeMs)) } ?? "null"
            ),
            ("total", json(snapshot.total)),
            (
                "sources",
                JSONLine.object(snapshot.sources.map { ($0.name, json($0.totals)) })
            ),
            (
                "statements",
                JSONLine.object(snapshot.statements.map { ($0.sink, json($0.totals)) })
            ),
            ("groups", JSONLine.object(snapshot.groups.map { ($0.name, json($0)) })),
        ])
    }

    private static func json(_ totals: Totals) -> String {
        JSONLine.object([
            ("received", String(totals.received)), ("accepted", String(totals.accepted)),
            ("filtered", String(totals.filtered)), ("late", String(totals.late)),
            ("quarantined", String(totals.quarantined)), ("lost", String(totals.lost)),
            ("partly_late", String(totals.partlyLate)),
        ])
    }

    private static func json(_ group: GroupStatus) -> String {
        JSONLine.object([
            ("keys", String(group.keys)), ("offline_rows", String(group.offlineRows)),
            ("tombstones", String(group.tombstones)),
            ("refused_rows", String(group.refusedRows)),
            (
                "newest_event_time",
                group.newestEventTimeMs.map { JSONLine.quoted(Times.full($0)) } ?? "null"
            ),
            ("freshness_seconds", JSONLine.seconds(group.freshnessMs)),
            ("promise_seconds", JSONLine.seconds(group.promiseMs)),
        ])
    }
}

extension OptionSpec {
    static let statusFormat = OptionSpec("format", "table|json", "how to print (default: table)")
}
