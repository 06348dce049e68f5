import SQL
import Testing

/// How a diagnostic is shown.
struct DiagnosticTests {
    /// The rendered lines, with the range given as the words themselves.
    private func rendered(_ words: String, in script: String) throws -> [String] {
        let place = try #require(script.utf8.firstRange(of: Array(words.utf8)))
        let start = script.utf8.distance(from: script.startIndex, to: place.lowerBound)
        return Diagnostic("wrong", at: start..<start + words.utf8.count).rendered(in: script)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: [
        ("a tab", "\tSELECT a", "a", "      SELECT a", "             ^"),
        ("wide characters", "'数字' a", "a", "  '数字' a", "         ^"),
        ("an accent of its own", "e\u{301} a", "a", "  e\u{301} a", "    ^"),
        ("an escape sequence", "\u{1B}[31m a", "a", "  ␛[31m a", "        ^"),
        ("a direction override", "\u{202E}x a", "a", "  \u{FFFD}x a", "     ^"),
        ("a carriage return", "a\r\nb", "a", "  a", "  ^"),
        ("the second line", "one\ntwo a\nthree", "a", "  two a", "      ^"),
        ("words on two lines", "SELECT (a\nb) x", "(a\nb)", "  SELECT (a", "         ^^"),
    ])
    func `carets stand under the words`(
        name: String, script: String, words: String, line: String, carets: String
    ) throws {
        let shown = try rendered(words, in: script)
        #expect(shown[1] == line, "\(name)")
        #expect(shown[2] == carets, "\(name)")
    }

    @Test(arguments: [0, 1, 40, 200, 5_000])
    func `a long line is cut around the words`(before: Int) throws {
        let script =
            String(repeating: "x ", count: before) + "here" + String(repeating: " y", count: 200)
        let shown = try rendered("here", in: script)
        #expect(shown[1].count <= 98)
        let start = try #require(shown[1].firstRange(of: "here"))
        let column = shown[1].distance(from: shown[1].startIndex, to: start.lowerBound)
        #expect(shown[2] == String(repeating: " ", count: column) + "^^^^")
    }

    @Test func `a place outside the script is shown at its end`() {
        let shown = Diagnostic("wrong", at: 90..<99).rendered(in: "abc")
        #expect(shown == "line 1, column 4: error: wrong\n  abc\n     ^")
    }

    @Test func `nothing of a message reaches the terminal raw`() {
        let shown = Diagnostic("no \u{1B}]0;x\u{7}", at: 0..<1, severity: .warning)
            .rendered(in: "a")
        #expect(shown.hasPrefix("line 1, column 1: warning: no ␛]0;x␇\n"))
    }
}
