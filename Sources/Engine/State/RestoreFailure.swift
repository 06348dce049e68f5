/// Stored state that this engine cannot continue from, and what to do about it.
public struct RestoreFailure: Error, Equatable, Sendable {
    /// One sentence for people.
    public let message: String
    public init(_ message: String) { self.message = message }
}
