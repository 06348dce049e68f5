/// The sources of a statement in one column: a name for each line.
enum SourceNames {
    static func joined(_ names: [String]) -> String { names.joined(separator: "\n") }

    static func split(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }

    /// A condition on the column `source`: that it has this name, already quoted as text.
    static func contains(_ quotedName: String) -> String {
        "instr(char(10) || source || char(10), char(10) || \(quotedName) || char(10)) > 0"
    }
}
