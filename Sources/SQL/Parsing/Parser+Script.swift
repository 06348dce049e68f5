import Engine

extension Parser {
    /// Reads the whole script, and goes on behind a statement that is wrong.
    mutating func script(_ report: Report, annotations: AnnotationReader) -> [StatementSyntax] {
        var statements: [StatementSyntax] = []
        var annotations = annotations
        var setStart: Range<Int>?
        while !isAtEnd {
            if acceptSymbol(";") { continue }
            creates = nil
            do throws(Diagnostic) {
                if beginsStatementSet() {
                    if setStart != nil {
                        throw Diagnostic("a statement set cannot hold another", at: token.range)
                    }
                    setStart = token.range
                    try openStatementSet()
                    continue
                }
                if setStart != nil, isKeyword("END") {
                    setStart = nil
                    advance()
                    try endOfStatement()
                    continue
                }
                let first = token
                let statement = try statement(&annotations)
                if setStart != nil {
                    guard case .insert = statement else {
                        throw Diagnostic(
                            "a statement set holds INSERTs only; close it with END; first",
                            at: first.range)
                    }
                }
                statements.append(statement)
                try endOfStatement()
            } catch {
                report.add(error)
                if let creates { refusedTables.insert(creates) }
                skipStatement()
            }
        }
        if let setStart {
            report.add(Diagnostic("this statement set never ends; write END;", at: setStart))
        }
        for stray in annotations.remaining {
            report.add(
                Diagnostic(
                    "@\(stray.name.text) must stand in the lines directly above a CREATE TABLE",
                    at: stray.name.range))
        }
        return statements
    }

    private func beginsStatementSet() -> Bool {
        (isKeyword("EXECUTE") || isKeyword("BEGIN")) && next.keyword == "STATEMENT"
    }

    /// `EXECUTE STATEMENT SET BEGIN` or `BEGIN STATEMENT SET;`.
    private mutating func openStatementSet() throws(Diagnostic) {
        let isExecute = accept("EXECUTE")
        if !isExecute { advance() }
        try expect("STATEMENT", "here")
        try expect("SET", "behind STATEMENT")
        if isExecute {
            try expect("BEGIN", "behind STATEMENT SET")
        } else {
            try expectSymbol(";", "behind BEGIN STATEMENT SET")
        }
    }

    private mutating func endOfStatement() throws(Diagnostic) {
        if isAtEnd || acceptSymbol(";") { return }
        let clauses = ["WHERE", "GROUP", "HAVING", "UNION", "WINDOW"]
        if let misspelled = misspelled(among: clauses) { throw misspelled }
        throw unexpected("`;` at the end of the statement")
    }

    private mutating func statement(
        _ annotations: inout AnnotationReader
    ) throws(Diagnostic) -> StatementSyntax {
        switch token.keyword {
        case "SET": return try set()
        case "CREATE":
            let above = annotations.take(above: line)
            return try create(annotations: above)
        case "INSERT": return try insert()
        default: throw refusedStatement()
        }
    }

    private mutating func set() throws(Diagnostic) -> StatementSyntax {
        advance()
        guard case .text = token.kind else {
            throw Diagnostic(
                "write SET 'key' = 'value'; with both in single quotes", at: token.range)
        }
        let key = try text("the key")
        try expectSymbol("=", "behind the key")
        return .set(SetSyntax(key: key, value: try text("the value")))
    }

    private mutating func create(
        annotations: [AnnotationSyntax]
    ) throws(Diagnostic) -> StatementSyntax {
        advance()
        if isKeyword("OR") {
            throw Diagnostic(
                "CREATE OR REPLACE is not supported by Weir; write CREATE", at: token.range)
        }
        _ = accept("TEMPORARY")
        if accept("TABLE") { return .createTable(try table(annotations: annotations)) }
        if accept("VIEW") {
            if let first = annotations.first {
                throw Diagnostic(
                    "@\(first.name.text) must stand above a CREATE TABLE; a view stores nothing",
                    at: first.name.range)
            }
            return .createView(try view())
        }
        switch token.keyword {
        case "FUNCTION", "SYSTEM":
            throw Diagnostic(
                "user-defined functions need Java and are not supported by Weir; "
                    + "`weir help functions` lists those there are",
                at: token.range)
        case "CATALOG", "DATABASE":
            throw Diagnostic(
                "Weir has no catalogs and databases; create the tables in this script",
                at: token.range)
        default:
            throw unexpected("TABLE or VIEW behind CREATE")
        }
    }

    mutating func ifNotExists() throws(Diagnostic) {
        guard accept("IF") else { return }
        try expect("NOT", "behind IF")
        try expect("EXISTS", "behind IF NOT")
    }

    private mutating func view() throws(Diagnostic) -> ViewSyntax {
        try ifNotExists()
        let name = try tableName()
        creates = name.text
        var columns: [Name] = []
        if acceptSymbol("(") {
            columns = try list { parser throws(Diagnostic) in
                try parser.name("the name of a column")
            }
            try expectSymbol(")", "behind the columns")
        }
        try comment()
        try expect("AS", "before the SELECT of the view")
        return ViewSyntax(name: name, columns: columns, query: try queryExpression())
    }

    mutating func comment() throws(Diagnostic) {
        if accept("COMMENT") { _ = try text("the comment") }
    }

    private mutating func insert() throws(Diagnostic) -> StatementSyntax {
        let start = token.range.lowerBound
        advance()
        if isKeyword("OVERWRITE") {
            throw Diagnostic(
                "INSERT OVERWRITE is for batch jobs; write INSERT INTO", at: token.range)
        }
        try expect("INTO", "behind INSERT")
        if isKeyword("TABLE") {
            throw Diagnostic("INSERT INTO takes the name alone; take TABLE away", at: token.range)
        }
        let target = try tableName()
        var columns: [Name]?
        // A query can stand in parentheses, too.
        if !["SELECT", "WITH"].contains(next.keyword), acceptSymbol("(") {
            columns = try list { parser throws(Diagnostic) in
                try parser.name("the name of a column")
            }
            try expectSymbol(")", "behind the columns")
        }
        let query = try queryExpression()
        var deduplicates = false
        if accept("ON", "CONFLICT") {
            try expect("DO", "behind ON CONFLICT")
            try expect("DEDUPLICATE", "behind ON CONFLICT DO")
            deduplicates = true
        }
        return .insert(
            InsertSyntax(
                target: target, columns: columns, query: query, deduplicates: deduplicates,
                range: start..<lastEnd))
    }

    private func refusedStatement() -> Diagnostic {
        let advice: [String: String] = [
            "SELECT": "a query alone goes nowhere; write INSERT INTO table SELECT …",
            "WITH": "a query alone goes nowhere; write INSERT INTO table WITH … SELECT …",
            "EXPLAIN": "`weir explain` shows the plan; take EXPLAIN out of the script",
            "DROP": "a pipeline script only creates; take DROP out of the script",
            "ALTER": "a pipeline script only creates; write the change into CREATE TABLE",
            "ADD": "jars are not supported by Weir, and not needed",
            "USE": "Weir has no catalogs, databases and modules; take USE out of the script",
            "LOAD": "Weir has no catalogs, databases and modules; take LOAD out of the script",
            "UPDATE": "UPDATE is for batch jobs; write INSERT INTO",
            "DELETE": "DELETE is for batch jobs; write INSERT INTO",
            "RESET": "take RESET out of the script, and the SET that it undoes",
            "END": "END closes no statement set; take it away",
            "BEGIN": "write BEGIN STATEMENT SET; … END;",
            "EXECUTE": "write EXECUTE STATEMENT SET BEGIN … END;",
        ]
        if let keyword = token.keyword, let sentence = advice[keyword] {
            return Diagnostic(sentence, at: token.range)
        }
        let known = ["SET", "CREATE", "INSERT", "EXECUTE", "BEGIN", "SELECT"]
        if let keyword = token.keyword, let near = Spelling.nearest(to: keyword, among: known) {
            return Diagnostic("no statement begins so; did you mean \(near)?", at: token.range)
        }
        return unexpected("SET, CREATE TABLE, CREATE VIEW, INSERT INTO or EXECUTE STATEMENT SET")
    }
}
