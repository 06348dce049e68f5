import Engine

/// Plans a query with GROUP BY or aggregates.
struct GroupPlanner {
    let query: QuerySyntax
    let relation: Relation
    let qualifier: String?
    let window: QueryPlanner.PlacedWindow?
    let planner: QueryPlanner

    private var report: Report { planner.report }

    func plan() throws(Diagnostic) -> Relation {
        let rows = rowBinder()
        var (source, items) = try groupWindow(rows)
        if source == nil { source = window?.source }
        let keepsTime = try source.map { source throws(Diagnostic) in
            try checkWindow(source, &items, rows)
        }
        var keys: [Bound] = []
        var texts: [String] = []
        for item in items {
            let key = try key(item, rows, source)
            if keys.contains(where: { $0.expression == key.expression }) { continue }
            planner.metadataLint(relation).check(key.expression, .key, at: item.range)
            keys.append(key)
            texts.append(keyName(item))
        }
        if let source { try checkSession(source, keys) }
        let stage = GroupStage(
            rows: rows, window: source, keys: keys, keyTexts: texts, timeType: timeType,
            retracts: relation.updating != nil, metadata: planner.metadataLint(relation))
        var result = try select(stage)
        if keepsTime == true { result.rowtime = stage.windowTime }
        return result
    }

    /// The type of the event time that the rows bring with them.
    private var timeType: DataType? {
        relation.tables.lazy.map { planner.catalog.tables[$0] }.compactMap { table in
            table.rowtime.map { table.columns[$0].type }
        }.first
    }

    private func rowBinder() -> Binder {
        var scope = relation.scope(named: qualifier)
        if let window { scope.columns += window.source.columns }
        var binder = Binder(scope: scope, report: report)
        binder.aggregateRefusal = "an aggregate cannot stand inside another or in GROUP BY"
        return binder
    }

    /// The group window among the items of GROUP BY, and the other items.
    private func groupWindow(
        _ rows: Binder
    ) throws(Diagnostic) -> (WindowSource?, [ExpressionSyntax]) {
        var found: WindowSource?
        var rest: [ExpressionSyntax] = []
        for item in query.groupBy {
            guard case .call(let call) = item.form,
                ["TUMBLE", "HOP", "SESSION", "CUMULATE"].contains(call.name.text)
            else {
                rest.append(item)
                continue
            }
            if found != nil || window != nil {
                throw Diagnostic("a query has one window", at: item.range)
            }
            found = try legacy(call, rows, at: item.range)
        }
        return (found, rest)
    }

    private func legacy(
        _ call: CallSyntax, _ rows: Binder, at range: Range<Int>
    ) throws(Diagnostic) -> WindowSource {
        if call.name.text == "CUMULATE" {
            throw Diagnostic(
                "CUMULATE is no group window; write FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(time), "
                    + "INTERVAL step, INTERVAL size)) and GROUP BY …, window_start, window_end",
                at: call.name.range)
        }
        let legacy = try LegacyWindow(call, rows, at: range)
        let time = try rows.value(call.arguments[0])
        try planner.checkTime(time, named: report.text(call.arguments[0].range), relation)
        planner.metadataLint(relation)
            .check(time.expression, .window, at: call.arguments[0].range)
        let lengths = zip(legacy.lengths, call.arguments.dropFirst()).map {
            (ms: $0, range: $1.range)
        }
        let shape: Window
        switch legacy.function {
        case "TUMBLE": shape = try WindowLengths.tumble(size: lengths[0], offset: nil)
        case "SESSION": shape = try WindowLengths.session(gap: lengths[0])
        default:
            shape = try WindowLengths.hop(slide: lengths[0], size: lengths[1], offset: nil, report)
        }
        offerModernForm(call, at: range)
        return WindowSource(
            window: shape, time: time.expression, timeType: time.type ?? .timestamp(precision: 3),
            timeName: report.text(call.arguments[0].range),
            firstPart: relation.width, legacy: legacy)
    }

    private func offerModernForm(_ call: CallSyntax, at range: Range<Int>) {
        var time = report.text(call.arguments[0].range)
        if case .name(let names) = call.arguments[0].form { time = names[names.count - 1].text }
        let lengths = call.arguments.dropFirst().map { report.text($0.range) }
            .joined(separator: ", ")
        let table: String
        var preparation = ""
        switch query.from {
        case .table(let name, _): table = name.text
        case .window(let window, _): table = window.table.text
        case .subquery(_, let alias):
            table = alias?.text ?? "v"
            preparation = "make the inner query a view (CREATE VIEW \(table) AS SELECT …;) and "
        }
        let isSession = call.name.text == "SESSION"
        report.warn(
            "group windows are deprecated in Flink; \(preparation)write FROM "
                + "TABLE(\(call.name.text)(TABLE \(table)\(isSession ? " PARTITION BY (…)" : ""), "
                + "DESCRIPTOR(\(time)), \(lengths))) and GROUP BY …, window_start, window_end",
            at: range)
    }

    /// Sessions are a key's own, so the keys of both clauses are the same.
    private func checkSession(_ source: WindowSource, _ keys: [Bound]) throws(Diagnostic) {
        guard let session = source.sessionKeys else { return }
        if keys.count == Set(session.keys).count,
            keys.allSatisfy({ session.keys.contains($0.expression) })
        {
            return
        }
        if session.keys.isEmpty {
            throw Diagnostic(
                "a session without PARTITION BY is one for all keys; write SESSION(TABLE t "
                    + "PARTITION BY (key, …), DESCRIPTOR(time), INTERVAL gap)",
                at: query.groupByRange)
        }
        let wanted = (session.names + ["window_start", "window_end"]).joined(separator: ", ")
        throw Diagnostic(
            "GROUP BY must have the same keys as the session's PARTITION BY; write GROUP BY "
                + "\(wanted), or Flink makes it an unbounded aggregation",
            at: query.groupByRange)
    }

    /// Takes the window's columns out of the items and checks that both ends are among them.
    ///
    /// - Returns: Whether `window_time` is an event time behind the grouping.
    private func checkWindow(
        _ source: WindowSource, _ items: inout [ExpressionSyntax], _ rows: Binder
    ) throws(Diagnostic) -> Bool {
        if source.legacy != nil { return true }
        var parts: Set<WindowSource.Part> = []
        for item in items {
            // A misspelled name is that, whatever else is missing.
            if case .name(let names) = item.form, try aliasRefusal(item, rows) == nil {
                _ = try rows.scope.bind(names)
            }
        }
        items.removeAll { item in
            guard let bound = try? rows.bind(item), let part = source.part(of: bound.expression)
            else { return false }
            parts.insert(part)
            return true
        }
        for part in [WindowSource.Part.end, .start] where !parts.contains(part) {
            throw Diagnostic(
                "GROUP BY must name window_start and window_end; without \(part.name) Flink makes "
                    + "it an unbounded aggregation, whose state grows for ever",
                at: query.groupByRange)
        }
        return parts.contains(.time)
    }

    private func key(
        _ item: ExpressionSyntax, _ rows: Binder, _ source: WindowSource?
    ) throws(Diagnostic) -> Bound {
        if case .number = item.form {
            throw Diagnostic(
                "GROUP BY takes expressions, not positions; write the expression out",
                at: item.range)
        }
        if let alias = try aliasRefusal(item, rows) { throw alias }
        let bound = try rows.value(item)
        guard bound.type != nil else {
            throw Diagnostic("NULL is no group key", at: item.range)
        }
        if source?.isUsed(by: bound.expression) == true {
            throw Diagnostic(
                "write window_start and window_end alone in GROUP BY, and the expression in SELECT",
                at: item.range)
        }
        return bound
    }

    /// Flink's GROUP BY does not know the aliases of the SELECT list.
    private func aliasRefusal(
        _ item: ExpressionSyntax, _ rows: Binder
    ) throws(Diagnostic) -> Diagnostic? {
        guard case .name(let names) = item.form, names.count == 1,
            !rows.scope.columns.contains(where: { $0.name == names[0].text }),
            let twin = query.items.first(where: { $0.alias?.text == names[0].text }),
            let expression = twin.expression
        else { return nil }
        return Diagnostic(
            "\(names[0].text) is an alias of the SELECT list, which GROUP BY does not know; "
                + "write GROUP BY \(report.text(expression.range))",
            at: item.range)
    }

    private func keyName(_ item: ExpressionSyntax) -> String {
        if case .name(let names) = item.form { return names[names.count - 1].text }
        return report.line(item.range)
    }

    private func select(_ stage: GroupStage) throws(Diagnostic) -> Relation {
        var binder = rowBinder()
        binder.groups = stage
        binder.aliases = ("the rest of it", query.items)
        var result = relation
        result.columns = []
        result.places = []
        result.filters = []
        result.rowtime = nil
        for item in query.items {
            guard let expression = item.expression else {
                throw Diagnostic(
                    "* cannot stand beside GROUP BY; name the columns", at: item.range)
            }
            planner.add(expression, item, binder, to: &result)
        }
        if let having = query.having {
            binder.aliases = ("HAVING", query.items)
            let bound = try binder.condition(having, for: "HAVING")
            result.filters.append(bound.expression)
        }
        let group = stage.finish(
            relation, at: query.groupBy.isEmpty ? query.range : query.groupByRange)
        result.origin = .group(group)
        result.width = group.output.fields.count
        return result
    }
}
