import Engine

/// Reads a type as ``DataType/description`` writes it.
struct TypeText {
    private var rest: Substring

    static func type(_ text: String) -> DataType? {
        var reader = TypeText(rest: text[...])
        guard let type = reader.type(), reader.rest.isEmpty else { return nil }
        return type
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private mutating func type() -> DataType? {
        let word = rest.prefix { $0.isUppercase || $0 == "_" }
        rest = rest.dropFirst(word.count)
        let plain: [DataType] = [
            .boolean, .tinyint, .smallint, .int, .bigint, .float, .double, .string, .date,
        ]
        if let type = plain.first(where: { $0.description == word }) { return type }
        switch word {
        case "TIMESTAMP_LTZ": return numbers(1).map { .timestampLTZ(precision: $0[0]) }
        case "TIMESTAMP": return numbers(1).map { .timestamp(precision: $0[0]) }
        case "TIME": return numbers(1).map { .time(precision: $0[0]) }
        case "DECIMAL":
            guard let digits = numbers(2), (1...Decimal.maximumPrecision).contains(digits[0]),
                (0...digits[0]).contains(digits[1])
            else { return nil }
            return .decimal(precision: digits[0], scale: digits[1])
        case "ARRAY":
            guard take("<"), let element = type(), take(">") else { return nil }
            return .array(element)
        case "ROW": return row()
        default: return nil
        }
    }

    /// `(3)` or `(10, 2)`.
    private mutating func numbers(_ count: Int) -> [Int]? {
        guard take("(") else { return nil }
        var numbers: [Int] = []
        repeat {
            let digits = rest.prefix { $0.isNumber }
            guard let number = Int(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            numbers.append(number)
        } while take(", ")
        return take(")") && numbers.count == count ? numbers : nil
    }

    /// `<name type, …>`.
    private mutating func row() -> DataType? {
        guard take("<") else { return nil }
        var fields: [RowField] = []
        repeat {
            guard let name = name(), take(" "), let type = type() else { return nil }
            fields.append(RowField(name, type))
        } while take(", ")
        return take(">") ? .row(fields) : nil
    }

    private mutating func name() -> String? {
        guard take("`") else {
            let word = rest.prefix { $0 != " " }
            rest = rest.dropFirst(word.count)
            return word.isEmpty ? nil : String(word)
        }
        var name = ""
        while let character = rest.popFirst() {
            if character != "`" {
                name.append(character)
            } else if take("`") {
                name.append("`")
            } else {
                return name
            }
        }
        return nil
    }
}
