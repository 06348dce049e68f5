import Engine

/// A SELECT list with OVER while it is read: collects the aggregates of its one window.
///
/// The aggregates are collected as those of a GROUP BY are; behind the operation stand the columns
/// that it reads, then the aggregates.
final class OverStage {
    private let rows: Binder
    private let relation: Relation
    private let planner: QueryPlanner
    private let named: [NamedWindowSyntax]
    /// The aggregates, the keys and the event time, once the first OVER has been read.
    private var stage: GroupStage?
    private var definition: Definition?
    private var written: Range<Int>?
    private(set) var rank: RankMark?

    private struct Definition: Equatable {
        let keys: [Expression]
        let frame: OverFrame
        let timeType: DataType
    }

    /// Results stand for themselves from here on until every item has been read.
    private static let firstResult = 1 << 20

    init(
        rows: Binder, relation: Relation, planner: QueryPlanner, named: [NamedWindowSyntax]
    ) {
        self.rows = rows
        self.relation = relation
        self.planner = planner
        self.named = named
    }

    func call(_ call: CallSyntax, _ over: OverClause, at range: Range<Int>) throws(Diagnostic)
        -> Bound
    {
        let window = try window(over)
        let name = call.name.text
        if name == "ROW_NUMBER" { return try rowNumber(call, window, at: range) }
        guard AggregateNames.known.contains(name) else {
            throw Diagnostic(
                "\(name) with OVER is not supported by Weir; there are ROW_NUMBER and the "
                    + "aggregates, such as SUM and LAST_VALUE",
                at: call.name.range)
        }
        if let updating = relation.updating {
            throw Diagnostic(
                "OVER doesn't support consuming update and delete changes, in Flink neither: "
                    + updating.reason.refusal,
                at: range)
        }
        let stage = try stage(window)
        let bound = try stage.aggregate(call, at: range)
        guard case .column(let index, let type) = bound.expression else { return bound }
        var result = bound
        result.expression = .column(
            Self.firstResult + index - stage.keyCount - WindowSource.Part.allCases.count, type)
        return result
    }

    private func window(_ over: OverClause) throws(Diagnostic) -> OverSyntax {
        switch over {
        case .window(let window): return window
        case .named(let name):
            if let window = named.first(where: { $0.name.text == name.text }) {
                return window.window
            }
            let hint = Spelling.hint(for: name.text, among: named.map(\.name.text))
            throw Diagnostic(
                "there is no window \(name.text)"
                    + (hint.isEmpty ? "; write WINDOW \(name.text) AS (…) behind FROM" : hint),
                at: name.range)
        }
    }

    /// Where aggregates are collected; every OVER must mean the same window.
    private func stage(_ window: OverSyntax) throws(Diagnostic) -> GroupStage {
        let (time, keys, definition) = try define(window)
        if let stage, let known = self.definition {
            guard known == definition else {
                throw Diagnostic(
                    "all OVER windows of a query must be the same, as in Flink; "
                        + "write one INSERT for each",
                    at: window.range)
            }
            return stage
        }
        let source = WindowSource(
            window: .tumble(sizeMs: 1, offsetMs: 0), time: time.expression,
            timeType: time.type ?? .timestamp(precision: 3),
            timeName: rows.report.text(time.range), firstPart: .max, legacy: nil)
        let texts = keys.map { rows.report.line($0.range) }
        let stage = GroupStage(rows: rows, window: source, keys: keys, keyTexts: texts)
        self.stage = stage
        self.definition = definition
        written = window.range
        return stage
    }

    private func define(
        _ window: OverSyntax
    ) throws(Diagnostic) -> (time: Bound, keys: [Bound], definition: Definition) {
        guard let order = window.order.first else {
            throw Diagnostic(
                "an OVER window is in the order of event time; write OVER (… ORDER BY time …)",
                at: window.range)
        }
        if window.order.count > 1 {
            throw Diagnostic(
                "an OVER window is in the order of event time alone", at: window.order[1].range)
        }
        let time = try rows.value(order.expression)
        try planner.checkTime(time, named: rows.report.text(order.expression.range), relation)
        if order.isDescending {
            throw Diagnostic(
                "an OVER window goes from the past to the present, as in Flink; take DESC away",
                at: order.range)
        }
        let keys = try keys(window)
        let definition = Definition(
            keys: keys.map(\.expression), frame: try frame(window),
            timeType: time.type ?? .timestamp(precision: 3))
        return (time, keys, definition)
    }

    private func keys(_ window: OverSyntax) throws(Diagnostic) -> [Bound] {
        var keys: [Bound] = []
        for item in window.partition {
            let key = try rows.value(item)
            guard key.type != nil else {
                throw Diagnostic("NULL is no key", at: item.range)
            }
            if keys.contains(where: { $0.expression == key.expression }) { continue }
            keys.append(key)
        }
        return keys
    }

    private func frame(_ window: OverSyntax) throws(Diagnostic) -> OverFrame {
        guard let frame = window.frame else { return .unboundedRange }
        guard case .currentRow = frame.end else {
            throw Diagnostic(
                "an OVER window ends at CURRENT ROW, as in Flink; what follows is not known yet",
                at: frame.range)
        }
        switch frame.start {
        case .unboundedPreceding: return frame.isRows ? .unboundedRows : .unboundedRange
        case .preceding(let length):
            return frame.isRows
                ? .rows(preceding: try count(length)) : .range(precedingMs: try span(length))
        case .currentRow, .following:
            throw Diagnostic(
                "an OVER window begins before the row: write RANGE BETWEEN INTERVAL '10' MINUTE "
                    + "PRECEDING AND CURRENT ROW, or UNBOUNDED PRECEDING",
                at: frame.range)
        }
    }

    private func count(_ length: ExpressionSyntax) throws(Diagnostic) -> Int {
        let constant = Binder(scope: Scope(columns: []), report: rows.report)
        guard case .integer(let count) = try constant.bind(length).literal,
            (1...Int64(Int32.max) / 2).contains(count)
        else {
            throw Diagnostic(
                "ROWS takes how many rows before the row, for example ROWS BETWEEN 10 PRECEDING "
                    + "AND CURRENT ROW",
                at: length.range)
        }
        return Int(count)
    }

    private func span(_ length: ExpressionSyntax) throws(Diagnostic) -> Int64 {
        let constant = Binder(scope: Scope(columns: []), report: rows.report)
        guard case .interval(let span) = try constant.bind(length).kind, span > 0 else {
            throw Diagnostic(
                "RANGE takes an interval of fixed length, for example RANGE BETWEEN "
                    + "INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW",
                at: length.range)
        }
        return span
    }

    private func rowNumber(
        _ call: CallSyntax, _ window: OverSyntax, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        if !call.arguments.isEmpty || call.isStar || call.isDistinct || call.filter != nil {
            throw Diagnostic("ROW_NUMBER() takes nothing", at: range)
        }
        if rank != nil {
            throw Diagnostic("a query has one ROW_NUMBER()", at: range)
        }
        if let frame = window.frame {
            throw Diagnostic("ROW_NUMBER() takes no frame; take it away", at: frame.range)
        }
        guard !window.order.isEmpty else {
            throw Diagnostic(
                "ROW_NUMBER() needs an order: OVER (PARTITION BY key ORDER BY time)",
                at: window.range)
        }
        var order: [(value: Bound, isDescending: Bool, nullsFirst: Bool)] = []
        for item in window.order {
            let value = try rows.value(item.expression)
            if value.type?.isNested == true {
                throw Diagnostic(
                    "\(value.typeName) has no order; order by an element", at: item.range)
            }
            // Flink takes NULL for the smallest value.
            order.append((value, item.isDescending, item.nullsFirst ?? !item.isDescending))
        }
        rank = RankMark(keys: try keys(window), order: order, range: range, window: window)
        return Bound(
            .column(RankMark.column, .bigint), .bigint, isNullable: false, at: range)
    }

    /// The relation behind the aggregation, once every item of the SELECT list has been read.
    func finish(_ selected: Relation) throws(Diagnostic) -> Relation {
        var result = selected
        if let rank {
            if let written {
                throw Diagnostic(
                    "ROW_NUMBER() and aggregates over a window do not go together; "
                        + "write a query around the query",
                    at: written)
            }
            result.rank = rank
            return result
        }
        guard let stage, let definition, let written else { return result }
        for column in selected.columns {
            stage.project(columnsOf: column.expression, below: Self.firstResult, relation)
        }
        let group = stage.finish(relation, at: written)
        let width = group.projection.count
        func moved(_ index: Int, _ type: DataType) -> Expression {
            index >= Self.firstResult
                ? .column(width + index - Self.firstResult, type)
                : .column(group.projection.firstIndex(of: .column(index, type)) ?? 0, type)
        }
        result.columns = selected.columns.map { $0.replacing(moved) }
        result.rowtime = .column(group.time, definition.timeType)
        let fields = group.output.fields[(group.keyCount + WindowSource.Part.allCases.count)...]
        let output = Schema(group.projectionFields + fields)
        result.filters = []
        result.width = output.count
        result.origin = .rows(
            RowsPlan(
                input: relation, projection: group.projection,
                projectionFields: group.projectionFields,
                operation: .over(
                    OverAggregate(
                        frame: definition.frame, time: group.time,
                        keys: group.keys, aggregates: group.aggregates)),
                output: output, range: written))
        return result
    }
}

extension GroupStage {
    /// Hands the columns of an expression through, under the names that the relation has for them.
    func project(columnsOf expression: Expression, below limit: Int, _ relation: Relation) {
        for (index, type) in expression.typedColumns where index < limit {
            _ = project(.column(index, type), type, named: relation.name(ofColumn: index))
        }
    }
}

extension Relation {
    /// What a column of the origin is called, as far as some column shows it.
    func name(ofColumn index: Int) -> String {
        let known = columns.first {
            if case .column(index, _) = $0.expression { true } else { false }
        }
        return known?.name ?? "column \(index)"
    }
}

extension Expression {
    /// Every column that the expression reads, with its type, in order.
    var typedColumns: [(index: Int, type: DataType)] {
        var found: [Int: DataType] = [:]
        _ = replacingColumns { index, type in
            found[index] = type
            return .column(index, type)
        }
        return found.sorted { $0.key < $1.key }.map { (index: $0.key, type: $0.value) }
    }
}

extension Scope.Column {
    /// The same column over others.
    func replacing(_ column: (Int, DataType) -> Expression) -> Scope.Column {
        Scope.Column(
            name: name, expression: expression.replacingColumns(column), type: type,
            isNullable: isNullable, cost: cost, isUntyped: isUntyped)
    }
}
