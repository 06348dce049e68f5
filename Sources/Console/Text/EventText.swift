/// A raw event taken apart: the names and values of a flat JSON object.
enum EventText {
    /// Names and values of an object without objects or arrays in it; `nil` for anything else.
    static func pairs(of text: String) -> [(name: String, value: String)]? {
        var rest = text[...]
        skipBlanks(&rest)
        guard rest.popFirst() == "{" else { return nil }
        var pairs: [(name: String, value: String)] = []
        while true {
            skipBlanks(&rest)
            guard let name = string(&rest) else { return nil }
            skipBlanks(&rest)
            guard rest.popFirst() == ":" else { return nil }
            skipBlanks(&rest)
            guard let value = rest.first == "\"" ? string(&rest) : word(&rest) else { return nil }
            pairs.append((name, value))
            skipBlanks(&rest)
            switch rest.popFirst() {
            case ",": continue
            case "}": return pairs
            default: return nil
            }
        }
    }

    private static func skipBlanks(_ rest: inout Substring) {
        rest = rest.drop(while: \.isWhitespace)
    }

    /// A quoted string; its escapes stay as they were written.
    private static func string(_ rest: inout Substring) -> String? {
        guard rest.popFirst() == "\"" else { return nil }
        var text = ""
        while let next = rest.popFirst() {
            switch next {
            case "\"": return text
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                text += "\\" + String(escaped)
            default: text.append(next)
            }
        }
        return nil
    }

    private static func word(_ rest: inout Substring) -> String? {
        let text = rest.prefix { !"{}[],\" ".contains($0) && !$0.isNewline }
        rest = rest.dropFirst(text.count)
        return text.isEmpty ? nil : String(text)
    }
}
