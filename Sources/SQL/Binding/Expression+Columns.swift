import Engine

extension Expression {
    /// The same expression over columns that stand elsewhere.
    func movingColumns(_ place: (Int) -> Int) -> Expression {
        replacingColumns { .column(place($0), $1) }
    }

    /// The same expression with each column replaced.
    func replacingColumns(_ column: (Int, DataType) -> Expression) -> Expression {
        switch self {
        case .column(let index, let type): return column(index, type)
        case .literal: return self
        case .call(let function, let arguments, let type):
            return .call(function, arguments.map { $0.replacingColumns(column) }, type)
        case .conditional(let branches, let otherwise, let type):
            let moved = branches.map {
                Branch(
                    condition: $0.condition.replacingColumns(column),
                    result: $0.result.replacingColumns(column))
            }
            return .conditional(moved, otherwise: otherwise.replacingColumns(column), type)
        case .cast(let inner, let type, let isTry):
            return .cast(inner.replacingColumns(column), type, isTry: isTry)
        }
    }

    /// Every column that the expression reads.
    var columns: Set<Int> {
        var found: Set<Int> = []
        collectColumns(into: &found)
        return found
    }

    private func collectColumns(into found: inout Set<Int>) {
        switch self {
        case .column(let index, _): found.insert(index)
        case .literal: return
        case .call(_, let arguments, _):
            for argument in arguments { argument.collectColumns(into: &found) }
        case .conditional(let branches, let otherwise, _):
            for branch in branches {
                branch.condition.collectColumns(into: &found)
                branch.result.collectColumns(into: &found)
            }
            otherwise.collectColumns(into: &found)
        case .cast(let inner, _, _): inner.collectColumns(into: &found)
        }
    }
}
