import Engine

extension Parser {
    /// `HOP(TABLE t, DESCRIPTOR(c), …)`, also with `DATA =>`, `TIMECOL =>` and so on.
    mutating func window() throws(Diagnostic) -> WindowSyntax {
        let start = token.range
        guard case .word(let word) = token.kind else {
            throw unexpected("TUMBLE, HOP, CUMULATE or SESSION")
        }
        try refuseWindow(word.uppercased(), at: start)
        advance()
        try expectSymbol("(", "behind \(word)")
        let table = try windowTable()
        let partition = try windowPartition(word.uppercased())
        try expectSymbol(",", "behind the table")
        try parameterName("TIMECOL")
        guard accept("DESCRIPTOR") else {
            throw unexpected("DESCRIPTOR(event-time column)")
        }
        try expectSymbol("(", "behind DESCRIPTOR")
        let column = try name("the event-time column")
        try expectSymbol(")", "behind the event-time column")
        var arguments: [WindowSyntax.Argument] = []
        while acceptSymbol(",") { arguments.append(try windowArgument()) }
        try expectSymbol(")", "or `,` in \(word)(…)")
        return WindowSyntax(
            function: Name(text: word.uppercased(), range: start), table: table,
            partition: partition, column: column, arguments: arguments,
            range: start.lowerBound..<lastEnd)
    }

    private func refuseWindow(_ word: String, at range: Range<Int>) throws(Diagnostic) {
        let known = ["TUMBLE", "HOP", "CUMULATE", "SESSION"]
        guard !known.contains(word) else { return }
        let hint = Spelling.hint(for: word, among: known)
        throw Diagnostic("there is no window function \(word)\(hint)", at: range)
    }

    /// `PARTITION BY k` or `PARTITION BY (k, …)`, which sessions have.
    private mutating func windowPartition(_ function: String) throws(Diagnostic) -> [Name] {
        guard isKeyword("PARTITION") else { return [] }
        if function != "SESSION" {
            throw Diagnostic(
                "only SESSION takes PARTITION BY; the windows of \(function) are the same for all "
                    + "keys, name the keys in GROUP BY",
                at: token.range)
        }
        advance()
        try expect("BY", "behind PARTITION")
        guard acceptSymbol("(") else {
            let key = try name("the key of the sessions")
            if token.isSymbol(","), !["DESCRIPTOR", "TIMECOL"].contains(next.keyword?.uppercased())
            {
                throw Diagnostic(
                    "several keys stand in parentheses: PARTITION BY (a, b)", at: next.range)
            }
            return [key]
        }
        let keys = try list { parser throws(Diagnostic) in
            try parser.name("a key of the sessions")
        }
        try expectSymbol(")", "behind the keys of the sessions")
        return keys
    }

    private mutating func windowTable() throws(Diagnostic) -> Name {
        try parameterName("DATA")
        try expect("TABLE", "before the table's name")
        if token.isSymbol("(") {
            throw Diagnostic(
                "Flink takes no query here; write CREATE VIEW and name the view", at: token.range)
        }
        return try tableName()
    }

    /// Takes `NAME =>` where it stands.
    private mutating func parameterName(_ expected: String) throws(Diagnostic) {
        guard next.isSymbol("=>") else { return }
        let given: String? = if case .quoted(let text) = token.kind { text } else { token.keyword }
        guard given?.uppercased() == expected else {
            throw unexpected("\(expected) => here, as Flink has it in this order")
        }
        advance()
        advance()
    }

    private mutating func windowArgument() throws(Diagnostic) -> WindowSyntax.Argument {
        var name: Name?
        if next.isSymbol("=>") {
            switch token.kind {
            case .quoted(let text): name = Name(text: text.uppercased(), range: token.range)
            case .word(let word):
                guard !ReservedWords.contains(word) else { throw reserved(word) }
                name = Name(text: word.uppercased(), range: token.range)
            default: throw unexpected("the name of a parameter")
            }
            advance()
            advance()
        }
        return WindowSyntax.Argument(name: name, value: try expression())
    }
}
