import Engine

/// Turns ROW_NUMBER() and the WHERE around it into a deduplication, or the first rows of a window.
struct RankPlanner {
    let rank: RankMark
    let planner: QueryPlanner

    /// Conditions joined by AND, taken apart.
    static func conditions(_ syntax: ExpressionSyntax) -> [ExpressionSyntax] {
        guard case .binary(.and, let left, let right) = syntax.form else { return [syntax] }
        return conditions(left) + conditions(right)
    }

    /// The relation behind the condition on the rank; the others are left to do.
    func plan(
        _ relation: Relation, _ bound: [Bound]
    ) throws(Diagnostic) -> (relation: Relation, rest: [Bound]) {
        let onRank = bound.filter { $0.expression.columns.contains(RankMark.column) }
        guard let condition = onRank.first else {
            throw Diagnostic(refusal, at: rank.range)
        }
        guard onRank.count == 1, let limit = limit(condition.expression), limit > 0 else {
            throw Diagnostic(
                "write the condition on ROW_NUMBER() as rn = 1 or rn <= 10, with AND between it "
                    + "and others",
                at: condition.range)
        }
        let rest = bound.filter { !$0.expression.columns.contains(RankMark.column) }
        if let updating = relation.updating {
            throw Diagnostic(
                "Weir ranks rows that are final, unlike Flink: \(updating.reason.refusal)",
                at: rank.range)
        }
        if let group = relation.group {
            return (try top(relation, group, limit), rest)
        }
        guard limit == 1 else {
            throw Diagnostic(
                "Weir keeps the first row (rn = 1) of each key; more than one are supported in a "
                    + "window: PARTITION BY window_start, window_end behind its GROUP BY",
                at: condition.range)
        }
        return try deduplicate(relation, rest)
    }

    var refusal: String {
        "ROW_NUMBER() is supported where a query around it says how many rows are meant: "
            + "SELECT … FROM (SELECT *, ROW_NUMBER() OVER (…) AS rn FROM t) WHERE rn = 1"
    }

    /// N of `rn = 1`, `rn <= N` and `rn < N + 1`; `nil` for every other condition.
    private func limit(_ expression: Expression) -> Int64? {
        guard case .call(let function, let sides, _) = expression, sides.count == 2 else {
            return nil
        }
        if Self.isRank(sides[0]), let number = Self.number(sides[1]) {
            switch function {
            case .equal: return number == 1 ? 1 : nil
            case .lessOrEqual: return number
            case .less: return number - 1
            default: return nil
            }
        }
        if Self.isRank(sides[1]), let number = Self.number(sides[0]) {
            switch function {
            case .equal: return number == 1 ? 1 : nil
            case .greaterOrEqual: return number
            case .greater: return number - 1
            default: return nil
            }
        }
        return nil
    }

    private static func isRank(_ expression: Expression) -> Bool {
        switch expression {
        case .column(RankMark.column, _): true
        case .cast(let inner, _, _): isRank(inner)
        default: false
        }
    }

    private static func number(_ expression: Expression) -> Int64? {
        if case .literal(.integer(let number), _) = expression { number } else { nil }
    }

    private func deduplicate(
        _ relation: Relation, _ rest: [Bound]
    ) throws(Diagnostic) -> (relation: Relation, rest: [Bound]) {
        let report = planner.report
        let order = rank.order[0]
        guard rank.order.count == 1 else {
            throw Diagnostic(
                "Weir keeps the first or the last row by event time alone",
                at: rank.window.order[1].range)
        }
        try planner.checkTime(order.value, named: report.text(order.value.range), relation)
        var projection = Projection()
        let timeType = order.value.type ?? .timestamp(precision: 3)
        let time = projection.place(
            order.value.expression, timeType, report.text(order.value.range))
        let keys = rank.keys.map {
            projection.place($0.expression, $0.type ?? .string, report.line($0.range))
        }
        for (index, type) in relation.columns.flatMap(\.expression.typedColumns)
        where index != RankMark.column {
            _ = projection.place(.column(index, type), type, relation.name(ofColumn: index))
        }
        func moved(_ index: Int, _ type: DataType) -> Expression {
            index == RankMark.column
                ? .literal(.integer(1), .bigint)
                : .column(projection.expressions.firstIndex(of: .column(index, type)) ?? 0, type)
        }
        var input = relation
        input.rank = nil
        var result = input
        result.columns = relation.columns.map { $0.replacing(moved) }
        result.filters = []
        result.width = projection.fields.count
        result.rowtime = .column(time, timeType)
        result.origin = .rows(
            RowsPlan(
                input: input, projection: projection.expressions,
                projectionFields: projection.fields,
                operation: .deduplicate(
                    Deduplication(
                        kept: order.isDescending ? .last : .first, time: time, keys: keys)),
                output: Schema(projection.fields), range: rank.range))
        return (
            result,
            rest.map { bound in
                var bound = bound
                bound.expression = bound.expression.replacingColumns(moved)
                return bound
            }
        )
    }

    private func top(
        _ relation: Relation, _ group: GroupPlan, _ limit: Int64
    ) throws(Diagnostic) -> Relation {
        let report = planner.report
        func isWindow(_ key: Bound, _ part: WindowSource.Part) -> Bool {
            key.expression == .column(group.keyCount + part.rawValue, key.type ?? .string)
        }
        for part in [WindowSource.Part.start, .end]
        where !rank.keys.contains(where: { isWindow($0, part) }) {
            throw Diagnostic(
                "behind a window ROW_NUMBER() ranks the rows of each window: write "
                    + "PARTITION BY window_start, window_end",
                at: rank.window.range)
        }
        var projection = Projection()
        for (index, field) in group.output.fields.enumerated() {
            projection.append(.column(index, field.type), field)
        }
        func place(_ value: Bound) -> Int {
            projection.place(value.expression, value.type ?? .string, report.line(value.range))
        }
        let keys = rank.keys.filter { key in
            !WindowSource.Part.allCases.contains { isWindow(key, $0) }
        }
        let top = WindowTopRows(
            keys: keys.map(place),
            order: rank.order.map {
                WindowTopRows.Order(
                    column: place($0.value), isDescending: $0.isDescending,
                    nullsFirst: $0.nullsFirst)
            }, limit: limit)
        let width = projection.fields.count
        var input = relation
        input.rank = nil
        var result = input
        result.columns = relation.columns.map { column in
            column.replacing { $0 == RankMark.column ? .column(width, $1) : .column($0, $1) }
        }
        result.filters = []
        result.width = width + 1
        result.origin = .top(
            TopPlan(
                input: input, projection: projection.expressions,
                projectionFields: projection.fields, top: top,
                output: Schema(
                    projection.fields + [Field("row_number", .bigint, isNullable: false)])))
        return result
    }

    /// The columns that an operation reads and hands on, each once.
    private struct Projection {
        private(set) var expressions: [Expression] = []
        private(set) var fields: [Field] = []

        mutating func append(_ expression: Expression, _ field: Field) {
            expressions.append(expression)
            fields.append(field)
        }

        mutating func place(_ expression: Expression, _ type: DataType, _ name: String) -> Int {
            if let known = expressions.firstIndex(of: expression) { return known }
            append(expression, Field(name, type))
            return expressions.count - 1
        }
    }
}
