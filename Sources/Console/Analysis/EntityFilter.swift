/// A filter as it is typed: part of a key, or a column compared with a number.
///
/// The entity list leaves filtering to the reader; this one is for lists that the snapshot brings.
struct EntityFilter: Sendable, Equatable {
    private enum Kind: Sendable, Equatable {
        case all
        case part(String)
        case comparison(column: String, symbol: String, number: Double)
    }

    private let kind: Kind

    init(_ text: String) {
        let wanted = text.drop(while: \.isWhitespace)
        guard !wanted.isEmpty else {
            kind = .all
            return
        }
        for symbol in [">=", "<=", ">", "<", "="] {
            guard let range = EntityFilter.range(of: symbol, in: wanted) else { continue }
            let column = EntityFilter.trimmed(wanted[..<range.lowerBound])
            let rest = EntityFilter.trimmed(wanted[range.upperBound...])
            if let number = Double(rest), !column.isEmpty {
                kind = .comparison(column: column, symbol: symbol, number: number)
                return
            }
        }
        kind = .part(wanted.lowercased())
    }

    /// The column that is compared, where one is.
    var column: String? {
        if case .comparison(let column, _, _) = kind { column } else { nil }
    }

    func matches(key: String, value: (String) -> Double?) -> Bool {
        switch kind {
        case .all: return true
        case .part(let text): return key.lowercased().contains(text)
        case .comparison(let column, let symbol, let number):
            guard let found = value(column) else { return false }
            return switch symbol {
            case ">=": found >= number
            case "<=": found <= number
            case ">": found > number
            case "<": found < number
            default: found == number
            }
        }
    }

    private static func range(of symbol: String, in text: Substring) -> Range<String.Index>? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix(symbol) {
                return index..<text.index(index, offsetBy: symbol.count)
            }
            index = text.index(after: index)
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let front = text.drop(while: \.isWhitespace)
        return String(front.reversed().drop(while: \.isWhitespace).reversed())
    }
}
