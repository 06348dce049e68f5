import Engine

/// Checks an INSERT: its query, its columns and their types.
struct InsertPlanner {
    let catalog: Catalog
    let report: Report

    /// `nil` where something is wrong that was reported already.
    func plan(_ syntax: InsertSyntax) throws(Diagnostic) -> InsertPlan? {
        let target = try target(syntax.target)
        let relation = try QueryPlanner(catalog: catalog, report: report).plan(syntax.query)
        try checkSource(relation, syntax)
        if let rank = relation.rank {
            let planner = QueryPlanner(catalog: catalog, report: report)
            throw Diagnostic(RankPlanner(rank: rank, planner: planner).refusal, at: rank.range)
        }
        if relation.isBroken { return nil }
        guard let target, catalog.tables[target].broken.isEmpty else { return nil }
        try checkUpdates(relation, into: catalog.tables[target])
        let values = try values(syntax, relation, into: catalog.tables[target])
        return values.map {
            InsertPlan(syntax: syntax, table: target, relation: relation, values: $0)
        }
    }

    private func target(_ name: Name) throws(Diagnostic) -> Int? {
        if catalog.refused.contains(name.text) { return nil }
        if catalog.views[name.text] != nil {
            throw Diagnostic("\(name.text) is a view; INSERT INTO a table", at: name.range)
        }
        guard let index = catalog.table(named: name.text) else { throw catalog.unknown(name) }
        return index
    }

    private func checkSource(
        _ relation: Relation, _ syntax: InsertSyntax
    ) throws(Diagnostic) {
        for table in relation.tables { try checkSource(catalog.tables[table], syntax) }
    }

    private func checkSource(_ table: Table, _ syntax: InsertSyntax) throws(Diagnostic) {
        let advice: String
        switch table.connector {
        case .kafka, .filesystem, nil: return
        case .upsertKafka:
            advice = "reading a changelog is not supported by Weir; read its topic with 'kafka'"
        case .print, .blackhole:
            advice = "\(table.connector?.rawValue ?? "") can only be written"
        }
        throw Diagnostic(
            "\(table.name.text) cannot be read: \(advice)",
            at: place(of: table.name.text, in: syntax.query))
    }

    /// Not every table takes a row that replaces another, or takes it back.
    private func checkUpdates(_ relation: Relation, into table: Table) throws(Diagnostic) {
        guard let updating = relation.updating else { return }
        switch (table.connector, updating.reason) {
        case (.kafka, .lastRow), (.filesystem, .lastRow):
            throw Diagnostic(
                "the last row of a key replaces the one before, which \(table.name.text) cannot "
                    + "take, in Flink neither; write into a table with 'upsert-kafka', or keep the "
                    + "first row: ORDER BY time ASC",
                at: updating.place)
        case (.kafka, let reason), (.filesystem, let reason):
            throw Diagnostic(
                "table sink \(table.name.text) doesn't support consuming update and delete "
                    + "changes, in Flink neither: \(reason.refusal); write into a table with "
                    + "'upsert-kafka'",
                at: updating.place)
        case (.upsertKafka, .lastRow) where !relation.filters.isEmpty:
            throw Diagnostic(
                "a condition on the last row of a key would take the key out again, which is not "
                    + "supported by Weir; write it inside, where ROW_NUMBER() is",
                at: updating.place)
        case (.upsertKafka, _), (.print, _), (.blackhole, _), (nil, _): return
        }
    }

    /// Where a query names a table, or what it reads first.
    private func place(of table: String, in query: QueryExpressionSyntax) -> Range<Int> {
        let names = Self.sources(of: query)
        return (names.first { $0.text == table } ?? names.first)?.range ?? query.range
    }

    private static func sources(of query: QueryExpressionSyntax) -> [Name] {
        query.selects.flatMap { select -> [Name] in
            switch select.from {
            case .table(let name, _): [name]
            case .subquery(let inner, _): sources(of: inner)
            case .window(let window, _): [window.table]
            }
        }
    }

    private func values(
        _ syntax: InsertSyntax, _ relation: Relation, into table: Table
    ) throws(Diagnostic) -> [Expression]? {
        let written = table.written
        var targets: [Int] = []
        for name in syntax.columns ?? [] { targets.append(try target(name, of: table, targets)) }
        if syntax.columns == nil { targets = Array(written.indices) }
        if let nested = table.columns.first(where: \.isNested) {
            throw Diagnostic(
                "\(table.name.text) has the ROW \(nested.declaredName), "
                    + "which Weir can read but not write",
                at: syntax.target.range)
        }
        guard targets.count == relation.columns.count else {
            throw Diagnostic(
                "\(table.name.text) takes \(targets.count) column\(targets.count == 1 ? "" : "s") "
                    + "(\(targets.map { written[$0].name.text }.joined(separator: ", "))), "
                    + "the SELECT gives \(relation.columns.count)",
                at: selectList(syntax))
        }
        var values = [Expression?](repeating: nil, count: written.count)
        var isComplete = true
        for (place, target) in targets.enumerated() {
            let value = report.attempt { () throws(Diagnostic) in
                try convert(
                    relation.columns[place], at: relation.places[place], to: written[target])
            }
            values[target] = value
            if let value, table.isKey(written[target]) {
                MetadataLint(catalog: catalog, report: report, relation: relation)
                    .check(value, .primaryKey, at: relation.places[place])
            }
            if value == nil { isComplete = false }
        }
        for (index, column) in written.enumerated() where !targets.contains(index) {
            if !column.isNullable || table.isKey(column) {
                throw Diagnostic(
                    "\(column.name.text) cannot be NULL and must be in the column list",
                    at: syntax.target.range)
            }
            values[index] = .literal(.null, column.type)
        }
        return isComplete ? values.compactMap(\.self) : nil
    }

    private func selectList(_ syntax: InsertSyntax) -> Range<Int> {
        let items = syntax.query.selects[0].items
        return items[0].range.lowerBound..<items[items.count - 1].range.upperBound
    }

    private func target(
        _ name: Name, of table: Table, _ taken: [Int]
    ) throws(Diagnostic) -> Int {
        guard let index = table.written.firstIndex(where: { $0.name.text == name.text }) else {
            if table.index(of: name.text) != nil {
                throw Diagnostic("\(name.text) is computed and cannot be written", at: name.range)
            }
            throw table.scope.unknown(name)
        }
        if taken.contains(index) {
            throw Diagnostic("\(name.text) is written twice", at: name.range)
        }
        return index
    }

    private func convert(
        _ column: Scope.Column, at range: Range<Int>, to target: Table.Column
    ) throws(Diagnostic) -> Expression {
        var bound = Bound(
            column.expression, column.type, isNullable: column.isNullable, at: range)
        if column.isUntyped { bound.kind = .null }
        let isAssignable =
            column.isUntyped || Coercion.isAssignable(column.type, to: target.type)
        guard isAssignable else {
            let text = report.text(range)
            let advice =
                Coercion.refusal(from: column.type, to: target.type)
                ?? (text == "*"
                    ? "name the columns and write CAST(\(column.name) AS \(target.type))"
                    : "write CAST(\(text) AS \(target.type))")
            throw Diagnostic(
                "\(target.name.text) is \(target.type), this is \(column.type); \(advice)",
                at: range)
        }
        return Coercion.convert(bound, to: target.type).expression
    }
}
