import Engine

/// Writes an expression as SQL.
enum ExpressionText {
    /// The expression, with columns as the caller names them.
    static func text(_ expression: Expression, _ column: (Int) -> String) -> String {
        switch expression {
        case .column(let index, _): column(index)
        case .literal(let value, let type): literal(value, type)
        case .call(let function, let arguments, _):
            call(function, arguments, arguments.map { text($0, column) })
        case .conditional(let branches, let otherwise, _):
            "CASE"
                + branches.map {
                    " WHEN \(text($0.condition, column)) THEN \(text($0.result, column))"
                }.joined() + " ELSE \(text(otherwise, column)) END"
        case .cast(let inner, let type, let isTry):
            "\(isTry ? "TRY_CAST" : "CAST")(\(text(inner, column)) AS \(type))"
        }
    }

    private static func literal(_ value: Value, _ type: DataType) -> String {
        switch (value, type) {
        case (.null, _): "NULL"
        case (.integer(let truth), .boolean): truth == 0 ? "FALSE" : "TRUE"
        case (.integer(let days), .date): "DATE '\(date(days))'"
        case (.integer(let time), .time(let precision)): "TIME '\(timeOfDay(time, precision))'"
        case (.integer(let time), .timestamp(let precision)),
            (.integer(let time), .timestampLTZ(let precision)):
            "TIMESTAMP '\(Timestamp.text(time, precision: precision))'"
        case (.integer(let number), _): "\(number)"
        case (.double(let number), _): "\(number)"
        case (.decimal(let number), _): "\(number)"
        case (.string(let text), _): "'\(doubled(text))'"
        }
    }

    private static func timeOfDay(_ time: Int64, _ precision: Int) -> String {
        var bytes: [UInt8] = []
        Timestamp.appendTime(time, precision: precision, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func date(_ days: Int64) -> String {
        var bytes: [UInt8] = []
        Timestamp.appendDate(days, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func doubled(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }

    private static let infix: [ScalarFunction: String] = [
        .equal: "=", .notEqual: "<>", .less: "<", .lessOrEqual: "<=", .greater: ">",
        .greaterOrEqual: ">=", .and: "AND", .or: "OR", .add: "+", .subtract: "-", .multiply: "*",
        .divide: "/", .modulo: "%",
    ]

    private static let postfix: [ScalarFunction: String] = [
        .isNull: "IS NULL", .isNotNull: "IS NOT NULL", .isTrue: "IS TRUE",
        .isNotTrue: "IS NOT TRUE", .isFalse: "IS FALSE", .isNotFalse: "IS NOT FALSE",
    ]

    private static func call(
        _ function: ScalarFunction, _ arguments: [Expression], _ texts: [String]
    ) -> String {
        let parts = zip(arguments, texts).map { argument, text in
            isOperator(argument) ? "(\(text))" : text
        }
        if let symbol = infix[function], parts.count == 2 {
            return "\(parts[0]) \(symbol) \(parts[1])"
        }
        if let words = postfix[function], parts.count == 1 { return "\(parts[0]) \(words)" }
        switch function {
        case .not where parts.count == 1: return "NOT \(parts[0])"
        case .negate where parts.count == 1: return "-\(parts[0])"
        case .like where parts.count >= 2:
            let escape = parts.count == 3 ? " ESCAPE \(parts[2])" : ""
            return "\(parts[0]) LIKE \(parts[1])\(escape)"
        case .element where parts.count == 2: return "\(parts[0])[\(texts[1])]"
        case .field where parts.count == 2: return "\(parts[0]).\(fieldName(arguments, texts))"
        case .arrayOf: return "ARRAY[\(texts.joined(separator: ", "))]"
        case .addMilliseconds:
            if arguments.count == 2, case .literal(.integer(let length), _) = arguments[1] {
                let sign = length < 0 ? "-" : "+"
                return "\(parts[0]) \(sign) INTERVAL \(Durations.text(abs(length)))"
            }
        default: break
        }
        return "\(name(function))(\(texts.joined(separator: ", ")))"
    }

    private static func fieldName(_ arguments: [Expression], _ texts: [String]) -> String {
        guard case .row(let fields) = arguments[0].type,
            case .literal(.integer(let place), _) = arguments[1],
            fields.indices.contains(Int(place) - 1)
        else { return texts[1] }
        return fields[Int(place) - 1].name
    }

    private static func isOperator(_ expression: Expression) -> Bool {
        guard case .call(let function, _, _) = expression else { return false }
        return infix[function] != nil || postfix[function] != nil
            || [.not, .negate, .like, .addMilliseconds].contains(function)
    }

    /// `leftPad` as LEFT_PAD.
    private static func name(_ function: ScalarFunction) -> String {
        var name = ""
        var wasSmall = false
        for character in function.rawValue {
            if character.isUppercase, wasSmall { name += "_" }
            wasSmall = character.isLowercase
            name += character.uppercased()
        }
        return name
    }
}
