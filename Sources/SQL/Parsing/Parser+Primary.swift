/// Literals, names, CASE, CAST and what stands in parentheses.
extension Parser {
    mutating func primary() throws(Diagnostic) -> ExpressionSyntax {
        var value = try simple()
        while let next = try member(of: value) { value = next }
        return value
    }

    /// `[index]` behind an array, or `.field` behind an element.
    private mutating func member(
        of value: ExpressionSyntax
    ) throws(Diagnostic) -> ExpressionSyntax? {
        let start = value.range.lowerBound
        if acceptSymbol("[") {
            let index = try expression()
            try expectSymbol("]", "behind the number of the element")
            return try checked(
                ExpressionSyntax(
                    .element(value, index: index), at: start..<lastEnd, around: [value, index]))
        }
        if token.isSymbol(":"), next.isSymbol(":") {
            throw Diagnostic(
                "Flink writes CAST(value AS type) for this",
                at: token.range.lowerBound..<next.range.upperBound)
        }
        switch value.form {
        case .element, .field: break
        default: return nil
        }
        guard acceptSymbol(".") else { return nil }
        let name = try name("the name of a field")
        return try checked(
            ExpressionSyntax(.field(value, name), at: start..<lastEnd, around: [value]))
    }

    /// `ARRAY[a, b]`.
    private mutating func array(from start: Range<Int>) throws(Diagnostic) -> ExpressionSyntax {
        advance()
        advance()
        if token.isSymbol("]") {
            throw Diagnostic("an empty ARRAY has no type; take it away", at: token.range)
        }
        let elements = try list { parser throws(Diagnostic) in try parser.expression() }
        try expectSymbol("]", "or `,` in ARRAY[…]")
        return ExpressionSyntax(
            .array(elements), at: start.lowerBound..<lastEnd, around: elements)
    }

    private mutating func simple() throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range
        switch token.kind {
        case .number(let digits):
            advance()
            return ExpressionSyntax(.number(digits), at: start)
        case .text(let text):
            advance()
            return ExpressionSyntax(.text(text), at: start)
        case .symbol("("):
            advance()
            return try parenthesised(from: start)
        case .quoted:
            return try column()
        case .word(let word):
            return try wordExpression(word.uppercased(), from: start)
        default:
            throw unexpected("an expression")
        }
    }

    private mutating func parenthesised(
        from start: Range<Int>
    ) throws(Diagnostic) -> ExpressionSyntax {
        if isKeyword("SELECT") {
            throw Diagnostic(
                "a query inside an expression is a join, and joins are not supported by Weir",
                at: token.range)
        }
        let inner = try expression()
        if token.isSymbol(",") {
            throw Diagnostic("rows are not supported by Weir; compare one by one", at: token.range)
        }
        try expectSymbol(")", "to close the parenthesis")
        return ExpressionSyntax(
            inner.form, at: start.lowerBound..<lastEnd, depth: inner.depth)
    }

    private mutating func wordExpression(
        _ word: String, from start: Range<Int>
    ) throws(Diagnostic) -> ExpressionSyntax {
        switch word {
        case "NULL", "TRUE", "FALSE":
            advance()
            return ExpressionSyntax(word == "NULL" ? .null : .boolean(word == "TRUE"), at: start)
        case "UNKNOWN":
            throw Diagnostic("write CAST(NULL AS BOOLEAN)", at: start)
        case "CASE": return try cases()
        case "CAST", "TRY_CAST": return try cast(isTry: word == "TRY_CAST")
        case "INTERVAL": return try interval()
        case "DATE", "TIMESTAMP", "TIME":
            if case .text(let text) = next.kind {
                advance()
                advance()
                return ExpressionSyntax(
                    .time(keyword: word, text: text), at: start.lowerBound..<lastEnd)
            }
        case "ARRAY" where next.isSymbol("["): return try array(from: start)
        case "ROW", "ARRAY", "MAP":
            if next.isSymbol("(") || next.isSymbol("[") {
                throw Diagnostic("\(word) values are not supported by Weir", at: start)
            }
        case "EXISTS":
            throw Diagnostic(
                "EXISTS is a join, and joins are not supported by Weir", at: start)
        default: break
        }
        if next.isSymbol("(") { return try call() }
        if let refusal = FunctionTable.refusal(word) { throw Diagnostic(refusal, at: start) }
        if ReservedWords.contains(word),
            AggregateNames.known.contains(word) || FunctionTable.named(word) != nil
        {
            throw Diagnostic(
                "\(word) is a function: write \(word)(…); as a name it needs back-ticks: `\(word)`",
                at: start)
        }
        return try column()
    }

    private mutating func column() throws(Diagnostic) -> ExpressionSyntax {
        var names = [try name("the name of a column")]
        while token.isSymbol(".") {
            advance()
            names.append(try name("the name of a column"))
        }
        return ExpressionSyntax(.name(names), at: names[0].range.lowerBound..<lastEnd)
    }

    private mutating func cases() throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range.lowerBound
        advance()
        let operand = isKeyword("WHEN") ? nil : try expression()
        var branches: [ExpressionSyntax.CaseBranch] = []
        while accept("WHEN") {
            let condition = try expression()
            try expect("THEN", "behind the condition")
            branches.append(.init(condition: condition, result: try expression()))
        }
        guard !branches.isEmpty else { throw unexpected("WHEN behind CASE") }
        let otherwise = accept("ELSE") ? try expression() : nil
        try expect("END", "or WHEN in CASE")
        let parts =
            branches.flatMap { [$0.condition, $0.result] }
            + [operand, otherwise].compactMap(\.self)
        return ExpressionSyntax(
            .cases(branches, operand: operand, otherwise: otherwise), at: start..<lastEnd,
            around: parts)
    }

    private mutating func cast(isTry: Bool) throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range.lowerBound
        advance()
        try expectSymbol("(", "behind CAST")
        let operand = try expression()
        try expect("AS", "and the type in CAST")
        let type = try type()
        try expectSymbol(")", "behind the type")
        return ExpressionSyntax(
            .cast(operand, type, isTry: isTry), at: start..<lastEnd, around: [operand])
    }

    private mutating func interval() throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range.lowerBound
        advance()
        let isNegative = acceptSymbol("-")
        if case .number(let digits) = token.kind {
            throw Diagnostic("write the number in single quotes: '\(digits)'", at: token.range)
        }
        let text = try text("the length of the interval")
        let from = try unit()
        let precision = try parenthesisedNumber()
        var to: Name?
        if accept("TO") { to = try unit() }
        return ExpressionSyntax(
            .interval(
                IntervalSyntax(
                    text: text.text, isNegative: isNegative, from: from, to: to,
                    precision: precision)),
            at: start..<lastEnd)
    }

    /// A unit of time: DAY, HOURS and so on; which ones are known is decided later.
    mutating func unit() throws(Diagnostic) -> Name {
        guard let word = token.keyword else { throw unexpected("a unit of time such as SECOND") }
        defer { advance() }
        return Name(text: word, range: token.range)
    }
}
