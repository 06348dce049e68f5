import Engine

/// What a plan's indices are called in the store, where names stay and indices move.
struct PlanNames {
    let sources: [String]
    /// The sink's name; a second INSERT into one sink gets `#2`.
    let statements: [String]
    let sinks: [String]

    init(_ plan: Plan) {
        sources = plan.sources.map(\.name)
        sinks = plan.sinks.map(\.name)
        var seen: [String: Int] = [:]
        statements = plan.statements.map { statement in
            let sink = plan.sinks[statement.sink].name
            seen[sink, default: 0] += 1
            let count = seen[sink, default: 1]
            return count == 1 ? sink : sink + "#" + String(count)
        }
    }
}

extension Plan {
    /// The layouts of the sinks that have tables, by sink; `nil` for files and prints.
    func layouts() throws(StoreFailure) -> [GroupLayout?] {
        var layouts: [GroupLayout?] = []
        var taken = Set<String>()
        for (index, sink) in sinks.enumerated() {
            guard let kind = sink.storedKind else {
                layouts.append(nil)
                continue
            }
            guard taken.insert(sink.name.lowercased()).inserted else {
                throw StoreFailure(
                    .unusablePlan, "two tables differ only in case from \(sink.name): rename one")
            }
            layouts.append(
                try GroupLayout(
                    info(of: index, kind: kind), eventTimeAnnotation: sink.annotations.eventTime))
        }
        return layouts
    }

    private func info(of index: Int, kind: GroupInfo.Kind) -> GroupInfo {
        let sink = sinks[index]
        let window = window(before: index)
        return GroupInfo(
            name: sink.name, kind: kind, title: sink.annotations.title ?? sink.name,
            columns: sink.schema.fields.enumerated().map { column, field in
                GroupInfo.Column(
                    name: field.name, type: field.type, isKey: sink.primaryKey.contains(column))
            },
            key: sink.primaryKey, promiseMs: sink.annotations.freshnessMs,
            ttlMs: sink.annotations.ttlMs, whenEmpty: sink.annotations.whenEmpty,
            alert: sink.annotations.alert, windowMs: window?.sizeMs, slideMs: window?.slideMs,
            totals: GroupTotals())
    }

    /// The newest window that the sink's rows went through.
    private func window(before sink: Int) -> Window? {
        guard let statement = statements.first(where: { $0.sink == sink }) else { return nil }
        var waiting = [statement.node]
        while let index = waiting.popLast(), nodes.indices.contains(index) {
            if case .window(let aggregate) = nodes[index].operation { return aggregate.window }
            waiting += nodes[index].inputs
        }
        return nil
    }
}

extension Sink {
    var storedKind: GroupInfo.Kind? {
        switch kind {
        case .featureGroup: .featureGroup
        case .appendLog: .appendLog
        case .file, .print, .blackhole: nil
        }
    }
}
