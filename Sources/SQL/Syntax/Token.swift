/// One word, literal or symbol of a script.
struct Token: Equatable {
    enum Kind: Equatable {
        /// An unquoted word as written; keywords are compared without case.
        case word(String)
        /// A name in back-ticks, without them.
        case quoted(String)
        /// A text literal, its doubled quotes undone.
        case text(String)
        case number(String)
        case symbol(String)
        case end
    }

    let kind: Kind
    /// UTF-8 bytes from the start of the script.
    let range: Range<Int>

    /// The word in capitals, or `nil` for everything that is no unquoted word.
    var keyword: String? {
        if case .word(let word) = kind { word.uppercased() } else { nil }
    }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol(symbol) }
}

/// A `--` comment that stands on a line of its own: annotations are written in these.
struct Comment: Equatable {
    /// Without the dashes.
    let text: String
    let range: Range<Int>
    let line: Int
}
