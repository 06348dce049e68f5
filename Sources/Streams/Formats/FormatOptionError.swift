/// A format option of a table that cannot be used, and what to write instead.
public struct FormatOptionError: Error, Hashable, Sendable {
    public let table: String
    /// The option's key, for example `json.timestamp-format.standard`.
    public let option: String
    /// What is wrong and what to do, in one sentence.
    public let message: String

    public init(table: String, option: String, message: String) {
        self.table = table
        self.option = option
        self.message = message
    }
}

extension FormatOptionError: CustomStringConvertible {
    public var description: String { "table \(table), option '\(option)': \(message)" }
}
