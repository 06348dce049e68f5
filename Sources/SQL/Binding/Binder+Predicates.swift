import Engine

extension Binder {
    func truthTest(
        _ operand: ExpressionSyntax, _ test: TruthTest, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        var bound = try value(operand)
        let function: ScalarFunction
        switch test {
        case .null: function = .isNull
        case .notNull: function = .isNotNull
        case .yes: function = .isTrue
        case .notYes: function = .isNotTrue
        case .no: function = .isFalse
        case .notNo: function = .isNotFalse
        }
        if function != .isNull, function != .isNotNull {
            bound = try Operators.boolean(bound, for: "this test")
        } else if bound.kind == .null {
            bound = Coercion.convert(bound, to: .string)
        }
        return try .call(function, [bound], .boolean, at: range, isNullable: false)
    }

    func between(
        _ value: ExpressionSyntax, _ low: ExpressionSyntax, _ high: ExpressionSyntax,
        at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let subject = try self.value(value)
        let above = try Operators.compare(
            .greaterOrEqual, subject, self.value(low), at: range, report)
        let below = try Operators.compare(
            .lessOrEqual, subject, self.value(high), at: range, report)
        return try .call(.and, [above, below], .boolean, at: range)
    }

    /// A list becomes a balanced tree of comparisons, so that a long one is not a deep one.
    ///
    /// A NULL among them makes FALSE unknown, as in SQL.
    func isIn(
        _ value: ExpressionSyntax, _ list: [ExpressionSyntax], at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let subject = try self.value(value)
        var equals: [Bound] = []
        for element in list {
            let other = try self.value(element)
            if other.kind == .null {
                equals.append(Coercion.convert(other, to: .boolean))
                continue
            }
            equals.append(try Operators.compare(.equal, subject, other, at: range, report))
        }
        while equals.count > 1 {
            var halves: [Bound] = []
            for index in stride(from: 0, to: equals.count, by: 2) {
                if index + 1 == equals.count {
                    halves.append(equals[index])
                } else {
                    halves.append(
                        try .call(
                            .or, [equals[index], equals[index + 1]], .boolean, at: range))
                }
            }
            equals = halves
        }
        return equals[0]
    }

    /// `x NOT IN (1, NULL)` is FALSE or unknown, so it keeps no row.
    func warnOfNullInList(_ operand: ExpressionSyntax) {
        guard case .isIn(_, let list) = operand.form else { return }
        for element in list {
            if case .null = element.form {
                report.warn(
                    "NOT IN a list with NULL is never TRUE; take the NULL away", at: element.range)
            }
        }
    }

    func like(
        _ value: ExpressionSyntax, _ pattern: ExpressionSyntax, _ escape: ExpressionSyntax?,
        at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        var texts: [Bound] = []
        for part in [value, pattern] + [escape].compactMap(\.self) {
            let bound = try self.value(part)
            guard bound.type == .string || bound.kind == .null else {
                throw Diagnostic(
                    "LIKE compares texts, this is \(bound.typeName); "
                        + "write CAST(\(report.text(part.range)) AS STRING)",
                    at: part.range)
            }
            texts.append(Coercion.convert(bound, to: .string))
        }
        if texts.count == 3 {
            guard case .string(let character) = texts[2].literal,
                character.unicodeScalars.count == 1
            else {
                throw Diagnostic("ESCAPE takes one character", at: texts[2].range)
            }
        }
        warnOfPlainPattern(texts[1])
        return try .call(.like, texts, .boolean, at: range)
    }

    private func warnOfPlainPattern(_ pattern: Bound) {
        guard case .string(let text) = pattern.literal, !text.contains(where: { "%_".contains($0) })
        else { return }
        report.warn(
            text.contains("*")
                ? "* is no wildcard of LIKE; write %" : "LIKE without % or _ is an =; write that",
            at: pattern.range)
    }

    func cases(
        _ branches: [ExpressionSyntax.CaseBranch], _ operand: ExpressionSyntax?,
        _ otherwise: ExpressionSyntax?, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let subject: Bound? = if let operand { try value(operand) } else { nil }
        var conditions: [Bound] = []
        var results: [Bound] = []
        for branch in branches {
            if let subject {
                conditions.append(
                    try Operators.compare(
                        .equal, subject, value(branch.condition), at: branch.condition.range,
                        report))
            } else {
                conditions.append(try condition(branch.condition, for: "WHEN"))
            }
            results.append(try value(branch.result))
        }
        results.append(try otherwise.map(value) ?? .null(at: range))
        let (values, type) = try Operators.common(results, for: "CASE", at: range, report)
        return try Operators.conditional(
            Array(zip(conditions, values)).map { (condition: $0.0, result: $0.1) },
            otherwise: values[values.count - 1], type, at: range)
    }

    func cast(
        _ operand: ExpressionSyntax, to syntax: TypeSyntax, isTry: Bool, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let bound = try value(operand)
        guard syntax.fields.isEmpty else {
            throw Diagnostic(
                "a ROW is only for the columns of a table that is read", at: syntax.range)
        }
        let type = syntax.type
        if let from = bound.type, let refusal = Coercion.refusal(from: from, to: type) {
            throw Diagnostic("\(from) cannot be CAST to \(type); \(refusal)", at: range)
        }
        let result = isTry ? Coercion.tried(bound, to: type) : Coercion.convert(bound, to: type)
        guard let length = syntax.length else { return result }
        // CHAR(n) is filled up with blanks, VARCHAR(n) only cut.
        let count = Bound.integer(Int64(length), .int, at: range)
        return syntax.isPadded
            ? try .call(.rightPad, [result, count, .text(" ", at: range)], .string, at: range)
            : try .call(
                .substring, [result, .integer(1, .int, at: range), count], .string, at: range)
    }
}
