import Engine

/// Turns a SELECT into a relation over the table that it reads.
struct QueryPlanner {
    var catalog: Catalog
    let report: Report

    /// Plans a whole query: its common tables, then its SELECTs.
    func plan(_ query: QueryExpressionSyntax) throws(Diagnostic) -> Relation {
        var planner = self
        var own: Set<String> = []
        for table in query.commonTables {
            guard own.insert(table.name.text).inserted else {
                throw Diagnostic("\(table.name.text) stands twice in WITH", at: table.name.range)
            }
            var relation = try planner.plan(table.query)
            if relation.isBroken { return relation }
            try relation.rename(table.columns, table.name)
            planner.catalog.shadow(relation, named: table.name)
        }
        var parts: [Relation] = []
        for term in query.terms {
            switch term {
            case .select(let query): parts.append(try planner.plan(query))
            case .nested(let inner): parts.append(try planner.plan(inner))
            }
        }
        return parts.count == 1
            ? parts[0] : try UnionPlanner(catalog: catalog, report: report).plan(parts, query)
    }

    /// Plans a query; mistakes in its parts are reported, the first thing that makes it
    /// meaningless is thrown.
    func plan(_ query: QuerySyntax) throws(Diagnostic) -> Relation {
        var (relation, qualifier, window) = try source(query.from)
        if relation.isBroken { return relation }
        let isGrouped =
            !query.groupBy.isEmpty || query.having != nil
            || query.items.contains { $0.expression?.holdsAggregate == true }
        if let condition = query.condition {
            try filter(&relation, by: condition, query.items, qualifier, window)
        }
        if query.items.contains(where: { $0.expression?.holdsOver == true }) {
            try refuseOver(query, relation, isGrouped: isGrouped, window)
        }
        if isGrouped {
            try refuseUpdates(relation, at: query.groupByRange)
            return try GroupPlanner(
                query: query, relation: relation, qualifier: qualifier, window: window,
                planner: self
            ).plan()
        }
        if let window {
            throw Diagnostic(
                "rows with their windows alone are not supported by Weir; aggregate them with "
                    + "GROUP BY window_start, window_end",
                at: window.place)
        }
        return try select(query, relation, qualifier)
    }

    private func refuseOver(
        _ query: QuerySyntax, _ relation: Relation, isGrouped: Bool, _ window: PlacedWindow?
    ) throws(Diagnostic) {
        let over = query.items.first { $0.expression?.holdsOver == true }?.range ?? query.range
        if isGrouped || window != nil {
            throw Diagnostic(
                "OVER stands in a query of its own: SELECT …, … OVER … FROM (SELECT … GROUP BY …)",
                at: over)
        }
        try refuseUpdates(relation, at: over)
    }

    /// What is not final can be aggregated where it tells of every change.
    private func refuseUpdates(_ relation: Relation, at range: Range<Int>) throws(Diagnostic) {
        if let rank = relation.rank {
            throw Diagnostic(RankPlanner(rank: rank, planner: self).refusal, at: rank.range)
        }
        if case .lastRow = relation.updating?.reason {
            throw Diagnostic(
                "the last row of a key can be replaced, and Weir does not take it out of an "
                    + "aggregate again; keep the first row: ORDER BY time ASC",
                at: range)
        }
    }

    /// A window in FROM, and where it stands.
    typealias PlacedWindow = (source: WindowSource, place: Range<Int>)

    private func source(
        _ from: FromSyntax
    ) throws(Diagnostic) -> (relation: Relation, qualifier: String?, window: PlacedWindow?) {
        switch from {
        case .table(let name, let alias):
            return (try catalog.relation(name), alias?.text ?? name.text, nil)
        case .subquery(let query, let alias):
            return (try plan(query), alias?.text, nil)
        case .window(let syntax, let alias):
            let relation = try catalog.relation(syntax.table)
            try refuseTwins(syntax, relation)
            let time = try timeColumn(syntax.column, relation, named: syntax.table.text)
            metadataLint(relation).check(time.expression, .window, at: syntax.column.range)
            let window = WindowSource(
                window: try WindowArguments(syntax, report).window(), time: time.expression,
                timeType: time.type ?? .timestamp(precision: 3), timeName: syntax.column.text,
                firstPart: relation.width, legacy: nil,
                sessionKeys: try sessionKeys(syntax, relation))
            return (relation, alias?.text ?? syntax.table.text, (window, syntax.range))
        }
    }

    /// The window adds columns whose names must not be there yet.
    private func refuseTwins(_ syntax: WindowSyntax, _ relation: Relation) throws(Diagnostic) {
        let twin = relation.columns.first { ["window_start", "window_end"].contains($0.name) }
        guard let twin else { return }
        throw Diagnostic(
            "\(syntax.table.text) has a column \(twin.name) already, and the window adds another; "
                + "write \(twin.name) AS another name in the view",
            at: syntax.table.range)
    }

    /// The PARTITION BY of a session; `nil` for other windows.
    private func sessionKeys(
        _ syntax: WindowSyntax, _ relation: Relation
    ) throws(Diagnostic) -> WindowSource.SessionKeys? {
        guard syntax.function.text == "SESSION" else { return nil }
        let scope = relation.scope(named: syntax.table.text)
        var keys: [Expression] = []
        for name in syntax.partition { keys.append(try scope.bind([name]).expression) }
        return WindowSource.SessionKeys(keys: keys, names: syntax.partition.map(\.text))
    }

    /// Finds the event-time column of a window and refuses every other.
    private func timeColumn(
        _ name: Name, _ relation: Relation, named table: String
    ) throws(Diagnostic) -> Bound {
        let bound = try relation.scope(named: table).bind([name])
        try checkTime(bound, named: name.text, relation)
        return bound
    }

    func checkTime(
        _ bound: Bound, named name: String, _ relation: Relation
    ) throws(Diagnostic) {
        guard let rowtime = relation.rowtime else {
            throw Diagnostic(noTime(named: name, relation), at: bound.range)
        }
        guard bound.expression == rowtime else {
            throw Diagnostic(otherTime(named: name, relation), at: bound.range)
        }
    }

    private func noTime(named name: String, _ relation: Relation) -> String {
        switch relation.origin {
        case .table(let index):
            "\(catalog.tables[index].name.text) has no event time; write in its CREATE TABLE: "
                + "WATERMARK FOR \(name) AS \(name) - INTERVAL '5' SECOND"
        case .group(let group) where group.window == nil:
            "behind a GROUP BY without a window there is no event time; write the query around "
                + "the table itself"
        case .group:
            "behind a window only window_time is an event time, and only where GROUP BY names it; "
                + "write GROUP BY …, window_start, window_end, window_time"
        case .rows, .top:
            "there is no event time here; write the query around the table itself"
        case .union:
            "the queries of UNION ALL have no event time at the same place in all of them"
        }
    }

    private func otherTime(named name: String, _ relation: Relation) -> String {
        switch relation.origin {
        case .table(let index):
            let table = catalog.tables[index]
            let own = table.rowtime.map { table.columns[$0].name.text } ?? ""
            if name == own {
                return "\(name) is computed here and no longer the event time of "
                    + "\(table.name.text); a window takes the column itself"
            }
            return
                "\(name) is not the event time of \(table.name.text); its WATERMARK is for \(own)"
        case .group:
            return "\(name) is no event time; behind a window only window_time is one"
        case .rows, .top: return "\(name) is not the event time of this query"
        case .union:
            return "\(name) is not the event time of every query of UNION ALL"
        }
    }

    private func filter(
        _ relation: inout Relation, by condition: ExpressionSyntax, _ items: [QuerySyntax.Item],
        _ qualifier: String?, _ window: PlacedWindow?
    ) throws(Diagnostic) {
        var scope = relation.scope(named: qualifier)
        if let window { scope.columns += window.source.columns }
        var binder = Binder(scope: scope, report: report)
        binder.aliases = ("WHERE", items)
        binder.aggregateRefusal = "WHERE sees single rows; write conditions on aggregates in HAVING"
        if let rank = relation.rank {
            var conditions: [Bound] = []
            for part in RankPlanner.conditions(condition) {
                conditions.append(try binder.condition(part, for: "WHERE"))
            }
            let (planned, rest) = try RankPlanner(rank: rank, planner: self)
                .plan(relation, conditions)
            relation = planned
            relation.filters += rest.map(\.expression)
            return
        }
        let bound = try binder.condition(condition, for: "WHERE")
        if let window, window.source.isUsed(by: bound.expression) {
            throw Diagnostic(
                "the window's columns are known only when it closes; write this in HAVING",
                at: condition.range)
        }
        metadataLint(relation).check(bound, .condition, of: condition, binder)
        relation.filters.append(bound.expression)
    }

    func metadataLint(_ relation: Relation) -> MetadataLint {
        MetadataLint(catalog: catalog, report: report, relation: relation)
    }

    private func select(
        _ query: QuerySyntax, _ relation: Relation, _ qualifier: String?
    ) throws(Diagnostic) -> Relation {
        var binder = Binder(scope: relation.scope(named: qualifier), report: report)
        let overs = OverStage(
            rows: binder, relation: relation, planner: self, named: query.windows)
        binder.overs = overs
        binder.aliases = ("the rest of it", query.items)
        var result = relation
        result.columns = []
        result.places = []
        for item in query.items {
            guard let expression = item.expression else {
                if let field = relation.columns.first(where: \.isNested) {
                    throw Diagnostic(
                        "* cannot give a ROW in Weir; name the columns, for example "
                            + field.name,
                        at: item.range)
                }
                if let refused = relation.columns.first(where: { $0.refusal != nil }) {
                    throw Diagnostic(
                        "* gives \(refused.name), too; name the columns: "
                            + (refused.refusal ?? ""),
                        at: item.range)
                }
                result.columns += relation.columns
                result.places += relation.columns.map { _ in item.range }
                continue
            }
            add(expression, item, binder, to: &result)
        }
        return result.isBroken ? result : try overs.finish(result)
    }

    /// Adds an item of a SELECT list to the columns of a relation; a mistake in it is reported.
    func add(
        _ expression: ExpressionSyntax, _ item: QuerySyntax.Item, _ binder: Binder,
        to relation: inout Relation
    ) {
        let bound = report.attempt { () throws(Diagnostic) in try binder.value(expression) }
        guard let bound else {
            relation.isBroken = true
            return
        }
        relation.columns.append(
            Scope.Column(
                name: Self.name(of: item, relation.columns.count),
                expression: bound.expression, type: bound.type ?? .string,
                isNullable: bound.isNullable, cost: bound.cost,
                isUntyped: bound.kind == .null))
        relation.places.append(item.range)
    }

    private static func name(of item: QuerySyntax.Item, _ place: Int) -> String {
        if let alias = item.alias { return alias.text }
        if case .name(let names) = item.expression?.form { return names[names.count - 1].text }
        return "EXPR$\(place)"
    }
}
