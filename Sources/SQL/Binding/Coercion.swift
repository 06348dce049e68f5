import Engine

/// Which types turn into which, by themselves or by CAST, as in Flink.
enum Coercion {
    /// The value in another type; literals are converted now.
    static func convert(_ bound: Bound, to type: DataType) -> Bound {
        var result = bound
        result.kind = .value(type)
        if bound.kind == .null {
            result.expression = .literal(.null, type)
            return result
        }
        if bound.type == type { return bound }
        if let value = bound.literal, let from = bound.type,
            let converted = literal(value, from, to: type)
        {
            result.expression = .literal(converted, type)
        } else {
            result.expression = .cast(bound.expression, type, isTry: false)
            result.cost.nodes += 1
            result.cost.depth += 1
        }
        return result
    }

    /// The value in another type as TRY_CAST gives it: NULL where it cannot be converted.
    static func tried(_ bound: Bound, to type: DataType) -> Bound {
        var result = convert(bound, to: type)
        if case .cast(let inner, let type, _) = result.expression, bound.type != type {
            result.expression = .cast(inner, type, isTry: true)
            result.isNullable = true
        }
        return result
    }

    private static func literal(_ value: Value, _ from: DataType, to type: DataType) -> Value? {
        switch value {
        case .null: return .null
        case .integer(let number):
            guard from.isInteger else { return nil }
            if let range = type.integerRange { return range.contains(number) ? value : nil }
            if type == .float { return .double(Double(Float(number))) }
            if type.isDecimal { return decimal(Decimal(units: Int128(number), scale: 0), to: type) }
            return type == .double ? .double(Double(number)) : nil
        case .decimal(let number):
            if type == .float { return .double(Double(Float(number.double))) }
            if type.isDecimal { return decimal(number, to: type) }
            return type == .double ? .double(number.double) : nil
        case .double(let number):
            if type == .float { return .double(Double(Float(number))) }
            return type == .double ? value : nil
        case .string: return nil
        }
    }

    /// The literal at another scale, where nothing of it is lost.
    private static func decimal(_ number: Decimal, to type: DataType) -> Value? {
        guard number.scale <= type.scale, number.wholeDigits <= type.precision - type.scale else {
            return nil
        }
        var units = number.units
        for _ in number.scale..<type.scale { units *= 10 }
        return .decimal(Decimal(units: units, scale: type.scale))
    }

    private static let numbers: [DataType] = [
        .tinyint, .smallint, .int, .bigint, .float, .double,
    ]

    private static func rank(_ type: DataType) -> Int? { numbers.firstIndex(of: type) }

    /// The type in which two values meet, or `nil` where only a CAST brings them together.
    static func common(_ left: DataType, _ right: DataType) -> DataType? {
        if left == right { return left }
        if let leftRank = rank(left), let rightRank = rank(right) {
            return numbers[max(leftRank, rightRank)]
        }
        if left.isDecimal || right.isDecimal {
            guard left.isNumeric, right.isNumeric else { return nil }
            if left.isApproximate || right.isApproximate { return .double }
            return DecimalTypes.common(left, right)
        }
        switch (left, right) {
        case (.time(let first), .time(let second)):
            return .time(precision: max(first, second))
        case (.timestamp(let first), .timestamp(let second)):
            return .timestamp(precision: max(first, second))
        case (.timestampLTZ(let first), .timestampLTZ(let second)):
            return .timestampLTZ(precision: max(first, second))
        default: return nil
        }
    }

    /// Whether an INSERT takes this type for that column without a CAST.
    static func isAssignable(_ from: DataType, to type: DataType) -> Bool {
        if from == type || (from.isTime && type.isTime) { return true }
        if type.isDecimal { return from.isNumeric }
        if from.isDecimal { return type.isApproximate }
        if case .time = type, case .time = from { return true }
        if case .time = type, case .timestamp = from { return true }
        guard let fromRank = rank(from), let toRank = rank(type) else { return false }
        return fromRank <= toRank
    }

    /// Why a CAST is impossible, or `nil` when it is not.
    static func refusal(from: DataType, to type: DataType) -> String? {
        if from == type || type == .string { return nil }
        if type.isNested {
            return from == .string
                ? "write SPLIT(text, ',')" : "there is no such conversion"
        }
        if from.isNested { return "take an element out of it: x[1]" }
        if from == .string { return nil }
        if case .time = from {
            if case .time = type { return nil }
            return "there is no such conversion"
        }
        if case .time = type {
            return from.isTime ? nil : "there is no such conversion"
        }
        if from.isNumeric || from == .boolean {
            if type.isNumeric || type == .boolean { return nil }
            return from.isNumeric && type.isTime
                ? "write TO_TIMESTAMP_LTZ(value, 3) for milliseconds, (value, 0) for seconds"
                : "there is no such conversion"
        }
        if type.isTime || type == .date { return nil }
        return type.isNumeric
            ? "write TIMESTAMPDIFF(SECOND, TIMESTAMP '1970-01-01 00:00:00', value)"
            : "there is no such conversion"
    }
}
