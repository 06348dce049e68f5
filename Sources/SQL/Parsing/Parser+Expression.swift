/// Operators, loosest first: OR, AND, NOT, predicates, sums, products, signs.
extension Parser {
    mutating func expression() throws(Diagnostic) -> ExpressionSyntax {
        level += 1
        defer { level -= 1 }
        try checkDepth()
        return try chain(.or) { parser throws(Diagnostic) in
            try parser.chain(.and) { parser throws(Diagnostic) in try parser.negation() }
        }
    }

    func checkDepth() throws(Diagnostic) {
        if level > Self.deepest { throw tooDeep(token.range) }
    }

    private func tooDeep(_ range: Range<Int>) -> Diagnostic {
        Diagnostic(
            "this is nested more than \(Self.deepest) deep; take it apart with a view", at: range)
    }

    func checked(_ expression: ExpressionSyntax) throws(Diagnostic) -> ExpressionSyntax {
        if expression.depth > Self.deepest { throw tooDeep(expression.range) }
        return expression
    }

    private func binary(
        _ operation: BinaryOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax
    ) throws(Diagnostic) -> ExpressionSyntax {
        try checked(
            ExpressionSyntax(
                .binary(operation, left, right),
                at: left.range.lowerBound..<right.range.upperBound, around: [left, right]))
    }

    /// A chain of AND or OR becomes a balanced tree, so that a long one is not a deep one.
    private mutating func chain(
        _ operation: BinaryOperator,
        _ operand: (inout Parser) throws(Diagnostic) -> ExpressionSyntax
    ) throws(Diagnostic) -> ExpressionSyntax {
        var operands = [try operand(&self)]
        while accept(operation.rawValue) { operands.append(try operand(&self)) }
        return try balanced(operation, operands[...])
    }

    private func balanced(
        _ operation: BinaryOperator, _ operands: ArraySlice<ExpressionSyntax>
    ) throws(Diagnostic) -> ExpressionSyntax {
        if operands.count == 1 { return operands[operands.startIndex] }
        let middle = operands.startIndex + (operands.count + 1) / 2
        return try binary(
            operation, balanced(operation, operands[..<middle]),
            balanced(operation, operands[middle...]))
    }

    private mutating func negation() throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range.lowerBound
        guard accept("NOT") else { return try predicate() }
        level += 1
        defer { level -= 1 }
        try checkDepth()
        let operand = try negation()
        return try checked(
            ExpressionSyntax(
                .not(operand), at: start..<operand.range.upperBound, around: [operand]))
    }

    private mutating func predicate() throws(Diagnostic) -> ExpressionSyntax {
        var left = try sum()
        while let next = try predicateTail(left) { left = next }
        return left
    }

    private mutating func predicateTail(
        _ left: ExpressionSyntax
    ) throws(Diagnostic) -> ExpressionSyntax? {
        if case .symbol(let symbol) = token.kind {
            if symbol == "!=" {
                throw Diagnostic("Flink writes <> for this", at: token.range)
            }
            let comparisons: [String: BinaryOperator] = [
                "=": .equal, "<>": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
                ">=": .greaterOrEqual,
            ]
            guard let operation = comparisons[symbol] else { return nil }
            if symbol == "=", next.isSymbol("=") {
                throw Diagnostic(
                    "Flink writes one = for this",
                    at: token.range.lowerBound..<next.range.upperBound)
            }
            advance()
            return try binary(operation, left, try sum())
        }
        if accept("IS") {
            if let operation = acceptDistinct() { return try binary(operation, left, try sum()) }
            return try truthTest(left)
        }
        let isNegated = isKeyword("NOT")
        switch isNegated ? next.keyword : token.keyword {
        case "BETWEEN", "IN", "LIKE": break
        case "SIMILAR", "RLIKE", "ILIKE":
            throw Diagnostic(
                "\(token.keyword ?? "") is not supported by Weir; use LIKE", at: token.range)
        default: return nil
        }
        if isNegated { advance() }
        let found = try rangeOrList(left)
        guard isNegated else { return found }
        return try checked(ExpressionSyntax(.not(found), at: found.range, around: [found]))
    }

    /// `DISTINCT FROM` or `NOT DISTINCT FROM`, where that stands behind IS.
    private mutating func acceptDistinct() -> BinaryOperator? {
        if accept("DISTINCT", "FROM") { return .distinct }
        guard isKeyword("NOT"), next.keyword == "DISTINCT" else { return nil }
        advance()
        return accept("DISTINCT", "FROM") ? .notDistinct : nil
    }

    private mutating func truthTest(
        _ left: ExpressionSyntax
    ) throws(Diagnostic) -> ExpressionSyntax {
        let isNegated = accept("NOT")
        let test: TruthTest
        switch token.keyword {
        case "NULL": test = isNegated ? .notNull : .null
        case "TRUE": test = isNegated ? .notYes : .yes
        case "FALSE": test = isNegated ? .notNo : .no
        case "UNKNOWN": test = isNegated ? .notNull : .null
        case "DISTINCT", nil:
            throw Diagnostic(
                "behind IS stands NULL, TRUE or FALSE; to compare, write "
                    + (isNegated ? "<>" : "="),
                at: token.range)
        default: throw unexpected("NULL, TRUE or FALSE behind IS")
        }
        advance()
        return try checked(
            ExpressionSyntax(
                .test(left, test), at: left.range.lowerBound..<lastEnd, around: [left]))
    }

    private mutating func rangeOrList(
        _ left: ExpressionSyntax
    ) throws(Diagnostic) -> ExpressionSyntax {
        let start = left.range.lowerBound
        if accept("BETWEEN") {
            _ = accept("ASYMMETRIC")
            let low = try sum()
            try expect("AND", "behind the lower end of BETWEEN")
            let high = try sum()
            return try checked(
                ExpressionSyntax(
                    .between(left, low: low, high: high), at: start..<lastEnd,
                    around: [left, low, high]))
        }
        if accept("LIKE") {
            let pattern = try sum()
            let escape = accept("ESCAPE") ? try sum() : nil
            return try checked(
                ExpressionSyntax(
                    .like(left, pattern: pattern, escape: escape), at: start..<lastEnd,
                    around: [left, pattern] + [escape].compactMap(\.self)))
        }
        try expect("IN", "here")
        try expectSymbol("(", "behind IN")
        if isKeyword("SELECT") {
            throw Diagnostic(
                "IN (SELECT …) is a join, and joins are not supported by Weir", at: token.range)
        }
        if token.isSymbol(")") {
            throw Diagnostic("nothing is IN an empty list; write its values", at: token.range)
        }
        let values = try list { parser throws(Diagnostic) in try parser.expression() }
        try expectSymbol(")", "or `,` in the list")
        return try checked(
            ExpressionSyntax(.isIn(left, values), at: start..<lastEnd, around: [left] + values))
    }

    private mutating func sum() throws(Diagnostic) -> ExpressionSyntax {
        var left = try product()
        while true {
            if acceptSymbol("+") {
                left = try binary(.add, left, try product())
            } else if acceptSymbol("-") {
                left = try binary(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(Diagnostic) -> ExpressionSyntax {
        var left = try signed()
        while case .symbol(let symbol) = token.kind {
            let operations: [String: BinaryOperator] = [
                "*": .multiply, "/": .divide, "%": .modulo, "||": .concat,
            ]
            guard let operation = operations[symbol] else { break }
            if symbol == "*", next.isSymbol("*") {
                throw Diagnostic(
                    "Flink writes POWER(number, exponent) for this",
                    at: token.range.lowerBound..<next.range.upperBound)
            }
            advance()
            left = try binary(operation, left, try signed())
        }
        return left
    }

    private mutating func signed() throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range.lowerBound
        let isMinus = token.isSymbol("-")
        guard isMinus || token.isSymbol("+") else { return try primary() }
        advance()
        level += 1
        defer { level -= 1 }
        try checkDepth()
        let operand = try signed()
        guard isMinus else { return operand }
        return try checked(
            ExpressionSyntax(
                .negate(operand), at: start..<operand.range.upperBound, around: [operand]))
    }
}
