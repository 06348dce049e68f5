import Engine

/// A page's filter as a condition in SQL and the value it compares with.
struct PageFilter: Equatable {
    var condition = "1"
    var value: StoreValue = .null
    /// What is wrong with the text; nothing is filtered then.
    var error: String?

    /// The text is part of a key, or a column, a comparison and a value.
    init(_ text: String, of group: GroupInfo) {
        guard !text.isEmpty else { return }
        guard let (name, comparison, wanted) = Self.comparison(text) else {
            find(keyPart: text, of: group)
            return
        }
        guard let column = group.columns.first(where: { $0.name == name }) else {
            let advice = Nearest.advice(
                for: name, among: group.columns.map(\.name), what: "columns")
            error = "\(group.name) has no column \(name): \(advice)"
            return
        }
        guard let value = StoreValue(wanted, type: column.type) else {
            error = "\(name) is \(column.type.description), and '\(wanted)' is not"
            return
        }
        condition = "\(column.name.quotedName) \(comparison) ?1"
        self.value = value
    }

    private mutating func find(keyPart: String, of group: GroupInfo) {
        let parts = group.key.map { index in
            "instr(lower(CAST(\(group.columns[index].name.quotedName) AS TEXT)), lower(?1)) > 0"
        }
        condition = "(" + parts.joined(separator: " OR ") + ")"
        value = .text(keyPart)
    }

    /// Only a plain name before the comparison makes it one; keys may hold such signs too.
    private static func comparison(_ text: String) -> (String, String, String)? {
        guard let start = text.firstIndex(where: { "<>=".contains($0) }) else { return nil }
        let isWide = text[start] != "=" && text[text.index(after: start)...].first == "="
        let end = text.index(start, offsetBy: isWide ? 2 : 1)
        let name = text[..<start].trimmingBlanks
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || $0 >= 0x80
                    || Character(Unicode.Scalar($0)).isLetter
                    || Character(Unicode.Scalar($0)).isNumber
            }
        return isName ? (name, String(text[start..<end]), text[end...].trimmingBlanks) : nil
    }
}

extension StringProtocol {
    fileprivate var trimmingBlanks: String {
        let front = drop { $0 == " " }
        return String(front.reversed().drop { $0 == " " }.reversed())
    }
}
