import Engine

/// Reads tokens into statements; one mistake for each statement.
///
/// A recursive descent: each extension reads one part of the grammar.
struct Parser {
    /// Deeper expressions are refused, long before the stack would end.
    static let deepest = 100

    private let tokens: [Token]
    let lines: [Int]
    private(set) var index = 0
    var level = 0
    /// How many ROW types are open.
    var rowDepth = 0
    /// The table or view that the current statement creates.
    var creates: String?
    /// Tables and views whose CREATE could not be read.
    var refusedTables: Set<String> = []

    init(_ lexer: Lexer) {
        tokens = lexer.tokens
        lines = lexer.lines
    }

    var token: Token { tokens[index] }
    var next: Token { tokens[min(index + 1, tokens.count - 1)] }
    var afterNext: Token { tokens[min(index + 2, tokens.count - 1)] }
    var isAtEnd: Bool { token.kind == .end }
    /// The end of the last token that was taken.
    var lastEnd: Int { index > 0 ? tokens[index - 1].range.upperBound : 0 }
    /// Where the token before the current one stands.
    var tokenBefore: Range<Int> { tokens[max(0, index - 1)].range }
    /// The line on which the current token begins.
    var line: Int { lines[index] }

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    func isKeyword(_ keyword: String) -> Bool { token.keyword == keyword }

    mutating func accept(_ keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        advance()
        return true
    }

    /// Takes several keywords in a row, or none of them.
    mutating func accept(_ first: String, _ second: String) -> Bool {
        guard isKeyword(first), next.keyword == second else { return false }
        advance()
        advance()
        return true
    }

    mutating func acceptSymbol(_ symbol: String) -> Bool {
        guard token.isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ keyword: String, _ context: String) throws(Diagnostic) {
        guard !accept(keyword) else { return }
        if let misspelled = misspelled(among: [keyword]) { throw misspelled }
        throw unexpected("\(keyword) \(context)")
    }

    /// A misspelled keyword that was taken for a name before something that cannot follow one.
    func misspelled(among keywords: [String]) -> Diagnostic? {
        guard index > 0, case .word(let word) = tokens[index - 1].kind,
            case .word = token.kind, !ReservedWords.contains(word),
            let near = Spelling.nearest(to: word, among: keywords)
        else { return nil }
        return Diagnostic("\(word) cannot stand here; did you mean \(near)?", at: tokenBefore)
    }

    mutating func expectSymbol(_ symbol: String, _ context: String) throws(Diagnostic) {
        guard acceptSymbol(symbol) else { throw unexpected("`\(symbol)` \(context)") }
    }

    mutating func name(_ what: String) throws(Diagnostic) -> Name {
        switch token.kind {
        case .quoted(let text):
            guard !text.isEmpty else {
                throw Diagnostic("a name cannot be empty", at: token.range)
            }
            defer { advance() }
            return Name(text: text, range: token.range)
        case .word(let text):
            guard !ReservedWords.contains(text) else { throw reserved(text) }
            defer { advance() }
            return Name(text: text, range: token.range)
        default:
            throw unexpected(what)
        }
    }

    /// The catalog and the database that Flink begins with; a script may name them.
    static let ownCatalog = ["default_catalog", "default_database"]

    /// The name of a table or view, perhaps behind the catalog and database that Flink begins with.
    mutating func tableName() throws(Diagnostic) -> Name {
        var names = [try name("the name of a table")]
        while acceptSymbol(".") { names.append(try name("the name of a table")) }
        let table = names.removeLast()
        let isOwn = names.isEmpty || names.map(\.text) == Self.ownCatalog
        guard isOwn || names.map(\.text) == [Self.ownCatalog[1]] else {
            throw Diagnostic(
                "Weir has no catalogs and databases; write \(table.text) alone",
                at: names[0].range.lowerBound..<table.range.upperBound)
        }
        return table
    }

    mutating func text(_ what: String) throws(Diagnostic) -> Name {
        guard case .text(let text) = token.kind else {
            throw unexpected("\(what) in single quotes")
        }
        defer { advance() }
        return Name(text: text, range: token.range)
    }

    func reserved(_ word: String) -> Diagnostic {
        Diagnostic(
            "\(word) is a reserved word in Flink SQL; as a name it needs back-ticks: `\(word)`",
            at: token.range)
    }

    /// Says what was expected and what stands here instead.
    func unexpected(_ expected: String) -> Diagnostic {
        let found =
            switch token.kind {
            case .word(let word): word
            case .quoted(let name): "`\(name)`"
            case .text: "a text"
            case .number(let digits): digits
            case .symbol(let symbol): "`\(symbol)`"
            case .end: "the end of the script"
            }
        return Diagnostic("expected \(expected), found \(found)\(hint(expected))", at: token.range)
    }

    /// Which of the expected keywords a word is probably meant to be.
    private func hint(_ expected: String) -> String {
        guard case .word(let word) = token.kind else { return "" }
        let keywords = expected.split { !$0.isLetter }.map(String.init)
            .filter { $0.count > 1 && $0.allSatisfy(\.isUppercase) }
        return keywords.contains(word.uppercased()) ? "" : Spelling.hint(for: word, among: keywords)
    }

    /// Moves behind the next semicolon, or to the end.
    mutating func skipStatement() {
        while !isAtEnd, !token.isSymbol(";") { advance() }
        advance()
    }

    /// Reads one or more, with commas between them.
    mutating func list<Element>(
        _ element: (inout Parser) throws(Diagnostic) -> Element
    ) throws(Diagnostic) -> [Element] {
        var elements = [try element(&self)]
        while acceptSymbol(",") {
            try refuseCommaTooMany()
            elements.append(try element(&self))
        }
        return elements
    }

    /// Nothing follows the comma that was taken.
    func refuseCommaTooMany() throws(Diagnostic) {
        let isOver =
            switch token.keyword {
            case "FROM", "WHERE", "GROUP", "HAVING": !next.isSymbol(",") && next.keyword != "FROM"
            default: token.isSymbol(")") || token.isSymbol(";") || token.isSymbol("]")
            }
        if isOver { throw Diagnostic("this comma is one too many; take it away", at: tokenBefore) }
    }
}
