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

    @Test func `a long message keeps its beginning and its end`() {
        let message = "there is no " + String(repeating: "e\u{301}", count: 4_000) + "; write x"
        let short = Diagnostic(message, at: 0..<1).message
        #expect(short.unicodeScalars.count < 1_000)
        #expect(short.hasPrefix("there is no e\u{301}") && short.hasSuffix("; write x"))
        #expect(short.contains("…"))
        #expect(Diagnostic("short", at: 0..<1).message == "short")
    }

    @Test(arguments: [256, 257])
    func `a name has at most 256 characters, as in Flink`(count: Int) {
        let name = String(repeating: "n", count: count)
        let mistakes = [name, "`\(name)`"].map { name in
            #expect(throws: Diagnostics.self) { try Compiler.compile("SELECT 1 FROM \(name);") }?
                .all.map(\.message).joined(separator: "\n") ?? ""
        }
        for mistake in mistakes {
            #expect(mistake.contains("257 characters and may have 256") == (count == 257))
        }
    }

    @Test func `of very many mistakes the first are shown, and how many follow`() throws {
        let script = String(repeating: "$", count: 5_000)
        let mistakes = try #require(
            #expect(throws: Diagnostics.self) { try Compiler.compile(script) })
        let shown = mistakes.rendered(in: script).split(separator: "\n\n")
        #expect(shown.count == 51)
        #expect(shown.last == "and \(mistakes.all.count - 50) more")
        #expect(mistakes.all.count >= 5_000)
    }
}
