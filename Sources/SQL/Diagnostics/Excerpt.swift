/// The line of a script that a diagnostic points at, ready to be shown.
///
/// A long line is cut to a window around the words in question.
struct Excerpt {
    let line: String
    let carets: String
    /// From 1.
    let lineNumber: Int
    /// From 1, in characters as they are shown.
    let columnNumber: Int

    /// At most this many characters of a line are shown.
    static let widest = 96

    init(of range: Range<Int>, in script: String) {
        let bytes = Array(script.utf8)
        let start = min(max(0, range.lowerBound), bytes.count)
        let lineStart = bytes[..<start].lastIndex(of: 10).map { $0 + 1 } ?? 0
        var lineEnd = bytes[start...].firstIndex(of: 10) ?? bytes.count
        if lineEnd > lineStart, lineEnd > start, bytes[lineEnd - 1] == 13 { lineEnd -= 1 }
        let end = min(max(start, range.upperBound), lineEnd)

        func text(_ part: Range<Int>) -> String { String(decoding: bytes[part], as: UTF8.self) }
        var before = Array(text(lineStart..<start))
        let words = Array(text(start..<max(start, end))).prefix(Self.widest - 16)
        var after = Array(text(max(start, end)..<max(start, lineEnd)))

        lineNumber = bytes[..<start].count { $0 == 10 } + 1
        columnNumber = before.count + 1
        if before.count + words.count + after.count > Self.widest {
            let room = Self.widest - words.count
            let left = max(room / 2, room - after.count)
            if before.count > left { before = ["…"] + before.suffix(max(0, left - 1)) }
            let right = max(0, room - before.count)
            if after.count > right { after = after.prefix(max(0, right - 1)) + ["…"] }
        }
        let indent = VisibleText(String(before))
        let marked = VisibleText(String(words))
        line = indent.text + marked.text + VisibleText(String(after)).text
        carets =
            String(repeating: " ", count: indent.width)
            + String(repeating: "^", count: max(1, marked.width))
    }
}
