/// The rows of one batch as they leave an operator.
struct NodeRows {
    /// With every row of the batch; columns that nobody reads may be empty.
    var columns: [Column]
    /// The rows that are left.
    var rows: Selection
    /// Rows whose value in a column could not be computed: an error only for who reads it.
    var failedColumns: [Int: RowErrors] = [:]
    /// Rows that an operator could not decide about, no longer in ``rows``.
    var refused = RowErrors()

    /// Refuses the rows that failed in a column that is read now.
    mutating func settle(_ columnsRead: Set<Int>) {
        for (column, failed) in failedColumns.sorted(by: { $0.key < $1.key })
        where columnsRead.contains(column) {
            refuse(failed)
        }
    }

    mutating func refuse(_ failed: RowErrors) {
        guard !failed.isEmpty else { return }
        rows = rows.filtered { row in
            guard let message = failed[row] else { return true }
            refused.record(row, message)
            return false
        }
    }
}

/// Runs the operators between a source and a window or a sink over one batch.
///
/// A node that several statements share is computed once.
struct Upstream {
    private let plan: Plan
    private let columnsUsed: [Set<Int>]
    /// By the way that the rows took: a UNION ALL may have them on several.
    private var known: [ArraySlice<Int>: NodeRows] = [:]
    private let count: Int
    private let source: NodeRows

    init(_ plan: Plan, _ columnsUsed: [Set<Int>], count: Int, source: NodeRows) {
        self.plan = plan
        self.columnsUsed = columnsUsed
        self.count = count
        self.source = source
    }

    /// The rows behind the last of some nodes, of which the first is the scan.
    mutating func rows(along path: ArraySlice<Int>) -> NodeRows {
        if let rows = known[path] { return rows }
        let rows = computed(path)
        known[path] = rows
        return rows
    }

    private mutating func computed(_ path: ArraySlice<Int>) -> NodeRows {
        guard path.count > 1, let index = path.last else { return source }
        let node = plan.nodes[index]
        var result = rows(along: path.dropLast())
        var evaluator = Evaluator(
            columns: result.columns, count: count, zone: plan.zone,
            isStrictFlink: plan.isStrictFlink, failedColumns: result.failedColumns)
        switch node.operation {
        case .filter(let condition):
            let selected = evaluator.select(condition, result.rows)
            result.refuse(evaluator.errors)
            result.rows = selected
        case .project(let expressions):
            var columns: [Column] = []
            var failedColumns: [Int: RowErrors] = [:]
            for (position, expression) in expressions.enumerated() {
                let type = node.output[position].type
                guard columnsUsed[index].contains(position) else {
                    columns.append(Column(type, []))
                    continue
                }
                evaluator.errors = RowErrors()
                let value = evaluator.evaluate(expression, result.rows)
                columns.append(value.column(count: count, as: type))
                if !evaluator.errors.isEmpty { failedColumns[position] = evaluator.errors }
            }
            result.columns = columns
            result.failedColumns = failedColumns
        case .scan, .window, .running, .over, .deduplicate, .top, .union, .sink: break
        }
        return result
    }
}
