/// Cuts a script into tokens and comments.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var isLineBlank = true
    private(set) var tokens: [Token] = []
    /// Comments on lines of their own, and where each line's first token stands.
    private(set) var comments: [Comment] = []
    /// Comments behind other words; an annotation must not hide there.
    private(set) var trailingComments: [Comment] = []
    /// The line of each token.
    private(set) var lines: [Int] = []
    private(set) var mistakes: [Diagnostic] = []

    init(_ script: String) {
        bytes = Array(script.utf8)
        while position < bytes.count { step() }
        append(.end, from: bytes.count)
    }

    /// The statements that hold a mistake, from semicolon to semicolon.
    var unreadable: [Range<Int>] {
        let ends = tokens.filter { $0.isSymbol(";") }.map(\.range.lowerBound)
        var statements: [Range<Int>] = []
        var next = 0
        // Mistakes stand in the order of the script, as the semicolons do.
        for mistake in mistakes {
            while next < ends.count, ends[next] < mistake.range.lowerBound { next += 1 }
            let start = next > 0 ? ends[next - 1] + 1 : 0
            let end = next < ends.count ? ends[next] : bytes.count
            let statement = start..<max(start, end)
            if statements.last != statement { statements.append(statement) }
        }
        return statements
    }

    private mutating func step() {
        let byte = bytes[position]
        switch byte {
        case 10:
            line += 1
            isLineBlank = true
            position += 1
        case 32, 9, 13, 12:
            position += 1
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
            lineComment()
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            blockComment()
        case UInt8(ascii: "'"):
            quoted(by: byte, what: "text") { .text($0) }
        case UInt8(ascii: "`"):
            quoted(by: byte, what: "name") { .quoted($0) }
            if case .quoted(let name)? = tokens.last?.kind { checkLength(of: name) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            number()
        case UInt8(ascii: ".") where isDigit(peek(1)):
            number()
        default:
            if isWordStart(byte) { word() } else { symbol() }
        }
    }

    private func peek(_ ahead: Int) -> UInt8 {
        position + ahead < bytes.count ? bytes[position + ahead] : 0
    }

    private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private func isWordStart(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// In UTF-16 units, as in Flink, whose planner sets Calcite's `identifierMaxLength`.
    private static let longestName = 256

    /// Looks at the name that was read last.
    private mutating func checkLength(of name: String) {
        guard let token = tokens.last, name.utf16.count > Self.longestName else { return }
        mistakes.append(
            Diagnostic(
                "this name has \(name.utf16.count) characters and may have \(Self.longestName); "
                    + "is there a back-tick too many or too few?",
                at: token.range))
    }

    private mutating func append(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, range: start..<position))
        lines.append(line)
        isLineBlank = false
    }

    private mutating func lineComment() {
        let start = position
        while position < bytes.count, bytes[position] != 10 { position += 1 }
        let comment = Comment(
            text: text(start + 2..<position), range: start..<position, line: line)
        if isLineBlank { comments.append(comment) } else { trailingComments.append(comment) }
    }

    private mutating func blockComment() {
        let start = position
        if peek(2) == UInt8(ascii: "+") {
            mistakes.append(
                Diagnostic(
                    "hints are not supported by Weir; write the options into the table's WITH (…)",
                    at: start..<start + 3))
        }
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            if bytes[position] == 10 { line += 1 }
            position += 1
        }
        mistakes.append(Diagnostic("this comment never ends; write */", at: start..<start + 2))
    }

    private mutating func quoted(by quote: UInt8, what: String, _ kind: (String) -> Token.Kind) {
        let start = position
        let startLine = line
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote {
                guard peek(1) == quote else {
                    position += 1
                    tokens.append(
                        Token(
                            kind: kind(String(decoding: content, as: UTF8.self)),
                            range: start..<position))
                    lines.append(startLine)
                    isLineBlank = false
                    return
                }
                position += 1
            }
            if byte == 10 { line += 1 }
            content.append(byte)
            position += 1
        }
        let mark = quote == UInt8(ascii: "'") ? "a single quote" : "a back-tick"
        mistakes.append(
            Diagnostic("this \(what) never ends; close it with \(mark)", at: start..<start + 1))
    }

    private mutating func number() {
        let start = position
        while isDigit(peek(0)) { position += 1 }
        if peek(0) == UInt8(ascii: "."), isDigit(peek(1)) || position > start {
            position += 1
            while isDigit(peek(0)) { position += 1 }
        }
        if peek(0) | 32 == UInt8(ascii: "e") {
            let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if isDigit(peek(isSigned ? 2 : 1)) {
                position += isSigned ? 2 : 1
                while isDigit(peek(0)) { position += 1 }
            }
        }
        if position < bytes.count, isWordStart(bytes[position]) {
            while position < bytes.count, isWordStart(bytes[position]) || isDigit(bytes[position]) {
                position += 1
            }
            mistakes.append(
                Diagnostic(
                    "this is neither a number nor a name; a name that begins with a digit needs "
                        + "back-ticks",
                    at: start..<position))
        }
        append(.number(text(start..<position)), from: start)
    }

    private mutating func word() {
        let start = position
        while position < bytes.count,
            isWordStart(bytes[position]) || isDigit(bytes[position]) || bytes[position] == 36
        {
            position += 1
        }
        let name = text(start..<position)
        append(.word(name), from: start)
        checkLength(of: name)
    }

    private static let pairs: Set<String> = ["<>", "!=", "<=", ">=", "||", "=>"]
    private static let singles = Set("(),.;=<>+-*/%[]{}:?".utf8)

    private mutating func symbol() {
        let start = position
        if position + 1 < bytes.count, bytes[position + 1] < 0x80, bytes[position] < 0x80 {
            let pair = text(position..<position + 2)
            if Self.pairs.contains(pair) {
                position += 2
                append(.symbol(pair), from: start)
                return
            }
        }
        if Self.singles.contains(bytes[position]) {
            position += 1
            append(.symbol(text(start..<position)), from: start)
            return
        }
        strange(from: start)
    }

    /// Goes behind the second of two double quotes, where it stands in the same line.
    private mutating func skipDoubleQuoted() {
        let rest = bytes[position...]
        guard let close = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == 10 }),
            bytes[close] != 10
        else { return }
        position = close + 1
    }

    private mutating func strange(from start: Int) {
        position += 1
        while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
        let found = text(start..<position)
        if found == "\"" { skipDoubleQuoted() }
        if found == "&" || found == "|", peek(0) == bytes[start] { position += 1 }
        let advice =
            switch found {
            case "\"": "names are written in back-ticks and texts in single quotes"
            case "&": "Flink writes AND for this"
            case "|": "Flink writes OR for this, or || to join texts"
            case "^": "Flink writes POWER(number, exponent) for this"
            case "!": "Flink writes NOT for this, or <>"
            case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{00B4}":
                "this is a typographic quote; write '"
            case "\u{00A0}": "this is a no-break space; write a plain one"
            case "\u{FEFF}": "this is a byte order mark, which Flink does not take; save without it"
            default: "this character has no meaning here; a name that holds it needs back-ticks"
            }
        mistakes.append(Diagnostic(advice, at: start..<position))
        isLineBlank = false
    }
}
