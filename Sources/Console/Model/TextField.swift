/// One line of text being typed.
struct TextField: Sendable, Equatable {
    private(set) var characters: [Character] = []
    /// Where the next character goes, 0 to the number of characters.
    private(set) var cursor = 0

    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }

    /// Puts text in at the cursor; line ends and other control characters become blanks.
    mutating func insert(_ text: String) {
        let clean = text.unicodeScalars.map { TextField.isControl($0) ? " " : Character($0) }
        // Scalars are joined again so that a combining mark stays with its letter.
        let added = Array(String(String.UnicodeScalarView(clean.flatMap(\.unicodeScalars))))
        guard characters.count + added.count <= 4_096 else { return }
        characters.insert(contentsOf: added, at: cursor)
        cursor = min(characters.count, cursor + added.count)
    }

    /// Carries out an editing action; `false` when it is none.
    mutating func edit(_ action: Action) -> Bool {
        switch action {
        case .cursorLeft: cursor = max(0, cursor - 1)
        case .cursorRight: cursor = min(characters.count, cursor + 1)
        case .cursorHome: cursor = 0
        case .cursorEnd: cursor = characters.count
        case .deleteBack: remove(from: cursor - 1, to: cursor)
        case .deleteForward: remove(from: cursor, to: cursor + 1)
        case .deleteWord: remove(from: startOfWord, to: cursor)
        case .deleteLine: remove(from: 0, to: cursor)
        default: return false
        }
        return true
    }

    private var startOfWord: Int {
        var place = cursor
        while place > 0, characters[place - 1] == " " { place -= 1 }
        while place > 0, characters[place - 1] != " " { place -= 1 }
        return place
    }

    private mutating func remove(from start: Int, to end: Int) {
        guard start >= 0, end <= characters.count, start < end else { return }
        characters.removeSubrange(start..<end)
        cursor = start
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
