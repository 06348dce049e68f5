/// Everything that is wrong with a script, in the order of the script.
public struct Diagnostics: Error, Equatable, Sendable {
    /// Errors and the warnings found on the way; at least one error.
    public let all: [Diagnostic]

    public init(_ all: [Diagnostic]) {
        self.all = all
    }

    /// Every diagnostic with its line and carets, a blank line between two.
    public func rendered(in script: String) -> String {
        all.map { $0.rendered(in: script) }.joined(separator: "\n\n")
    }
}
