import Engine

/// Letters of a time's pattern that are easily taken for others.
struct TimePatternLint {
    /// Which argument of a function is the pattern, from 0.
    static let arguments: [String: Int] = [
        "DATE_FORMAT": 1, "TO_TIMESTAMP": 1, "TO_DATE": 1, "FROM_UNIXTIME": 1, "UNIX_TIMESTAMP": 1,
    ]

    let report: Report

    func check(_ pattern: Bound) throws(Diagnostic) {
        guard case .string(let text) = pattern.literal else { return }
        let letters = Self.letters(text)
        if letters.contains("Y") {
            throw Diagnostic(
                "Y is the year of the week, which Weir does not know; the year is y",
                at: pattern.range)
        }
        if let refusal = Timestamp.refusal(ofFormat: text) {
            throw Diagnostic(
                "\(refusal); an example is 'yyyy-MM-dd HH:mm:ss.SSS'", at: pattern.range)
        }
        if letters.contains("D"), letters.contains("M") || letters.contains("m") {
            warn("D is the day of the year; write d", pattern)
        }
        if letters.contains("m"), !letters.contains("M"), letters.contains("d") {
            warn("m is the minute; the month is M", pattern)
        }
        if letters.contains("h"), !letters.contains("a") {
            warn("h is the hour of a clock with twelve; write H", pattern)
        }
    }

    private func warn(_ message: String, _ pattern: Bound) {
        report.warn("in this pattern \(message)", at: pattern.range)
    }

    /// The letters that are no text in quotes.
    private static func letters(_ pattern: String) -> Set<Character> {
        var letters: Set<Character> = []
        var isQuoted = false
        for character in pattern {
            if character == "'" {
                isQuoted.toggle()
            } else if !isQuoted {
                letters.insert(character)
            }
        }
        return letters
    }
}
