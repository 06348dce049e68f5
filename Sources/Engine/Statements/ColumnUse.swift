extension Expression {
    /// The columns that the expression reads.
    var columnsRead: Set<Int> {
        switch self {
        case .column(let index, _): [index]
        case .literal: []
        case .call(_, let arguments, _):
            arguments.reduce(into: []) { $0.formUnion($1.columnsRead) }
        case .conditional(let branches, let otherwise, _):
            branches.reduce(into: otherwise.columnsRead) {
                $0.formUnion($1.condition.columnsRead)
                $0.formUnion($1.result.columnsRead)
            }
        case .cast(let operand, _, _): operand.columnsRead
        }
    }
}

extension WindowAggregate {
    /// The input columns that the operator reads.
    var columnsRead: Set<Int> {
        Set(keys).union([time]).union(aggregates.compactMap(\.argument))
            .union(aggregates.compactMap(\.filter))
    }
}

extension RunningAggregate {
    /// The input columns that the operator reads.
    var columnsRead: Set<Int> {
        Set(keys).union(aggregates.compactMap(\.argument)).union(aggregates.compactMap(\.filter))
    }
}

extension Plan {
    /// For each node the output columns that some operator after it reads; no other is computed.
    var columnsUsed: [Set<Int>] {
        var used = [Set<Int>](repeating: [], count: nodes.count)
        for index in nodes.indices.reversed() {
            let node = nodes[index]
            guard let input = node.inputs.first else { continue }
            switch node.operation {
            case .scan: break
            case .filter(let condition):
                used[input].formUnion(used[index].union(condition.columnsRead))
            case .project(let expressions):
                for column in used[index] where column < expressions.count {
                    used[input].formUnion(expressions[column].columnsRead)
                }
            case .window(let window): used[input].formUnion(window.columnsRead)
            case .running(let running): used[input].formUnion(running.columnsRead)
            case .union:
                for input in node.inputs { used[input].formUnion(used[index]) }
            case .over, .deduplicate, .top, .sink:
                used[input].formUnion(nodes[input].output.fields.indices)
            }
        }
        return used
    }
}
