extension Parser {
    /// [WITH …] SELECT … [UNION ALL SELECT …]….
    mutating func queryExpression() throws(Diagnostic) -> QueryExpressionSyntax {
        level += 1
        defer { level -= 1 }
        try checkDepth()
        let start = token.range.lowerBound
        var commonTables: [QueryExpressionSyntax.CommonTable] = []
        if accept("WITH") {
            commonTables = try list { parser throws(Diagnostic) in try parser.commonTable() }
        }
        var terms = [try term()]
        while accept("UNION") {
            guard accept("ALL") else {
                throw Diagnostic(
                    "UNION takes equal rows out and would keep every row for ever; write UNION ALL",
                    at: tokenBefore.lowerBound..<lastEnd)
            }
            terms.append(try term())
        }
        try refuseClauses()
        return QueryExpressionSyntax(
            commonTables: commonTables, terms: terms, range: start..<lastEnd)
    }

    private mutating func commonTable() throws(Diagnostic) -> QueryExpressionSyntax.CommonTable {
        let name = try name("the name of the query in WITH")
        var columns: [Name] = []
        if acceptSymbol("(") {
            columns = try list { parser throws(Diagnostic) in
                try parser.name("the name of a column")
            }
            try expectSymbol(")", "behind the columns")
        }
        try expect("AS", "behind the name in WITH")
        try expectSymbol("(", "behind AS")
        let query = try queryExpression()
        try expectSymbol(")", "behind the query of \(name.text)")
        return QueryExpressionSyntax.CommonTable(name: name, columns: columns, query: query)
    }

    private mutating func term() throws(Diagnostic) -> QueryExpressionSyntax.Term {
        guard acceptSymbol("(") else { return .select(try query()) }
        let inner = try queryExpression()
        try expectSymbol(")", "behind the inner SELECT")
        return .nested(inner)
    }

    /// SELECT … FROM … [WHERE …] [GROUP BY …] [HAVING …].
    mutating func query() throws(Diagnostic) -> QuerySyntax {
        level += 1
        defer { level -= 1 }
        try checkDepth()
        let start = token.range
        guard accept("SELECT") else { throw notAQuery() }
        if isKeyword("DISTINCT") {
            throw Diagnostic(
                "SELECT DISTINCT would keep every row for ever and is not supported by Weir; "
                    + "use GROUP BY in a window",
                at: token.range)
        }
        _ = accept("ALL")
        let items = try list { parser throws(Diagnostic) in try parser.item() }
        try expect("FROM", "behind the SELECT list")
        let from = try source()
        let condition = accept("WHERE") ? try expression() : nil
        var groupBy: [ExpressionSyntax] = []
        var groupByRange = start
        if isKeyword("GROUP") {
            groupByRange = token.range
            advance()
            try expect("BY", "behind GROUP")
            groupBy = try list { parser throws(Diagnostic) in try parser.groupItem() }
            groupByRange = groupByRange.lowerBound..<lastEnd
        }
        let having = accept("HAVING") ? try expression() : nil
        let windows = try namedWindows()
        try refuseClauses()
        return QuerySyntax(
            items: items, from: from, condition: condition, groupBy: groupBy, having: having,
            windows: windows, range: start.lowerBound..<lastEnd, groupByRange: groupByRange)
    }

    private func notAQuery() -> Diagnostic {
        switch token.keyword {
        case "VALUES":
            Diagnostic(
                "INSERT … VALUES is not supported by Weir; write INSERT INTO t SELECT … FROM s",
                at: token.range)
        default:
            unexpected("SELECT")
        }
    }

    private mutating func item() throws(Diagnostic) -> QuerySyntax.Item {
        let start = token.range.lowerBound
        if acceptSymbol("*") {
            return QuerySyntax.Item(expression: nil, alias: nil, range: start..<lastEnd)
        }
        let expression = try expression()
        return QuerySyntax.Item(
            expression: expression, alias: try alias(), range: expression.range)
    }

    private mutating func alias() throws(Diagnostic) -> Name? {
        if accept("AS") { return try name("an alias") }
        switch token.kind {
        case .quoted: return try name("an alias")
        case .word(let word) where !ReservedWords.contains(word): return try name("an alias")
        default: return nil
        }
    }

    private mutating func groupItem() throws(Diagnostic) -> ExpressionSyntax {
        switch token.keyword {
        case "GROUPING", "ROLLUP", "CUBE":
            throw Diagnostic(
                "\(token.keyword ?? "") is not supported by Weir; write one INSERT for each set",
                at: token.range)
        default: return try expression()
        }
    }

    private mutating func source() throws(Diagnostic) -> FromSyntax {
        let source = try oneSource()
        if token.isSymbol(",") {
            throw Diagnostic(
                "joins are not supported by Weir; a query reads one table", at: token.range)
        }
        return source
    }

    private mutating func oneSource() throws(Diagnostic) -> FromSyntax {
        if acceptSymbol("(") {
            let inner = try queryExpression()
            try expectSymbol(")", "behind the inner SELECT")
            return .subquery(inner, alias: try sourceAlias())
        }
        if isKeyword("LATERAL") || isKeyword("UNNEST") || isKeyword("VALUES") {
            throw Diagnostic(
                "\(token.keyword ?? "") is not supported by Weir; a query reads one table",
                at: token.range)
        }
        if accept("TABLE") {
            try expectSymbol("(", "behind TABLE in FROM")
            let window = try window()
            try expectSymbol(")", "behind the window")
            return .window(window, alias: try sourceAlias())
        }
        if next.isSymbol("("), token.keyword != nil {
            return .window(try window(), alias: try sourceAlias())
        }
        return .table(try tableName(), alias: try sourceAlias())
    }

    private mutating func sourceAlias() throws(Diagnostic) -> Name? {
        let clauses: Set<String?> = [
            "TABLESAMPLE", "MATCH_RECOGNIZE", "WINDOW", "QUALIFY", "NATURAL", "ON",
        ]
        return clauses.contains(token.keyword) ? nil : try alias()
    }

    private func refuseClauses() throws(Diagnostic) {
        let refused: [String: String] = [
            "JOIN": "joins are not supported by Weir; a query reads one table",
            "INNER": "joins are not supported by Weir; a query reads one table",
            "LEFT": "joins are not supported by Weir; a query reads one table",
            "RIGHT": "joins are not supported by Weir; a query reads one table",
            "FULL": "joins are not supported by Weir; a query reads one table",
            "CROSS": "joins are not supported by Weir; a query reads one table",
            "NATURAL": "joins are not supported by Weir; a query reads one table",
            "INTERSECT": "INTERSECT is not supported by Weir",
            "EXCEPT": "EXCEPT is not supported by Weir",
            "MINUS": "MINUS is not supported by Weir",
            "ORDER": "a stream has no end to be sorted at; take ORDER BY away",
            "LIMIT": "a stream has no end; take LIMIT away",
            "OFFSET": "a stream has no end; take OFFSET away",
            "FETCH": "a stream has no end; take FETCH away",
            "QUALIFY": "QUALIFY is not supported by Weir; use HAVING",
            "MATCH_RECOGNIZE": "MATCH_RECOGNIZE is not supported by Weir",
            "TABLESAMPLE": "TABLESAMPLE is not supported by Weir",
            "FOR": "FOR SYSTEM_TIME is not supported by Weir",
            "WHERE": "WHERE stands before GROUP BY, and once",
            "GROUP": "GROUP BY stands before HAVING, and once",
        ]
        if let keyword = token.keyword, let sentence = refused[keyword] {
            throw Diagnostic(sentence, at: token.range)
        }
    }
}
