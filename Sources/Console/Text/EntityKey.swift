/// An entity id as people read it: a composite key, a JSON array, loses its brackets and quotes.
enum EntityKey {
    static func display(_ key: String) -> String {
        guard !key.isEmpty else { return "\"\"" }
        guard key.hasPrefix("["), key.hasSuffix("]"), let parts = parts(of: key) else {
            return key
        }
        return parts.joined(separator: " ")
    }

    /// The elements of a flat JSON array; `nil` when it is something else.
    private static func parts(of array: String) -> [String]? {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var isEscaped = false
        for character in array.dropFirst().dropLast() {
            if isEscaped {
                guard "\"\\/".contains(character) else { return nil }
                part.append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character == "," {
                parts.append(part)
                part = ""
            } else if isQuoted || character != " " {
                part.append(character)
            }
        }
        guard !isQuoted, !isEscaped else { return nil }
        return parts + [part]
    }
}
