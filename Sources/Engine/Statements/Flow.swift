/// How the rows of a statement go: from scans into windows, from one window into the next, and
/// into the sink, through filters and projections.
struct Flow {
    /// One way into a window or the sink.
    struct Branch {
        enum Origin: Equatable {
            case source(Int)
            /// Index into ``Flow/stages``.
            case stage(Int)
        }
        let origin: Origin
        /// The nodes on the way in the order of the rows, the scan included; a UNION ALL does
        /// nothing to a row and is left out.
        let path: [Int]
    }

    /// An operation that more than one row decides about, and what flows into it.
    struct Stage {
        let operation: Node.Operation
        let input: Schema
        let branches: [Branch]

        var window: WindowAggregate? {
            if case .window(let window) = operation { window } else { nil }
        }
    }

    /// An inner stage stands before the one over it.
    private(set) var stages: [Stage] = []
    /// The ways into the sink.
    private(set) var results: [Branch] = []

    init(_ plan: Plan, _ statement: Statement) {
        results = plan.nodes[statement.node].inputs.flatMap { branches(from: $0, plan) }
    }

    /// Every way that ends in this node's rows.
    private mutating func branches(from index: Int, _ plan: Plan) -> [Branch] {
        let node = plan.nodes[index]
        switch node.operation {
        case .scan(let source): return [Branch(origin: .source(source), path: [index])]
        case .window, .running, .over, .deduplicate:
            let inner = node.inputs.flatMap { branches(from: $0, plan) }
            stages.append(
                Stage(
                    operation: node.operation, input: plan.nodes[node.inputs[0]].output,
                    branches: inner))
            return [Branch(origin: .stage(stages.count - 1), path: [])]
        case .union: return node.inputs.flatMap { branches(from: $0, plan) }
        case .filter, .project, .top, .sink:
            return node.inputs.flatMap { branches(from: $0, plan) }
                .map { Branch(origin: $0.origin, path: $0.path + [index]) }
        }
    }
}
