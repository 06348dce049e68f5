import Engine

/// One run of the compiler over one script.
struct Compilation {
    private let script: String
    private let options: Compiler.Options
    private let report: Report
    private var settings = Settings()
    private var catalog = Catalog()
    private var inserts: [InsertPlan] = []
    private var sinks: [Int: Sink] = [:]
    private var insertCount = 0

    init(_ script: String, _ options: Compiler.Options) {
        self.script = script
        self.options = options
        report = Report(script)
    }

    mutating func run() throws(Diagnostics) -> Compiled {
        let lexer = Lexer(script)
        lexer.mistakes.forEach(report.add)
        report.unreadable = lexer.unreadable
        var parser = Parser(lexer)
        let statements = parser.script(report, annotations: AnnotationReader(lexer))
        parser.refusedTables.forEach { catalog.refuse($0) }
        for case .set(let syntax) in statements { set(syntax) }
        for statement in statements { check(statement) }
        checkUse()
        if insertCount == 0, !report.hasErrors {
            report.add(
                Diagnostic(
                    "the script does nothing; add INSERT INTO table SELECT … FROM table",
                    at: script.utf8.count..<script.utf8.count))
        }
        if report.hasErrors { throw Diagnostics(report.all) }
        let plan = PlanAssembler(catalog, inserts, sinks: sinks, settings, options).finished
        warnOfZone(plan)
        ScriptLint(statements: statements, inserts: inserts, catalog: catalog, report: report)
            .run(plan)
        return Compiled(plan: plan, warnings: report.all, settings: settings.values)
    }

    private mutating func set(_ syntax: SetSyntax) {
        do throws(Diagnostic) {
            try settings.set(syntax, options)
        } catch {
            report.add(error)
        }
    }

    private mutating func check(_ statement: StatementSyntax) {
        do throws(Diagnostic) {
            switch statement {
            case .set: return
            case .createTable(let syntax):
                var builder = TableBuilder(syntax, report)
                try catalog.add(builder.build())
            case .createView(let syntax): try add(syntax)
            case .insert(let syntax):
                insertCount += 1
                try add(syntax)
            }
        } catch {
            report.add(error)
        }
    }

    private mutating func add(_ syntax: ViewSyntax) throws(Diagnostic) {
        if readsRefused(syntax.query) {
            catalog.refuse(syntax.name.text)
            return
        }
        var relation: Relation
        do throws(Diagnostic) {
            relation = try QueryPlanner(catalog: catalog, report: report).plan(syntax.query)
        } catch {
            catalog.refuse(syntax.name.text)
            throw error
        }
        if relation.isBroken {
            catalog.refuse(syntax.name.text)
            return
        }
        do throws(Diagnostic) {
            try relation.rename(syntax.columns, syntax.name)
        } catch {
            catalog.refuse(syntax.name.text)
            throw error
        }
        try catalog.add(relation, named: syntax.name)
    }

    private mutating func add(_ syntax: InsertSyntax) throws(Diagnostic) {
        if readsRefused(syntax.query) { return }
        let planner = InsertPlanner(catalog: catalog, report: report)
        guard let insert = try planner.plan(syntax) else { return }
        let table = catalog.tables[insert.table]
        if sinks[insert.table] == nil {
            sinks[insert.table] = SinkPlanner(table: table, report: report).plan()
        } else if table.connector == .upsertKafka {
            throw Diagnostic(
                "\(table.name.text) is written by another INSERT already, and a feature group has "
                    + "one; join the queries with UNION ALL, or write into two groups",
                at: syntax.target.range)
        }
        PromiseCheck(insert: insert, catalog: catalog, report: report).run(settings)
        StatementLint(insert: insert, catalog: catalog, report: report).run(settings)
        inserts.append(insert)
    }

    /// Whether a query reads what was refused already.
    private func readsRefused(_ query: QueryExpressionSyntax) -> Bool {
        let own = Set(query.commonTables.map(\.name.text))
        return query.commonTables.contains { readsRefused($0.query) }
            || query.terms.contains { term in
                switch term {
                case .select(let query): readsRefused(query.from, besides: own)
                case .nested(let inner): readsRefused(inner)
                }
            }
    }

    private func readsRefused(_ from: FromSyntax, besides own: Set<String>) -> Bool {
        switch from {
        case .table(let name, _): !own.contains(name.text) && isRefused(name.text)
        case .subquery(let query, _): readsRefused(query)
        case .window(let window, _):
            !own.contains(window.table.text) && isRefused(window.table.text)
        }
    }

    private func isRefused(_ name: String) -> Bool {
        if catalog.refused.contains(name) { return true }
        return catalog.table(named: name).map { !catalog.tables[$0].broken.isEmpty } ?? false
    }

    /// A table that is written and read would be a cascade through a topic that Weir never writes.
    private func checkUse() {
        let read = Set(inserts.flatMap(\.relation.tables))
        for insert in inserts where read.contains(insert.table) {
            report.add(
                Diagnostic(
                    "\(insert.syntax.target.text) is written here and read by another INSERT; "
                        + "Weir does not read what it writes, make the query a view and read that",
                    at: insert.syntax.target.range))
        }
    }

    private func warnOfZone(_ plan: Plan) {
        if settings.values[Settings.zoneKey] != nil { return }
        let fields = plan.nodes.flatMap(\.output.fields)
        let usesZone = fields.contains {
            if case .timestampLTZ = $0.type { true } else { false }
        }
        guard usesZone, let first = inserts.first else { return }
        report.warn(
            "TIMESTAMP_LTZ is shown and cut into windows in the session zone, which in Flink is "
                + "the machine's; write SET '\(Settings.zoneKey)' = 'UTC';",
            at: first.syntax.target.range)
    }
}
