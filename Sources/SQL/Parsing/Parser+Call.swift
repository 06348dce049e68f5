/// Function calls, also those with a grammar of their own.
extension Parser {
    mutating func call() throws(Diagnostic) -> ExpressionSyntax {
        let start = token.range
        guard let word = token.keyword else { throw unexpected("a function") }
        advance()
        advance()
        var call = CallSyntax(name: Name(text: word, range: start))
        switch word {
        case "EXTRACT": try extract(&call)
        case "TIMESTAMPADD", "TIMESTAMPDIFF":
            call.unit = try unit()
            try expectSymbol(",", "behind the unit")
            try arguments(&call)
        case "TRIM": try trim(&call)
        case "POSITION": try position(&call)
        case "SUBSTRING", "SUBSTR": try substring(&call)
        case "FLOOR", "CEIL", "CEILING":
            call.arguments = [try expression()]
            if accept("TO") { call.unit = try unit() }
        default: try arguments(&call)
        }
        try expectSymbol(")", "or `,` in \(word)(…)")
        try suffix(&call)
        return ExpressionSyntax(.call(call), at: start.lowerBound..<lastEnd, around: call.parts)
    }

    private mutating func arguments(_ call: inout CallSyntax) throws(Diagnostic) {
        if token.isSymbol(")") { return }
        if acceptSymbol("*") {
            call.isStar = true
            return
        }
        if accept("DISTINCT") { call.isDistinct = true } else { _ = accept("ALL") }
        call.arguments = try list { parser throws(Diagnostic) in try parser.expression() }
    }

    private mutating func suffix(_ call: inout CallSyntax) throws(Diagnostic) {
        if isKeyword("FILTER"), next.isSymbol("(") {
            advance()
            advance()
            try expect("WHERE", "in FILTER")
            call.filter = .condition(try expression())
            try expectSymbol(")", "behind the condition of FILTER")
        }
        if isKeyword("FILTER") {
            throw Diagnostic(
                "FILTER is written \(call.name.text)(…) FILTER (WHERE condition)", at: token.range)
        }
        if accept("OVER") { call.over = try overClause() }
        if isKeyword("WITHIN") || isKeyword("IGNORE") || isKeyword("RESPECT") {
            throw Diagnostic(
                "\(token.keyword ?? "") is not supported by Weir here", at: token.range)
        }
    }

    private mutating func extract(_ call: inout CallSyntax) throws(Diagnostic) {
        call.unit = try unit()
        try expect("FROM", "behind the unit in EXTRACT")
        call.arguments = [try expression()]
    }

    private mutating func trim(_ call: inout CallSyntax) throws(Diagnostic) {
        switch token.keyword {
        case "BOTH", "LEADING", "TRAILING":
            call.side = token.keyword
            advance()
        default: break
        }
        if call.side != nil, accept("FROM") {
            call.arguments = [try expression()]
            return
        }
        let first = try expression()
        // TRIM(characters FROM text): the text is the first argument from here on.
        call.arguments = accept("FROM") ? [try expression(), first] : [first]
    }

    private mutating func position(_ call: inout CallSyntax) throws(Diagnostic) {
        // The needle stands before IN, which a whole expression would take for a list.
        let needle = try primary()
        try expect("IN", "behind the searched text in POSITION")
        call.arguments = [needle, try expression()]
    }

    private mutating func substring(_ call: inout CallSyntax) throws(Diagnostic) {
        call.arguments = [try expression()]
        if accept("FROM") {
            call.arguments.append(try expression())
            if accept("FOR") { call.arguments.append(try expression()) }
            return
        }
        while acceptSymbol(",") { call.arguments.append(try expression()) }
    }
}
