import Engine

/// A GROUP BY while its SELECT list is read: finds group columns and collects aggregates.
///
/// The columns behind it are the keys, window_start, window_end, window_time, then the aggregates;
/// without a window the keys, then the aggregates.
final class GroupStage {
    /// What stands before the grouping; the window's columns stand behind the table's own.
    private let rows: Binder
    private let window: WindowSource?
    private let timeType: DataType?
    /// Rows can be taken back.
    private let retracts: Bool
    /// `nil` for rows that are final.
    private let metadata: MetadataLint?
    private var projection: [Expression] = []
    private var projectionFields: [Field] = []
    private let keys: [Bound]
    private let keyTexts: [String]
    private var keyColumns: [Int] = []
    private let timeColumn: Int
    private var calls: [AggregateCall] = []
    private var callFields: [Field] = []

    init(
        rows: Binder, window: WindowSource?, keys: [Bound], keyTexts: [String],
        timeType: DataType? = nil, retracts: Bool = false, metadata: MetadataLint? = nil
    ) {
        self.rows = rows
        self.window = window
        self.timeType = timeType
        self.retracts = retracts
        self.metadata = metadata
        self.keys = keys
        self.keyTexts = keyTexts
        timeColumn = 0
        if let window { _ = project(window.time, window.timeType, named: window.timeName) }
        for (key, text) in zip(keys, keyTexts) {
            keyColumns.append(project(key.expression, key.type ?? .string, named: text))
        }
    }

    /// The input column of the window with this value; equal expressions share one.
    func project(_ expression: Expression, _ type: DataType, named name: String) -> Int {
        if let known = projection.firstIndex(of: expression) { return known }
        projection.append(expression)
        projectionFields.append(Field(name, type))
        return projection.count - 1
    }

    var keyCount: Int { keys.count }

    /// The group column that an expression stands for, or `nil`.
    func column(for syntax: ExpressionSyntax) -> Bound? {
        if syntax.holdsAggregate { return nil }
        // What cannot be bound before the grouping is no group column; its mistake shows later.
        guard let bound = try? rows.bind(syntax) else { return nil }
        if let window, let part = window.part(of: bound.expression) {
            return windowColumn(part, window, syntax.range)
        }
        guard bound.type != nil,
            let index = keys.firstIndex(where: { $0.expression == bound.expression })
        else { return nil }
        if bound.literal != nil { return nil }
        return Bound(
            .column(index, keys[index].type ?? .string), keys[index].type ?? .string,
            isNullable: keys[index].isNullable, at: syntax.range)
    }

    private func windowColumn(
        _ part: WindowSource.Part, _ window: WindowSource, _ range: Range<Int>
    ) -> Bound {
        let type: DataType = part == .time ? window.timeType : .timestamp(precision: 3)
        return Bound(
            .column(keys.count + part.rawValue, type), type, isNullable: false, at: range)
    }

    /// Why a column cannot be named behind the grouping.
    func refusal(of names: [Name]) -> Diagnostic {
        do throws(Diagnostic) {
            let bound = try rows.scope.bind(names)
            return Diagnostic(
                "\(names[names.count - 1].text) is neither in GROUP BY nor inside an aggregate "
                    + "such as MAX(\(names[names.count - 1].text))",
                at: bound.range)
        } catch {
            return error
        }
    }

    func aggregate(_ call: CallSyntax, at range: Range<Int>) throws(Diagnostic) -> Bound {
        let bound = try AggregateBinder(rows: rows).bind(call, at: range)
        if bound.function == .approximateCount, window == nil || retracts {
            throw Diagnostic(
                "APPROX_COUNT_DISTINCT needs a window over rows that are final; elsewhere Flink "
                    + "has no such aggregate for streaming: write COUNT(DISTINCT …)",
                at: range)
        }
        if let argument = bound.argument { try refuseWindowParts(argument) }
        if bound.isDistinct { warnOfSets(call, at: range) }
        var column: Int?
        if let argument = bound.argument {
            metadata?.check(argument.expression, .aggregate, at: call.arguments[0].range)
            column = project(
                argument.expression, argument.type ?? .string,
                named: rows.report.line(argument.range))
        }
        let new = AggregateCall(
            bound.function, argument: column, isDistinct: bound.isDistinct,
            filter: try filter(call), type: bound.type, parameter: bound.parameter)
        return Bound(
            .column(firstResult + add(new, at: range), bound.type), bound.type,
            isNullable: bound.isNullable, at: range)
    }

    /// A value stands once in every pane that has it.
    private func warnOfSets(_ call: CallSyntax, at range: Range<Int>) {
        guard let window = window?.window else { return }
        let panes = window.sizeMs / max(1, window.slideMs)
        guard panes >= Self.manyPanes else { return }
        let advice = call.name.text == "COUNT" ? "APPROX_COUNT_DISTINCT, or " : ""
        rows.report.warn(
            "every value of a key is kept in each of \(panes) panes that has it; write \(advice)"
                + "a longer slide",
            at: range)
    }

    private static let manyPanes: Int64 = 60

    private var firstResult: Int {
        keys.count + (window == nil ? 0 : WindowSource.Part.allCases.count)
    }

    private func add(_ call: AggregateCall, at range: Range<Int>) -> Int {
        if let known = calls.firstIndex(of: call) { return known }
        calls.append(call)
        callFields.append(
            Field(
                rows.report.line(range), call.type,
                isNullable: ![.count, .approximateCount].contains(call.function)))
        return calls.count - 1
    }

    private func filter(_ call: CallSyntax) throws(Diagnostic) -> Int? {
        guard case .condition(let syntax) = call.filter else { return nil }
        let condition = try rows.condition(syntax, for: "FILTER")
        try refuseWindowParts(condition)
        metadata?.check(condition, .condition, of: syntax, rows)
        return project(condition.expression, .boolean, named: rows.report.line(syntax.range))
    }

    private func refuseWindowParts(_ bound: Bound) throws(Diagnostic) {
        if window?.isUsed(by: bound.expression) == true {
            throw Diagnostic(
                "the window's columns are known only when it closes; they cannot stand inside an "
                    + "aggregate",
                at: bound.range)
        }
    }

    /// TUMBLE_START(…) and its sisters, which older scripts use.
    func windowPart(_ call: CallSyntax, at range: Range<Int>) throws(Diagnostic) -> Bound {
        let name = call.name.text
        guard let window, let legacy = window.legacy else {
            throw Diagnostic(
                "\(name) belongs to a group window in GROUP BY; with TABLE(…) write window_start, "
                    + "window_end or window_time",
                at: call.name.range)
        }
        if name.hasSuffix("_PROCTIME") {
            throw Diagnostic(
                "\(name) reads the clock, so the same input would not give the same rows twice",
                at: call.name.range)
        }
        let own = try LegacyWindow(call, rows, at: range)
        guard name.hasPrefix("\(legacy.function)_"), own == legacy else {
            throw Diagnostic(
                "\(name) must repeat the window of GROUP BY word for word", at: range)
        }
        if name.hasSuffix("_START") { return windowColumn(.start, window, range) }
        return windowColumn(name.hasSuffix("_END") ? .end : .time, window, range)
    }

    /// `window_time` behind the grouping; `nil` without a window.
    var windowTime: Expression? {
        window.map { .column(keys.count + WindowSource.Part.time.rawValue, $0.timeType) }
    }

    /// The grouping once every aggregate is known.
    func finish(_ input: Relation, at range: Range<Int>) -> GroupPlan {
        let timestamp = DataType.timestamp(precision: 3)
        var output = zip(keys, keyTexts).map { key, text in
            Field(text, key.type ?? .string, isNullable: key.isNullable)
        }
        if let window {
            output += [
                Field("window_start", timestamp, isNullable: false),
                Field("window_end", timestamp, isNullable: false),
                Field("window_time", window.timeType, isNullable: false),
            ]
        }
        return GroupPlan(
            input: input, projection: projection, projectionFields: projectionFields,
            window: window?.window, time: timeColumn, timeType: timeType, keys: keyColumns,
            aggregates: calls, output: Schema(output + callFields), keyTexts: keyTexts,
            range: range)
    }
}
