/// Finds what an error message of the store is about in the text that was run.
enum SQLErrorPlace {
    /// The line and column of the words that the message names, counted from 0.
    static func find(in sql: String, message: String) -> (line: Int, column: Int, length: Int)? {
        guard let word = named(in: message), !word.isEmpty else { return nil }
        let wanted = Array(word.lowercased())
        for (number, line) in sql.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let characters = Array(line.lowercased())
            guard characters.count >= wanted.count else { continue }
            for column in 0...(characters.count - wanted.count)
            where Array(characters[column..<column + wanted.count]) == wanted
                && isWhole(characters, column, wanted.count)
            {
                return (number, column, wanted.count)
            }
        }
        return nil
    }

    /// SQLite names the words after `near "…"`, or after a colon: `no such column: x.y`.
    private static func named(in message: String) -> String? {
        let quoted = message.split(separator: "\"", omittingEmptySubsequences: false)
        if quoted.count >= 3, quoted[0].hasSuffix("near ") { return String(quoted[1]) }
        for phrase in ["no such column: ", "no such table: ", "no such function: "] {
            let parts = message.split(separator: ":", maxSplits: 8)
            for (part, next) in zip(parts, parts.dropFirst())
            where part.hasSuffix(phrase.dropLast(2)) {
                return next.split(separator: " ").first.map(String.init)
            }
        }
        return nil
    }

    private static func isWhole(_ line: [Character], _ start: Int, _ length: Int) -> Bool {
        let isWordy = length > 0 && SQLHighlight.isWord(line[start])
        guard isWordy else { return true }
        let before = start == 0 || !SQLHighlight.isWord(line[start - 1])
        let end = start + length
        return before && (end >= line.count || !SQLHighlight.isWord(line[end]))
    }
}
