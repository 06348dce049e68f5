/// Everything that is wrong with a script, in the order of the script.
public struct Diagnostics: Error, Equatable, Sendable {
    /// Errors and the warnings found on the way; at least one error.
    public let all: [Diagnostic]

    public init(_ all: [Diagnostic]) {
        self.all = all
    }

    /// More are not shown: the wrong file has as many mistakes as words.
    private static let shownMost = 50

    /// Every diagnostic with its line and carets, a blank line between two.
    ///
    /// Of very many only the first errors are shown, and the number of the rest.
    public func rendered(in script: String) -> String {
        guard all.count > Self.shownMost else {
            return all.map { $0.rendered(in: script) }.joined(separator: "\n\n")
        }
        let shown = all.filter { $0.severity == .error }.prefix(Self.shownMost)
        let rest = "and \(all.count - shown.count) more"
        return (shown.map { $0.rendered(in: script) } + [rest]).joined(separator: "\n\n")
    }
}
