/// OVER, the WINDOW clause, and what both of them hold.
extension Parser {
    /// Reads what stands behind OVER.
    mutating func overClause() throws(Diagnostic) -> OverClause {
        if token.isSymbol("(") { return .window(try overWindow()) }
        return .named(try name("the name of a window, or ( after OVER"))
    }

    /// `WINDOW w AS (…), …`.
    mutating func namedWindows() throws(Diagnostic) -> [NamedWindowSyntax] {
        guard accept("WINDOW") else { return [] }
        return try list { parser throws(Diagnostic) in
            let name = try parser.name("the name of a window")
            try parser.expect("AS", "behind the window's name")
            return NamedWindowSyntax(name: name, window: try parser.overWindow())
        }
    }

    private mutating func overWindow() throws(Diagnostic) -> OverSyntax {
        let start = token.range.lowerBound
        try expectSymbol("(", "before the window")
        var partition: [ExpressionSyntax] = []
        if accept("PARTITION") {
            try expect("BY", "behind PARTITION")
            partition = try list { parser throws(Diagnostic) in try parser.expression() }
        }
        var order: [OverSyntax.Order] = []
        if accept("ORDER") {
            try expect("BY", "behind ORDER")
            order = try list { parser throws(Diagnostic) in try parser.orderItem() }
        }
        var frame: OverSyntax.Frame?
        if isKeyword("ROWS") || isKeyword("RANGE") { frame = try overFrame() }
        try expectSymbol(")", "at the end of the window")
        return OverSyntax(
            partition: partition, order: order, frame: frame, range: start..<lastEnd)
    }

    private mutating func orderItem() throws(Diagnostic) -> OverSyntax.Order {
        let expression = try expression()
        let isDescending = accept("DESC")
        if !isDescending { _ = accept("ASC") }
        var nullsFirst: Bool?
        if accept("NULLS") {
            nullsFirst = accept("FIRST")
            if nullsFirst == false { try expect("LAST", "or FIRST behind NULLS") }
        }
        return OverSyntax.Order(
            expression: expression, isDescending: isDescending, nullsFirst: nullsFirst,
            range: expression.range.lowerBound..<lastEnd)
    }

    private mutating func overFrame() throws(Diagnostic) -> OverSyntax.Frame {
        let start = token.range.lowerBound
        let isRows = isKeyword("ROWS")
        advance()
        guard accept("BETWEEN") else {
            let limit = try frameLimit()
            return OverSyntax.Frame(
                isRows: isRows, start: limit, end: .currentRow, range: start..<lastEnd)
        }
        let first = try frameLimit()
        try expect("AND", "between the limits of the frame")
        let last = try frameLimit()
        return OverSyntax.Frame(isRows: isRows, start: first, end: last, range: start..<lastEnd)
    }

    private mutating func frameLimit() throws(Diagnostic) -> OverSyntax.Frame.Limit {
        if accept("CURRENT", "ROW") { return .currentRow }
        if accept("UNBOUNDED") {
            if accept("FOLLOWING") { return .following }
            try expect("PRECEDING", "behind UNBOUNDED")
            return .unboundedPreceding
        }
        let length = try primary()
        if accept("FOLLOWING") { return .following }
        try expect("PRECEDING", "behind the length of the frame")
        return .preceding(length)
    }
}
