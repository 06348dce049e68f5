import Engine

/// Turns a written table into a sink.
struct SinkPlanner {
    let table: Table
    let report: Report

    private static let reserved: Set<String> = [
        "newest_event_time", "write_time", "api_invocation_time", "is_deleted", "expires_at",
        "commit_id",
    ]

    func plan() -> Sink? {
        guard let connector = table.connector else { return nil }
        checkColumns()
        let fields = table.written.map { column in
            Field(
                column.name.text, column.type,
                isNullable: column.isNullable && !table.isKey(column))
        }
        let schema = Schema(fields)
        return Sink(
            name: table.name.text, kind: kind(connector), schema: schema,
            primaryKey: connector == .upsertKafka
                ? table.primaryKey.compactMap { schema.index(of: $0.text) } : [],
            options: table.options, annotations: annotations(schema))
    }

    private func kind(_ connector: Connector) -> Sink.Kind {
        switch connector {
        case .upsertKafka: .featureGroup
        case .kafka: .appendLog
        case .filesystem:
            .file(path: table.options["path"] ?? "", format: table.format ?? "")
        case .print: .print
        case .blackhole: .blackhole
        }
    }

    private func checkColumns() {
        if table.isChangelog {
            report.add(
                Diagnostic(
                    "\(table.format ?? "") is read and not written by Weir; write 'json', or "
                        + "'upsert-kafka' for the newest row of each key",
                    at: table.name.range))
        }
        for column in table.columns {
            if case .metadata(_, isVirtual: false) = column.role {
                report.add(
                    Diagnostic(
                        "metadata of a sink is not written by Weir; add VIRTUAL",
                        at: column.name.range))
            }
        }
        guard table.isStored else { return }
        for column in table.written {
            let name = column.name.text.lowercased()
            if Self.reserved.contains(name) {
                report.add(
                    Diagnostic(
                        "\(column.name.text) is a column of Weir's own in every store; rename it",
                        at: column.name.range))
            } else if name == "event_time", !column.type.isTime || column.name.text != name {
                report.add(
                    Diagnostic(
                        "event_time is the result's event time in every store; "
                            + "declare it event_time TIMESTAMP(3), or rename it",
                        at: column.name.range))
            }
        }
    }

    private func annotations(_ schema: Schema) -> Annotations {
        let values = table.annotations
        checkPlaceholders(schema)
        return Annotations(
            title: values.title, freshnessMs: values.freshnessMs, ttlMs: values.ttlMs,
            whenEmpty: values.whenEmpty ?? .delete,
            eventTime: table.isStored ? eventTime(schema) : nil, alert: values.alert?.value)
    }

    private func eventTime(_ schema: Schema) -> Int? {
        let implied = schema.index(of: "event_time")
        guard let name = table.annotations.eventTime else { return implied }
        guard let index = schema.index(of: name.text) else {
            let hint = Spelling.hint(for: name.text, among: schema.fields.map(\.name))
            report.add(Diagnostic("there is no column \(name.text)\(hint)", at: name.range))
            return nil
        }
        if !schema[index].type.isTime {
            report.add(
                Diagnostic(
                    "an event time is TIMESTAMP(3) or TIMESTAMP_LTZ(3), \(name.text) is "
                        + "\(schema[index].type)",
                    at: name.range))
        }
        if let implied, implied != index {
            report.add(
                Diagnostic(
                    "the column event_time is the event time already; rename it or take "
                        + "@event-time away",
                    at: name.range))
        }
        return index
    }

    /// Every `{word}` of an alert's message must be a column.
    private func checkPlaceholders(_ schema: Schema) {
        guard let alert = table.annotations.alert else { return }
        let names = schema.fields.map(\.name)
        var rest = Substring(alert.value.message)
        while let open = rest.firstIndex(of: "{") {
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: "}") else {
                report.add(Diagnostic("a { of the message has no }", at: alert.range))
                return
            }
            let name = String(inside[..<close])
            if !names.contains(name) {
                let hint = Spelling.hint(for: name, among: names)
                report.add(
                    Diagnostic(
                        "the message names {\(name)}, but \(table.name.text) has no such "
                            + "column\(hint)",
                        at: alert.range))
            }
            rest = inside[close...]
        }
    }
}
