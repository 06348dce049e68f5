import Engine

/// Which kinds of rows leave an operator, as Flink names them: I, UB, UA and D.
struct ChangelogMode {
    private var kinds: Set<RowKind>

    init(_ plan: Plan, _ node: Int) {
        let inputs = plan.nodes[node].inputs.map { ChangelogMode(plan, $0) }
        kinds = inputs.reduce(into: [.insert]) { $0.formUnion($1.kinds) }
        switch plan.nodes[node].operation {
        case .scan(let source):
            if plan.sources[source].isChangelog { kinds = ChangelogMode.all }
        case .window, .over: kinds = [.insert]
        case .running(let running):
            kinds = ChangelogMode.all
            if !running.retracts { kinds.remove(.delete) }
        case .deduplicate(let unique):
            kinds = unique.kept == .last ? [.insert, .updateBefore, .updateAfter] : [.insert]
        case .sink(let sink):
            // A table with a key needs no row that is replaced.
            if plan.sinks[sink].kind == .featureGroup { kinds.remove(.updateBefore) }
        case .filter, .project, .top, .union: break
        }
    }

    private static let all: Set<RowKind> = [.insert, .updateBefore, .updateAfter, .delete]

    /// `[I,UB,UA,D]`, or what there is of it.
    var text: String {
        let names: [(RowKind, String)] = [
            (.insert, "I"), (.updateBefore, "UB"), (.updateAfter, "UA"), (.delete, "D"),
        ]
        return "[\(names.filter { kinds.contains($0.0) }.map(\.1).joined(separator: ","))]"
    }
}
