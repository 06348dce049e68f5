import Engine

/// A name for a statement's meaning: equal while its state can be used on.
enum Fingerprint {
    static func of(_ node: Int, _ sink: Sink, _ plan: Plan) -> String {
        hexadecimal(description(node, sink, plan))
    }

    /// Everything that decides about the statement's rows, and nothing else.
    ///
    /// Columns go by name, so that another statement's wishes do not change this one's.
    private static func description(_ node: Int, _ sink: Sink, _ plan: Plan) -> String {
        var lines = ["zone \(plan.zone.name)", "strict \(plan.isStrictFlink)"]
        lines.append("sink \(sink.name)")
        lines += sink.schema.fields.map { "column \($0.name) \($0.type) \($0.isNullable)" }
        lines.append("key \(sink.primaryKey)")
        lines.append("empty \(sink.annotations.whenEmpty.rawValue)")
        lines.append("time \(sink.annotations.eventTime ?? -1)")
        let ways = ways(from: node, plan)
        for way in ways {
            if ways.count > 1 { lines.append("way") }
            lines += operations(way, plan)
            guard let scan = way.last, case .scan(let index) = plan.nodes[scan].operation else {
                continue
            }
            let source = plan.sources[index]
            lines += self.source(source, used: used(way, source, plan))
        }
        return lines.joined(separator: "\n")
    }

    /// Every way from a node to a scan.
    private static func ways(from node: Int, _ plan: Plan) -> [[Int]] {
        let inputs = plan.nodes[node].inputs
        return inputs.isEmpty
            ? [[node]] : inputs.flatMap { ways(from: $0, plan) }.map { [node] + $0 }
    }

    private static func operations(_ way: [Int], _ plan: Plan) -> [String] {
        var lines: [String] = []
        for (current, input) in zip(way, way.dropFirst()) {
            let names = plan.nodes[input].output.fields.map(\.name)
            let isOfSource = plan.nodes[input].inputs.isEmpty || isFilterOfScan(input, plan)
            func text(_ expression: Expression) -> String {
                ExpressionText.text(expression) { isOfSource ? names[$0] : "$\($0)" }
            }
            switch plan.nodes[current].operation {
            case .filter(let condition): lines.append("filter \(text(condition))")
            case .project(let list):
                lines.append("project \(list.map(text).joined(separator: ", "))")
            case .window(let aggregate): lines.append(contentsOf: window(aggregate))
            case .running(let running): lines.append(contentsOf: self.running(running))
            case .over(let over): lines.append(contentsOf: self.over(over))
            case .deduplicate(let unique):
                lines.append(
                    "unique \(unique.kept) on \(unique.time) by \(unique.keys) for "
                        + "\(unique.timeToLiveMs ?? -1)")
            case .top(let top):
                let order = top.order.map { "\($0.column) \($0.isDescending) \($0.nullsFirst)" }
                lines.append("top \(top.limit) of \(top.keys) in \(order)")
            case .union: lines.append("union")
            case .scan, .sink: break
            }
        }
        return lines
    }

    private static func isFilterOfScan(_ node: Int, _ plan: Plan) -> Bool {
        var current = node
        while case .filter = plan.nodes[current].operation,
            let input = plan.nodes[current].inputs.first
        {
            current = input
        }
        return plan.nodes[current].inputs.isEmpty
    }

    /// The columns of the source that the statement reads, by index.
    private static func used(_ way: [Int], _ source: Source, _ plan: Plan) -> Set<Int> {
        var used: Set<Int> = []
        for (current, input) in zip(way, way.dropFirst()) where isFilterOfScan(input, plan) {
            switch plan.nodes[current].operation {
            case .filter(let condition): used.formUnion(condition.columns)
            case .project(let list): list.forEach { used.formUnion($0.columns) }
            case .scan, .window, .running, .over, .deduplicate, .top, .union, .sink: break
            }
        }
        if let rowtime = source.rowtime { used.insert(rowtime) }
        if let watermark = source.watermark { used.formUnion(watermark.columns) }
        for index in source.computed.indices.reversed()
        where used.contains(source.inputs.count + index) {
            used.formUnion(source.computed[index].expression.columns)
        }
        return used
    }

    private static func source(_ source: Source, used: Set<Int>) -> [String] {
        let names = source.schema.fields.map(\.name)
        func text(_ expression: Expression) -> String {
            ExpressionText.text(expression) { names[$0] }
        }
        var lines = ["source \(source.name)"]
        for key in source.options.keys.sorted() where decidesRows(key) {
            lines.append("option \(key)=\(source.options[key] ?? "")")
        }
        for (index, input) in source.inputs.enumerated() where used.contains(index) {
            lines.append("input \(input.field.name) \(input.field.type) \(origin(input.origin))")
        }
        for (index, computed) in source.computed.enumerated()
        where used.contains(source.inputs.count + index) {
            lines.append("computed \(computed.field.name) \(text(computed.expression))")
        }
        if let rowtime = source.rowtime { lines.append("rowtime \(names[rowtime])") }
        if let watermark = source.watermark { lines.append("watermark \(text(watermark))") }
        // In a csv row a column is found by counting.
        if (source.options["value.format"] ?? source.options["format"]) == "csv" {
            lines += source.declared.map { "declared \($0.name)" }
        }
        return lines
    }

    private static func origin(_ origin: Source.Input.Origin) -> String {
        switch origin {
        case .field(let name): "field \(name)"
        case .path(let names): "path \(names.joined(separator: "\u{1}"))"
        case .metadata(let key): "metadata \(key)"
        }
    }

    private static func window(_ aggregate: WindowAggregate) -> [String] {
        let window = aggregate.window
        let keys = aggregate.keys.map(String.init).joined(separator: ",")
        var shape = "window \(window.sizeMs) \(window.slideMs) \(window.offsetMs)"
        switch window {
        case .tumble, .hop: break
        case .cumulate: shape += " cumulate"
        case .session: shape += " session"
        }
        if aggregate.retracts { shape += " retracts" }
        return [
            shape,
            "on \(aggregate.time) by \(keys)",
        ] + aggregate.aggregates.map(call)
    }

    private static func running(_ running: RunningAggregate) -> [String] {
        let keys = running.keys.map(String.init).joined(separator: ",")
        return [
            "running by \(keys) for \(running.timeToLiveMs ?? -1)",
            "retracts \(running.retracts)",
        ] + running.aggregates.map(call)
    }

    private static func over(_ over: OverAggregate) -> [String] {
        let keys = over.keys.map(String.init).joined(separator: ",")
        return [
            "over \(over.frame) for \(over.timeToLiveMs ?? -1)",
            "on \(over.time) by \(keys)",
        ] + over.aggregates.map(call)
    }

    private static func call(_ call: AggregateCall) -> String {
        "\(call.function.rawValue) \(call.argument ?? -1) \(call.isDistinct) "
            + "\(call.filter ?? -1) \(call.type)"
            + (call.parameter.isNull ? "" : " \(call.parameter)")
    }

    private static func decidesRows(_ key: String) -> Bool {
        ["connector", "topic", "path", "format", "value.format"].contains(key)
            || key.hasPrefix("json.") || key.hasPrefix("csv.") || key.hasPrefix("value.json.")
            || key.hasPrefix("value.csv.") || key.hasPrefix("debezium-json.")
            || key.hasPrefix("value.debezium-json.")
    }

    /// FNV-1a with 64 bits.
    private static func hexadecimal(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
