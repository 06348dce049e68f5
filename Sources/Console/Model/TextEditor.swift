/// Several lines of text being typed.
struct TextEditor: Sendable, Equatable {
    /// Never empty; an empty text is one empty line.
    private(set) var lines: [[Character]] = [[]]
    private(set) var row = 0
    private(set) var column = 0

    init(_ text: String = "") { replaceAll(with: text) }

    var text: String { lines.map { String($0) }.joined(separator: "\n") }
    var isEmpty: Bool { lines.count == 1 && lines[0].isEmpty }
    var isBlank: Bool { lines.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
    var isAtStart: Bool { row == 0 && column == 0 }
    /// The cursor stands behind the last character of the text, and that is a semicolon.
    var isAtEndOfStatement: Bool {
        row == lines.count - 1 && column == lines[row].count && lines[row].last == ";"
    }

    mutating func replaceAll(with text: String) {
        lines = TextEditor.split(text)
        row = lines.count - 1
        column = lines[row].count
    }

    mutating func insert(_ text: String) {
        let added = TextEditor.split(text)
        let size = lines.reduce(0) { $0 + $1.count }
        guard size + text.count <= 100_000, lines.count + added.count <= 2_000 else { return }
        let tail = Array(lines[row][column...])
        lines[row].removeSubrange(column...)
        lines[row].append(contentsOf: added[0])
        lines.insert(contentsOf: added.dropFirst(), at: row + 1)
        row += added.count - 1
        column = lines[row].count
        lines[row].append(contentsOf: tail)
    }

    /// Carries out an editing action; `false` when it is none, or when it leads out of the text.
    mutating func edit(_ action: Action) -> Bool {
        switch action {
        case .cursorLeft: moveLeft()
        case .cursorRight: moveRight()
        case .cursorHome: column = 0
        case .cursorEnd: column = lines[row].count
        case .up: return moveVertically(by: -1)
        case .down: return moveVertically(by: 1)
        case .newLine: insert("\n")
        case .deleteBack: deleteBack()
        case .deleteForward: deleteForward()
        case .deleteWord: deleteWord()
        case .deleteLine: lines[row].removeSubrange(..<column); column = 0
        default: return false
        }
        return true
    }

    private mutating func moveLeft() {
        if column > 0 {
            column -= 1
        } else if row > 0 {
            row -= 1
            column = lines[row].count
        }
    }

    private mutating func moveRight() {
        if column < lines[row].count {
            column += 1
        } else if row < lines.count - 1 {
            row += 1
            column = 0
        }
    }

    private mutating func moveVertically(by delta: Int) -> Bool {
        guard lines.indices.contains(row + delta) else { return false }
        row += delta
        column = min(column, lines[row].count)
        return true
    }

    private mutating func deleteBack() {
        if column > 0 {
            column -= 1
            lines[row].remove(at: column)
        } else if row > 0 {
            joinWithNext(row - 1)
        }
    }

    private mutating func deleteForward() {
        if column < lines[row].count {
            lines[row].remove(at: column)
        } else if row < lines.count - 1 {
            joinWithNext(row)
        }
    }

    private mutating func deleteWord() {
        guard column > 0 else { return deleteBack() }
        var start = column
        while start > 0, lines[row][start - 1].isWhitespace { start -= 1 }
        while start > 0, !lines[row][start - 1].isWhitespace { start -= 1 }
        lines[row].removeSubrange(start..<column)
        column = start
    }

    private mutating func joinWithNext(_ first: Int) {
        row = first
        column = lines[first].count
        lines[first].append(contentsOf: lines.remove(at: first + 1))
    }

    /// Lines without control characters; a tab is two blanks.
    private static func split(_ text: String) -> [[Character]] {
        var lines: [[Character]] = [[]]
        for character in text {
            if character.isNewline {
                lines.append([])
            } else if character == "\t" {
                lines[lines.count - 1] += "  "
            } else if !character.unicodeScalars.contains(where: TextField.isControl) {
                lines[lines.count - 1].append(character)
            }
        }
        return lines
    }
}
