/// A mistake in a pipeline's SQL, and the words that caused it.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Sendable {
        /// The script is refused.
        case error
        /// The script runs, but probably not as its writer believes.
        case warning
    }

    public let severity: Severity
    /// What is wrong and what to write instead; at most a thousand Unicode scalars.
    public let message: String
    /// Where it is wrong, in UTF-8 bytes from the start of the script.
    public let range: Range<Int>

    public init(_ message: String, at range: Range<Int>, severity: Severity = .error) {
        self.severity = severity
        self.message = Self.shortened(message)
        self.range = range
    }

    // Messages repeat words of the script, and a text there can have any length. What is wrong
    // stands at the beginning and what to write at the end: the middle is left out.
    private static func shortened(_ message: String) -> String {
        let scalars = message.unicodeScalars
        guard scalars.count > 1_000 else { return message }
        return "\(String(scalars.prefix(700))) … \(String(scalars.suffix(280)))"
    }

    /// The message with its place, the line and carets under the words, for a terminal.
    ///
    /// Nothing of the script reaches the terminal raw: control characters become visible symbols.
    public func rendered(in script: String) -> String {
        let excerpt = Excerpt(of: range, in: script)
        let place = "line \(excerpt.lineNumber), column \(excerpt.columnNumber)"
        let head = "\(place): \(severity.rawValue): \(VisibleText(message).text)"
        return "\(head)\n  \(excerpt.line)\n  \(excerpt.carets)"
    }
}
