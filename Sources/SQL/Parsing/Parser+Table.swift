extension Parser {
    /// Everything of CREATE TABLE behind the word TABLE.
    mutating func table(annotations: [AnnotationSyntax]) throws(Diagnostic) -> TableSyntax {
        try ifNotExists()
        var table = TableSyntax(name: try tableName())
        creates = table.name.text
        table.annotations = annotations
        try refuseDerivation()
        try expectSymbol("(", "before the columns of the table")
        try element(of: &table)
        while acceptSymbol(",") {
            try refuseCommaTooMany()
            try element(of: &table)
        }
        try expectSymbol(")", "or `,` behind a column")
        try comment()
        try refuseTableClauses()
        try refuseDerivation()
        try expect("WITH", "and the connector's options behind the columns")
        try expectSymbol("(", "behind WITH")
        table.options = try list { parser throws(Diagnostic) in try parser.option() }
        try expectSymbol(")", "or `,` behind an option")
        try refuseDerivation()
        return table
    }

    /// A table made from another can say so in several places.
    private func refuseDerivation() throws(Diagnostic) {
        guard isKeyword("LIKE") || isKeyword("AS") else { return }
        throw Diagnostic(
            "CREATE TABLE … \(token.keyword ?? "") is not supported by Weir; "
                + "write the columns out",
            at: token.range)
    }

    private func refuseTableClauses() throws(Diagnostic) {
        switch token.keyword {
        case "PARTITIONED", "DISTRIBUTED":
            throw Diagnostic(
                "\(token.keyword ?? "") BY is not supported by Weir; leave it out", at: token.range)
        default: return
        }
    }

    private mutating func option() throws(Diagnostic) -> TableSyntax.Option {
        let key = try text("an option such as 'connector'")
        try expectSymbol("=", "behind the option")
        return TableSyntax.Option(key: key, value: try text("the option's value"))
    }

    private mutating func element(of table: inout TableSyntax) throws(Diagnostic) {
        if isKeyword("WATERMARK"), next.keyword == "FOR" {
            try watermark(of: &table)
        } else if isKeyword("WATERMARK"), afterNext.keyword == "AS" {
            throw Diagnostic(
                "write WATERMARK FOR column AS column - INTERVAL '5' SECOND", at: token.range)
        } else if isKeyword("PRIMARY") || isKeyword("CONSTRAINT") {
            try primaryKey(of: &table)
        } else if isKeyword("UNIQUE") || isKeyword("FOREIGN") {
            throw Diagnostic(
                "the only key of a table is PRIMARY KEY (…) NOT ENFORCED", at: token.range)
        } else {
            table.columns.append(try column(of: &table))
        }
    }

    private mutating func watermark(of table: inout TableSyntax) throws(Diagnostic) {
        let start = token.range
        advance()
        advance()
        if table.watermark != nil {
            throw Diagnostic("a table has one WATERMARK", at: start)
        }
        let column = try name("the event-time column")
        try expect("AS", "behind the event-time column")
        table.watermark = TableSyntax.Watermark(column: column, expression: try expression())
    }

    private mutating func primaryKey(of table: inout TableSyntax) throws(Diagnostic) {
        let start = token.range
        if accept("CONSTRAINT") { _ = try name("the constraint's name") }
        try expect("PRIMARY", "here")
        try expect("KEY", "behind PRIMARY")
        guard table.primaryKey.isEmpty else {
            throw Diagnostic("a table has one PRIMARY KEY", at: start)
        }
        try expectSymbol("(", "before the key columns")
        table.primaryKey = try list { parser throws(Diagnostic) in
            try parser.name("a key column")
        }
        try expectSymbol(")", "behind the key columns")
        try notEnforced()
    }

    private mutating func notEnforced() throws(Diagnostic) {
        guard accept("NOT", "ENFORCED") else {
            throw Diagnostic(
                "Flink does not check keys; write NOT ENFORCED behind it", at: tokenBefore)
        }
    }

    private mutating func column(of table: inout TableSyntax) throws(Diagnostic)
        -> TableSyntax.Column
    {
        let name = try name("the name of a column")
        if accept("AS") {
            let expression = try expression()
            try comment()
            return .init(name: name, role: .computed(expression), isNullable: true)
        }
        let type = try type()
        if isKeyword("DEFAULT") {
            throw Diagnostic(
                "Flink's tables have no DEFAULT; write COALESCE(\(name.text), …) where it is read",
                at: token.range)
        }
        var isNullable = true
        if accept("NOT", "NULL") { isNullable = false } else { _ = accept("NULL") }
        if isKeyword("PRIMARY"), next.keyword == "KEY" {
            advance()
            advance()
            guard table.primaryKey.isEmpty else {
                throw Diagnostic("a table has one PRIMARY KEY", at: name.range)
            }
            table.primaryKey = [name]
            try notEnforced()
        }
        var role = TableSyntax.Column.Role.physical(type)
        if accept("METADATA") {
            let key = accept("FROM") ? try text("the metadata key") : nil
            role = .metadata(type, key: key, isVirtual: accept("VIRTUAL"))
        }
        try comment()
        return .init(name: name, role: role, isNullable: isNullable)
    }
}
