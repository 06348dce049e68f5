public import Engine

/// A script that was accepted.
public struct Compiled: Sendable {
    public let plan: Plan
    /// What differs from what the writer probably believes, in the order of the script.
    public let warnings: [Diagnostic]
    /// Every `SET`, by key, as written.
    public let settings: [String: String]
}
