import Control
import Runtime

extension CommandSpec {
    static let get = CommandSpec(
        "get", "Newest values of entities: event time, age and expiry", operands: "GROUP KEY…",
        operandCount: 2...10_000, options: [.dataToRead, .format],
        examples: [
            (
                "weir get coupon_location_attempts loc0000",
                "what is served for this location now; says why when there is nothing"
            ),
            (
                "weir get g '[\"a\",7]' k2 --data DIR --format json",
                "several keys, one object a line; a composite key is a JSON array"
            ),
        ]
    ) { invocation in
        let format = try OutputFormat.of(invocation)
        let stored = try StoredPipeline(directory: DataDirectories.toRead(invocation))
        let group = invocation.operands[0]
        let nowMs = SystemTime.wallMs()
        let found = try invocation.operands.dropFirst().map {
            try stored.get(group: group, key: $0, nowMs: nowMs)
        }
        switch format {
        case .json:
            for result in found { Standard.line(json(result, nowMs: nowMs)) }
        case .csv, .table:
            for line in table(found, nowMs: nowMs).text(format) { Standard.line(line) }
            for (key, result) in zip(invocation.operands.dropFirst(), found) {
                guard let why = result.whyEmpty else { continue }
                Standard.note("weir: \(Safe.text(key)): \(Safe.text(why))")
            }
        }
        return .done
    }

    private static func json(_ result: LookupResult, nowMs: Int64) -> String {
        guard let row = result.online else { return "null" }
        var members = Array(zip(result.columns, row.values.map(\.json)))
        members.append(("event_time", JSONLine.quoted(Times.full(row.eventTimeMs))))
        members.append(("age_seconds", JSONLine.seconds(nowMs - row.eventTimeMs)))
        members.append(
            ("newest_event_time", JSONLine.quoted(Times.full(row.newestEventTimeMs))))
        members.append(
            ("expires_at", row.expiresAtMs.map { JSONLine.quoted(Times.full($0)) } ?? "null"))
        return JSONLine.object(members)
    }

    private static func table(_ results: [LookupResult], nowMs: Int64) -> Table {
        Table(
            columns: (results.first?.columns ?? []) + ["event_time", "age", "expires_in"],
            rows: results.compactMap { result in
                guard let row = result.online else { return nil }
                return row.values + [
                    .time(row.eventTimeMs), .text(Spans.short(nowMs - row.eventTimeMs)),
                    row.expiresAtMs.map { .text(Spans.short($0 - nowMs)) } ?? .null,
                ]
            })
    }

    static let history = CommandSpec(
        "history", "Every value an entity ever had, newest first", operands: "GROUP KEY",
        operandCount: 2...2, options: [.dataToRead, .format, .limit],
        examples: [
            ("weir history coupon_location_attempts loc0000", "the newest 1000 values"),
            (
                "weir history coupon_suspects loc0000 --limit 5 --format json",
                "with the tombstones that say when it was cleared"
            ),
        ]
    ) { invocation in
        let stored = try StoredPipeline(directory: DataDirectories.toRead(invocation))
        let table = try stored.history(
            group: invocation.operands[0], key: invocation.operands[1],
            limit: try limit(invocation))
        return show(table, try OutputFormat.of(invocation))
    }

    static let query = CommandSpec(
        "query", "SQL over the stores, read-only", operands: "\"SELECT …\"",
        operandCount: 1...1, options: [.dataToRead, .format, .limit],
        examples: [
            (
                "weir query \"SELECT count(*) FROM offline_coupon_suspects\"",
                "tables: online_<group>, offline_<group>, commits, quarantine, late_rows, …"
            ),
            (
                "weir query \"SELECT * FROM offline_coupon_location_attempts_text\" --format csv",
                "times are milliseconds in csv and json, but text in the views with _text"
            ),
        ]
    ) { invocation in
        let stored = try StoredPipeline(directory: DataDirectories.toRead(invocation))
        let table = try stored.query(
            invocation.operands[0], rowLimit: try limit(invocation),
            isCancelled: { StopSignal.wasReceived })
        let format = try OutputFormat.of(invocation)
        return show(format == .table ? table : asStored(table), format)
    }

    /// Another program gets the times as they are stored, to compute with.
    private static func asStored(_ table: Table) -> Table {
        var table = table
        table.rows = table.rows.map { row in
            row.map { cell in
                if case .time(let instantMs) = cell { .integer(instantMs) } else { cell }
            }
        }
        return table
    }

    private static func limit(_ invocation: Invocation) throws -> Int {
        Int(try invocation.integer(.limit, in: 1...10_000_000) ?? 1000)
    }

    private static func show(_ table: Table, _ format: OutputFormat) -> ExitCode {
        for line in table.text(format) { Standard.line(line) }
        if table.isTruncated {
            Standard.note(
                "weir: only the first \(Numbers.grouped(Int64(table.rows.count))) rows; "
                    + "--limit N shows more")
        }
        return .done
    }
}

extension OptionSpec {
    static let limit = OptionSpec("limit", "N", "at most this many rows (default: 1000)")
}
