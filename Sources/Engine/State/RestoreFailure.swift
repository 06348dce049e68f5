/// Stored state that this engine cannot continue from, and what to do about it.
public struct RestoreFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it, for people.
    public let message: String
    /// The same for each statement that is to blame, by ``Statement/fingerprint``; empty where all
    /// are.
    public let statements: [String: String]

    public init(_ message: String, statements: [String: String] = [:]) {
        self.message = message
        self.statements = statements
    }

    public var description: String {
        "\(message): --rebuild begins anew from the start of what the topics still hold and keeps "
            + "the old tables; or choose another directory with --data"
    }
}
