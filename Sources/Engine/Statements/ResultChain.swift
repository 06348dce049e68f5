/// HAVING and the projections between a window and its sink, or the window over it.
///
/// An error here costs the value, not the row: it becomes NULL and is counted.
struct ResultChain {
    let steps: [Node]
    let zone: SessionZone
    let isStrictFlink: Bool

    init(_ path: [Int], _ plan: Plan) {
        steps = path.map { plan.nodes[$0] }
        zone = plan.zone
        isStrictFlink = plan.isStrictFlink
    }

    /// Rows in the sink's columns, with the places they had before.
    struct Outcome {
        let rows: ColumnBatch
        let origins: [Int32]
        let failedValues: Int64
    }

    func run(_ input: ColumnBatch) -> Outcome {
        var columns = input.columns
        var rows = Selection.all(input.count)
        var failed: Int64 = 0
        for step in steps {
            var evaluator = Evaluator(
                columns: columns, count: input.count, zone: zone, isStrictFlink: isStrictFlink)
            switch step.operation {
            case .filter(let condition):
                rows = evaluator.select(condition, rows)
                failed += Int64(evaluator.errors.messages.count)
            case .project(let expressions):
                columns = expressions.enumerated().map { position, expression in
                    evaluator.errors = RowErrors()
                    let type = step.output[position].type
                    var column = evaluator.evaluate(expression, rows)
                        .column(count: input.count, as: type)
                    column.setNull(evaluator.errors)
                    failed += Int64(evaluator.errors.messages.count)
                    return column
                }
            case .top(let top):
                let ranks = top.ranks(columns, rows)
                rows = rows.filtered { ranks[$0] <= top.limit }
                columns.append(Column(.bigint, .integers(ranks)))
            case .scan, .window, .running, .over, .deduplicate, .union, .sink: break
            }
        }
        let kept = rows.rows
        let batch = ColumnBatch(count: input.count, columns: columns, kinds: input.kinds)
        return Outcome(
            rows: kept.count == input.count ? batch : batch.gathered(kept), origins: kept,
            failedValues: failed)
    }

    /// A result column with every row, also those that a condition leaves out; a value that cannot
    /// be computed is NULL.
    ///
    /// `nil` where it is a rank.
    func column(
        _ index: Int, of input: ColumnBatch, failedColumns: [Int: RowErrors]
    ) -> Column? {
        column(index, behind: steps[...], input, failedColumns)
    }

    private func column(
        _ index: Int, behind steps: ArraySlice<Node>, _ input: ColumnBatch,
        _ failedColumns: [Int: RowErrors]
    ) -> Column? {
        guard let step = steps.last else {
            guard input.columns.indices.contains(index) else { return nil }
            var column = input.columns[index]
            column.setNull(failedColumns[index] ?? RowErrors())
            return column
        }
        guard case .project(let expressions) = step.operation else {
            return column(index, behind: steps.dropLast(), input, failedColumns)
        }
        let read = expressions[index].columnsRead
        var columns = [Column](repeating: Column(.bigint, []), count: (read.max() ?? -1) + 1)
        for index in read {
            guard let column = column(index, behind: steps.dropLast(), input, failedColumns)
            else { return nil }
            columns[index] = column
        }
        var evaluator = Evaluator(
            columns: columns, count: input.count, zone: zone, isStrictFlink: isStrictFlink)
        var result = evaluator.evaluate(expressions[index], .all(input.count))
            .column(count: input.count, as: step.output[index].type)
        result.setNull(evaluator.errors)
        return result
    }

    /// A row's result depends on the other rows of the firing.
    var ranks: Bool {
        steps.contains { if case .top = $0.operation { true } else { false } }
    }

    /// The window's output column that a result column shows unchanged; `nil` when computed.
    func origin(of column: Int) -> Int? {
        var index = column
        for step in steps.reversed() {
            if case .top = step.operation, index == step.output.count - 1 { return nil }
            guard case .project(let expressions) = step.operation else { continue }
            guard index < expressions.count, case .column(let input, _) = expressions[index]
            else { return nil }
            index = input
        }
        return index
    }
}

extension Column {
    /// Makes the rows that failed NULL.
    mutating func setNull(_ errors: RowErrors) {
        guard !errors.isEmpty else { return }
        var marks = nulls ?? [Bool](repeating: false, count: count)
        for row in errors.messages.keys { marks[row] = true }
        nulls = marks
    }
}
