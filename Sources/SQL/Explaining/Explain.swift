public import Engine

/// Shows a plan to people.
public enum Explain {
    /// The plan as an indented tree, one tree for each INSERT, its sink first.
    public static func tree(_ plan: Plan) -> String {
        plan.statements.map { statement(plan, $0) }.joined(separator: "\n")
    }

    private static func statement(_ plan: Plan, _ statement: Statement) -> String {
        lines(plan, statement.node, statement, depth: 0).map { "\($0)\n" }.joined()
    }

    /// An operator with everything before it, each one step deeper than what it goes into.
    private static func lines(
        _ plan: Plan, _ node: Int, _ statement: Statement, depth: Int
    ) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        return describe(plan, node, statement).map { indent + $0 }
            + plan.nodes[node].inputs.flatMap {
                lines(plan, $0, statement, depth: depth + 1)
            }
    }

    private static func describe(
        _ plan: Plan, _ node: Int, _ statement: Statement
    ) -> [String] {
        let lines = operation(plan, node, statement)
        switch plan.nodes[node].operation {
        case .scan, .running, .deduplicate, .sink:
            let changes = ChangelogMode(plan, node).text
            return changes == "[I]" ? lines : lines + ["· changelog mode \(changes)"]
        case .filter, .project, .window, .over, .top, .union: return lines
        }
    }

    private static func operation(
        _ plan: Plan, _ node: Int, _ statement: Statement
    ) -> [String] {
        let inputs = plan.nodes[node].inputs.first.map { plan.nodes[$0].output.fields } ?? []
        func text(_ expression: Expression) -> String {
            ExpressionText.text(expression) { inputs[$0].name }
        }
        switch plan.nodes[node].operation {
        case .sink(let index):
            return sink(
                plan.sinks[index], statement, hasSessions: hasSessions(plan, node),
                updates: ChangelogMode(plan, node).text != "[I]")
        case .filter(let condition):
            return ["filter \(text(condition))", "· \(place(ofFilter: node, plan))"]
        case .project(let list):
            let names = plan.nodes[node].output.fields.map(\.name)
            let columns = zip(list.map(text), names).map { text, name in
                text == name || name.contains("(") || name.contains(" ")
                    ? text : "\(text) AS \(name)"
            }
            return ["project \(columns.joined(separator: ", "))"]
        case .window(let aggregate): return window(aggregate, inputs)
        case .running(let running): return self.running(running, inputs)
        case .over(let over): return self.over(over, inputs)
        case .deduplicate(let unique): return deduplication(unique, inputs)
        case .top(let top): return [self.top(top, inputs)]
        case .union: return ["union all of \(plan.nodes[node].inputs.count)"]
        case .scan(let index): return source(plan.sources[index])
        }
    }

    /// Whether the rows come from a session, which has no next window.
    private static func hasSessions(_ plan: Plan, _ node: Int) -> Bool {
        if case .window(let aggregate) = plan.nodes[node].operation {
            return !aggregate.window.isAligned
        }
        return plan.nodes[node].inputs.contains { hasSessions(plan, $0) }
    }

    private static func sink(
        _ sink: Sink, _ statement: Statement, hasSessions: Bool, updates: Bool
    ) -> [String] {
        let kind =
            switch sink.kind {
            case .featureGroup: sink.annotations.alert == nil ? "feature group" : "alert group"
            case .appendLog: "append log"
            case .file(let path, let format): "\(format) file \(path)"
            case .print: "print"
            case .blackhole: "blackhole"
            }
        var lines = ["\(sink.name): \(kind)"]
        if !sink.primaryKey.isEmpty {
            let key = sink.primaryKey.map { sink.schema[$0].name }.joined(separator: ", ")
            let whenEmpty =
                updates
                ? "a key without rows: delete"
                : hasSessions
                    ? "a session's value stays until it expires"
                    : "a key without rows: \(sink.annotations.whenEmpty.rawValue)"
            lines.append("· key \(key), \(whenEmpty)")
        }
        var promises: [String] = []
        if let freshness = sink.annotations.freshnessMs {
            promises.append("fresh within \(Durations.text(freshness))")
        }
        if let ttl = sink.annotations.ttlMs { promises.append("lives \(Durations.text(ttl))") }
        if !promises.isEmpty { lines.append("· \(promises.joined(separator: ", "))") }
        lines.append("· state \(statement.fingerprint)")
        return lines
    }

    private static func window(_ aggregate: WindowAggregate, _ inputs: [Field]) -> [String] {
        let time = inputs[aggregate.time].name
        let keys = aggregate.keys.map { inputs[$0].name }.joined(separator: ", ")
        var shape: String
        switch aggregate.window {
        case .tumble(let size, _): shape = "tumble of \(Durations.text(size))"
        case .hop(let size, let slide, _):
            shape = "hop of \(Durations.text(size)) every \(Durations.text(slide))"
        case .cumulate(let size, let step, _):
            shape = "cumulate up to \(Durations.text(size)) every \(Durations.text(step))"
        case .session(let gap): shape = "session until a gap of \(Durations.text(gap))"
        }
        if aggregate.window.offsetMs != 0 {
            shape += " moved by \(Durations.text(aggregate.window.offsetMs))"
        }
        let calls = aggregate.aggregates.map { call($0, inputs) }.joined(separator: ", ")
        return [
            "window \(shape) on \(time)",
            "· by \(keys.isEmpty ? "nothing: one row for each window" : keys)",
            "· \(calls.isEmpty ? "no aggregates" : calls)",
        ] + state(aggregate, inputs)
    }

    static func call(_ call: AggregateCall, _ inputs: [Field]) -> String {
        let names: [AggregateCall.Function: String] = [
            .count: "COUNT", .sum: "SUM", .average: "AVG", .minimum: "MIN", .maximum: "MAX",
            .first: "FIRST_VALUE", .last: "LAST_VALUE", .varPop: "VAR_POP", .varSamp: "VAR_SAMP",
            .stddevPop: "STDDEV_POP", .stddevSamp: "STDDEV_SAMP", .percentile: "PERCENTILE",
            .list: "LISTAGG", .approximateCount: "APPROX_COUNT_DISTINCT",
        ]
        let argument = call.argument.map { inputs[$0].name } ?? "*"
        let filter = call.filter.map { " FILTER (WHERE \(inputs[$0].name))" } ?? ""
        let distinct = call.isDistinct ? "DISTINCT " : ""
        let parameter =
            switch call.parameter {
            case .double(let share): ", \(share)"
            case .string(let separator): ", '\(separator)'"
            default: ""
            }
        return "\(names[call.function] ?? "")(\(distinct)\(argument)\(parameter))\(filter)"
    }

    private static func source(_ source: Source) -> [String] {
        let names = source.schema.fields.map(\.name)
        let place = source.options["topic"].map { "topic \($0)" } ?? source.options["path"]
        let format = source.options["value.format"] ?? source.options["format"] ?? ""
        var lines = ["scan \(source.name): \(format) from \(place ?? "nowhere")"]
        lines.append("· reads \(source.inputs.map { read($0) }.joined(separator: ", "))")
        for computed in source.computed {
            let text = ExpressionText.text(computed.expression) { names[$0] }
            lines.append("· \(computed.field.name) = \(text)")
        }
        if let rowtime = source.rowtime, let watermark = source.watermark {
            let text = ExpressionText.text(watermark) { names[$0] }
            lines.append("· event time \(names[rowtime]), watermark of a partition \(text)")
        }
        let idle = source.idleTimeoutMs.map { "idle after \(Durations.text($0))" } ?? "never idle"
        let guarded =
            source.futureGuardMs.map { "at most \(Durations.text($0)) ahead of its record" }
            ?? "no future guard"
        lines.append("· \(idle), \(guarded)")
        return lines
    }

    private static func read(_ input: Source.Input) -> String {
        switch input.origin {
        case .field, .path: "\(input.field.name) \(input.field.type)"
        case .metadata(let key): "\(input.field.name) \(input.field.type) (metadata \(key))"
        }
    }
}
