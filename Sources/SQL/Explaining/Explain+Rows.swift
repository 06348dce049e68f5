import Engine

/// Operations whose results are rows that came in.
extension Explain {
    static func over(_ over: OverAggregate, _ inputs: [Field]) -> [String] {
        let keys = over.keys.map { inputs[$0].name }.joined(separator: ", ")
        let calls = over.aggregates.map { call($0, inputs) }.joined(separator: ", ")
        return [
            "over \(frame(over.frame)) in the order of \(inputs[over.time].name)",
            "· by \(keys.isEmpty ? "nothing: all rows together" : keys)", "· \(calls)",
        ] + state(over, inputs)
    }

    static func running(_ running: RunningAggregate, _ inputs: [Field]) -> [String] {
        let keys = running.keys.map { inputs[$0].name }.joined(separator: ", ")
        let calls = running.aggregates.map { call($0, inputs) }.joined(separator: ", ")
        return [
            "running aggregate",
            "· by \(keys.isEmpty ? "nothing: one result for all rows" : keys)",
            "· \(calls.isEmpty ? "no aggregates" : calls)",
        ] + state(running, inputs)
    }

    private static func frame(_ frame: OverFrame) -> String {
        switch frame {
        case .range(let length): "the rows of the last \(Durations.text(length))"
        case .unboundedRange: "all rows up to each row's time"
        case .rows(let count): "each row and the \(count) before it"
        case .unboundedRows: "each row and all before it"
        }
    }

    static func deduplication(_ unique: Deduplication, _ inputs: [Field]) -> [String] {
        let keys = unique.keys.map { inputs[$0].name }.joined(separator: ", ")
        let kept = unique.timeToLiveMs.map { Durations.text($0) } ?? "ever"
        let which = unique.kept == .first ? "first" : "last"
        return [
            "the \(which) row by \(inputs[unique.time].name)",
            "· of each \(keys.isEmpty ? "stream" : keys)",
            "· state of a key: its time\(unique.kept == .last ? " and its row" : ""), "
                + "kept for \(kept)",
            "· grows with keys, not with rows",
        ]
    }

    static func top(_ top: WindowTopRows, _ inputs: [Field]) -> String {
        let order = top.order.map { "\(inputs[$0.column].name)\($0.isDescending ? " DESC" : "")" }
        let keys = top.keys.map { inputs[$0].name }
        return "the first \(top.limit) by \(order.joined(separator: ", ")) of each "
            + (["window"] + keys).joined(separator: ", ")
    }
}
