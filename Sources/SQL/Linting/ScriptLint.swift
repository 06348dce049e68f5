import Engine

/// What is wrong with a script as a whole, though each of its statements is right.
struct ScriptLint {
    let statements: [StatementSyntax]
    let inserts: [InsertPlan]
    let catalog: Catalog
    let report: Report

    func run(_ plan: Plan) {
        checkUse()
        checkTopics()
        if plan.isStrictFlink { checkIdleness(plan) }
    }

    private func checkUse() {
        var read: Set<String> = []
        for statement in statements {
            switch statement {
            case .createView(let view): view.query.addNames(to: &read)
            case .insert(let insert): insert.query.addNames(to: &read)
            case .set, .createTable: continue
            }
        }
        let written = Set(inserts.map(\.table))
        for (index, table) in catalog.tables.enumerated()
        where !written.contains(index) && !read.contains(table.name.text) {
            report.warn("\(table.name.text) is neither read nor written", at: table.name.range)
        }
        for case .createView(let view) in statements where !read.contains(view.name.text) {
            report.warn("the view \(view.name.text) is never read", at: view.name.range)
        }
    }

    /// Two groups in one topic are one table in Flink.
    private func checkTopics() {
        var owners: [String: Name] = [:]
        for insert in inserts {
            let table = catalog.tables[insert.table]
            guard table.connector == .upsertKafka, let topic = table.options["topic"],
                let owner = owners.updateValue(table.name, forKey: topic)
            else { continue }
            report.warn(
                "\(owner.text) goes into the topic \(topic), too, and in Flink their rows would "
                    + "overwrite each other; write another 'topic'",
                at: insert.syntax.target.range)
        }
    }

    /// Flink waits for a partition that is silent, and Weir does so where it has to be as Flink.
    private func checkIdleness(_ plan: Plan) {
        for source in plan.sources where source.rowtime != nil && source.idleTimeoutMs == nil {
            guard let index = catalog.table(named: source.name) else { continue }
            let table = catalog.tables[index]
            let isSaid = table.options["scan.watermark.idle-timeout"] != nil
            guard table.connector == .kafka, !isSaid else { continue }
            report.warn(
                "a partition without rows holds every window back for ever in Flink; write "
                    + "SET '\(Settings.idleKey)' = '20 s';",
                at: table.name.range)
        }
    }
}

extension QueryExpressionSyntax {
    /// The names of everything that is read, wherever it stands.
    func addNames(to names: inout Set<String>) {
        for table in commonTables { table.query.addNames(to: &names) }
        for term in terms {
            switch term {
            case .nested(let inner): inner.addNames(to: &names)
            case .select(let select):
                switch select.from {
                case .table(let name, _): names.insert(name.text)
                case .window(let window, _): names.insert(window.table.text)
                case .subquery(let query, _): query.addNames(to: &names)
                }
            }
        }
    }
}
