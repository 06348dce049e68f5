import Engine

/// Looks up the names of an expression and gives it a type.
struct Binder {
    let scope: Scope
    let report: Report
    /// Behind a GROUP BY: what is grouped and aggregated.
    var groups: GroupStage?
    /// In the SELECT list: what stands behind OVER.
    var overs: OverStage?
    /// The SELECT list, whose aliases no clause knows, and the clause that is read.
    var aliases: (clause: String, items: [QuerySyntax.Item])?
    /// Why an aggregate cannot stand here.
    var aggregateRefusal = "an aggregate cannot stand here"

    func bind(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Bound {
        if let groups, let column = groups.column(for: syntax) { return column }
        var bound = try bindForm(syntax)
        bound.range = syntax.range
        return bound
    }

    /// An expression that must be a value: an interval alone is none.
    func value(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Bound {
        let bound = try bind(syntax)
        switch bound.kind {
        case .interval, .months:
            throw Diagnostic("an INTERVAL is no value; add it to a time", at: syntax.range)
        case .value, .null: return bound
        }
    }

    func condition(_ syntax: ExpressionSyntax, for what: String) throws(Diagnostic) -> Bound {
        try Operators.boolean(try bind(syntax), for: what)
    }

    private func bindForm(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Bound {
        let range = syntax.range
        switch syntax.form {
        case .name(let names):
            if let refusal = aliasRefusal(names) { throw refusal }
            if let groups { throw groups.refusal(of: names) }
            return try scope.bind(names)
        case .number(let digits): return try Literals.number(digits, at: range)
        case .text(let text): return .text(text, at: range)
        case .boolean(let truth): return .integer(truth ? 1 : 0, .boolean, at: range)
        case .null: return .null(at: range)
        case .interval(let interval):
            return .interval(try Intervals.bind(interval, at: range, report), at: range)
        case .time(let keyword, let text):
            return try Literals.time(keyword, text, at: range)
        case .negate(let operand): return try negate(operand, at: range)
        case .not(let operand):
            warnOfNullInList(operand)
            return try .call(.not, [condition(operand, for: "NOT")], .boolean, at: range)
        case .binary(let operation, let left, let right):
            return try binary(operation, bind(left), bind(right), at: range)
        case .test(let operand, let test): return try truthTest(operand, test, at: range)
        case .between(let value, let low, let high):
            return try between(value, low, high, at: range)
        case .isIn(let value, let list): return try isIn(value, list, at: range)
        case .like(let value, let pattern, let escape):
            return try like(value, pattern, escape, at: range)
        case .cases(let branches, let operand, let otherwise):
            return try cases(branches, operand, otherwise, at: range)
        case .cast(let operand, let type, let isTry):
            return try cast(operand, to: type, isTry: isTry, at: range)
        case .call(let call): return try self.call(call, at: range)
        case .element(let array, let index): return try element(array, index, at: range)
        case .field(let row, let name): return try field(row, name, at: range)
        case .array(let elements): return try array(elements, at: range)
        }
    }

    /// Flink's clauses see the columns of FROM and not the names that the SELECT list gives.
    private func aliasRefusal(_ names: [Name]) -> Diagnostic? {
        guard let aliases, names.count == 1,
            !scope.columns.contains(where: { $0.name == names[0].text }),
            let twin = aliases.items.first(where: { $0.alias?.text == names[0].text }),
            let expression = twin.expression
        else { return nil }
        let text = report.text(expression.range)
        let isLate = aliases.clause == "WHERE" && expression.holdsAggregate
        return Diagnostic(
            "\(names[0].text) is an alias of the SELECT list, which \(aliases.clause) does not "
                + "know; write \(isLate ? "HAVING with " : "")\(text)",
            at: names[0].range)
    }

    private func call(_ call: CallSyntax, at range: Range<Int>) throws(Diagnostic) -> Bound {
        let name = call.name.text
        if let over = call.over {
            guard let overs else {
                throw Diagnostic("OVER stands in the SELECT list of a plain query", at: range)
            }
            return try overs.call(call, over, at: range)
        }
        if AggregateNames.known.contains(name) {
            guard let groups else { throw Diagnostic(aggregateRefusal, at: range) }
            return try groups.aggregate(call, at: range)
        }
        if AggregateNames.windowParts.contains(name) {
            guard let groups else {
                throw Diagnostic(
                    "\(name) belongs to a GROUP BY with a group window", at: call.name.range)
            }
            return try groups.windowPart(call, at: range)
        }
        if ["TUMBLE", "HOP", "SESSION", "CUMULATE"].contains(name) {
            throw Diagnostic("a window stands in FROM or GROUP BY, not here", at: call.name.range)
        }
        guard let function = FunctionTable.named(name) else {
            throw FunctionTable.unknown(call.name)
        }
        if let refusal = modifierRefusal(call) { throw Diagnostic(refusal, at: range) }
        guard function.arity.contains(call.arguments.count) else {
            throw Diagnostic(
                "\(name) takes other arguments: \(function.entry.form)", at: range)
        }
        var arguments: [Bound] = []
        for argument in call.arguments { arguments.append(try value(argument)) }
        if let place = TimePatternLint.arguments[name], place < arguments.count {
            try TimePatternLint(report: report).check(arguments[place])
        }
        return try function.bind(
            FunctionCall(
                syntax: call, form: name, arguments: arguments, range: range, report: report))
    }

    private func modifierRefusal(_ call: CallSyntax) -> String? {
        if call.isStar || call.isDistinct || call.filter != nil {
            return "\(call.name.text) is no aggregate: it takes no *, DISTINCT or FILTER"
        }
        return nil
    }
}
