import Engine

/// An aggregate call with its argument bound, before it gets its place in a plan.
struct BoundAggregate {
    let function: AggregateCall.Function
    /// In the type that the engine wants; `nil` where every row counts.
    var argument: Bound?
    var parameter = Value.null
    var isDistinct = false
    let type: DataType

    /// A count of nothing is 0.
    var isNullable: Bool { function != .count && function != .approximateCount }
}

/// Gives aggregate calls their meaning and their result types.
struct AggregateBinder {
    let rows: Binder

    private var report: Report { rows.report }

    func bind(_ call: CallSyntax, at range: Range<Int>) throws(Diagnostic) -> BoundAggregate {
        let name = call.name.text
        guard let form = AggregateNames.forms[name] else { throw FunctionTable.unknown(call.name) }
        if call.isStar {
            guard name == "COUNT" else {
                throw Diagnostic("only COUNT takes *; write \(name)(column)", at: range)
            }
            return BoundAggregate(function: .count, type: .bigint)
        }
        guard form.arity.contains(call.arguments.count) else {
            throw Diagnostic("\(name) is written \(form.form)", at: range)
        }
        if call.isDistinct, !form.takesDistinct {
            throw Diagnostic("\(name)(DISTINCT …) is not supported by Weir", at: range)
        }
        let argument = try rows.value(call.arguments[0])
        return try bind(form.function, argument, call, at: range)
    }

    private func bind(
        _ function: AggregateCall.Function, _ argument: Bound, _ call: CallSyntax,
        at range: Range<Int>
    ) throws(Diagnostic) -> BoundAggregate {
        switch function {
        case .count:
            let countsRows = !call.isDistinct && argument.literal.map { !$0.isNull } ?? false
            return BoundAggregate(
                function: .count, argument: countsRows ? nil : argument,
                isDistinct: call.isDistinct, type: .bigint)
        case .approximateCount:
            return BoundAggregate(function: function, argument: argument, type: .bigint)
        case .minimum, .maximum, .first, .last:
            let type = try type(of: argument, call, at: range)
            if type.isNested, function == .minimum || function == .maximum {
                throw Diagnostic(
                    "\(type) has no order; take \(call.name.text) of an element", at: range)
            }
            return BoundAggregate(function: function, argument: argument, type: type)
        case .sum, .average:
            let type = try number(argument, call, at: range)
            if function == .average { warnOfCut(type, argument, call, at: range) }
            if function == .sum { warnOfRoom(type, argument, at: range) }
            return BoundAggregate(
                function: function, argument: argument, isDistinct: call.isDistinct,
                type: function == .sum ? DecimalTypes.sum(type) : DecimalTypes.average(type))
        case .varPop, .varSamp, .stddevPop, .stddevSamp:
            let type = try number(argument, call, at: range)
            if type.isDecimal {
                throw Diagnostic(
                    "\(call.name.text) of a DECIMAL is not supported by Weir; "
                        + "write \(call.name.text)(CAST(\(report.text(argument.range)) AS DOUBLE))",
                    at: range)
            }
            warnOfCut(type, argument, call, at: range)
            return BoundAggregate(function: function, argument: argument, type: type)
        case .percentile: return try percentile(argument, call, at: range)
        case .list: return try list(argument, call)
        }
    }

    private func type(
        of argument: Bound, _ call: CallSyntax, at range: Range<Int>
    ) throws(Diagnostic) -> DataType {
        guard let type = argument.type else {
            throw Diagnostic("\(call.name.text) of NULL is always NULL", at: range)
        }
        return type
    }

    private func number(
        _ argument: Bound, _ call: CallSyntax, at range: Range<Int>
    ) throws(Diagnostic) -> DataType {
        let type = try type(of: argument, call, at: range)
        guard type.isNumeric else {
            let advice =
                type == .boolean
                ? "; write COUNT(*) FILTER (WHERE \(report.text(argument.range)))" : ""
            throw Diagnostic(
                "\(call.name.text) takes a number, not \(argument.typeName)\(advice)",
                at: argument.range)
        }
        return type
    }

    private func warnOfCut(
        _ type: DataType, _ argument: Bound, _ call: CallSyntax, at range: Range<Int>
    ) {
        guard type.isInteger else { return }
        let name = call.name.text
        let example = name == "AVG" ? "the mean of 1 and 2 is 1" : "0.7 becomes 0"
        report.warn(
            "\(name) of \(type) is cut to \(type) in Flink: \(example); "
                + "write \(name)(CAST(\(report.text(argument.range)) AS DOUBLE))",
            at: range)
    }

    /// A sum has the type of what it adds up; one of 0 and 1 is a count.
    private func warnOfRoom(_ type: DataType, _ argument: Bound, at range: Range<Int>) {
        guard type.isInteger, type != .bigint, let largest = type.integerRange?.upperBound,
            !argument.expression.isChoiceOfLiterals
        else { return }
        report.warn(
            "SUM of \(type) is \(type) in Flink and has no room beyond \(largest); write "
                + "SUM(CAST(\(report.text(argument.range)) AS BIGINT))",
            at: range)
    }

    private func percentile(
        _ argument: Bound, _ call: CallSyntax, at range: Range<Int>
    ) throws(Diagnostic) -> BoundAggregate {
        _ = try number(argument, call, at: range)
        let share = Coercion.convert(try rows.value(call.arguments[1]), to: .double)
        guard case .double(let fraction) = share.literal, (0...1).contains(fraction) else {
            throw Diagnostic(
                "the share is a number from 0 to 1: PERCENTILE(x, 0.99)", at: share.range)
        }
        return BoundAggregate(
            function: .percentile, argument: Coercion.convert(argument, to: .double),
            parameter: .double(fraction), type: .double)
    }

    private func list(_ argument: Bound, _ call: CallSyntax) throws(Diagnostic) -> BoundAggregate {
        guard argument.type == .string else {
            throw Diagnostic(
                "LISTAGG joins texts, this is \(argument.typeName); "
                    + "write CAST(\(report.text(argument.range)) AS STRING)",
                at: argument.range)
        }
        var separator = Value.string(",")
        if call.arguments.count == 2 {
            let bound = try rows.value(call.arguments[1])
            guard case .string = bound.literal, let literal = bound.literal else {
                throw Diagnostic(
                    "the separator is a text in the script: LISTAGG(x, '; ')", at: bound.range)
            }
            separator = literal
        }
        return BoundAggregate(
            function: .list, argument: argument, parameter: separator,
            isDistinct: call.isDistinct, type: .string)
    }
}

extension Expression {
    /// `CASE WHEN … THEN 1 ELSE 0 END`.
    fileprivate var isChoiceOfLiterals: Bool {
        switch self {
        case .literal: true
        case .conditional(let branches, let otherwise, _):
            branches.allSatisfy(\.result.isChoiceOfLiterals) && otherwise.isChoiceOfLiterals
        case .cast(let inner, _, _): inner.isChoiceOfLiterals || inner.type == .boolean
        default: false
        }
    }
}
