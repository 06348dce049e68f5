import Engine

/// Computes what is known before the first event arrives.
enum Folding {
    /// The call's value where all arguments are literals, else the call.
    ///
    /// What would fail at run time is left to fail there.
    static func fold(_ expression: Expression) -> Expression {
        guard case .call(let function, let arguments, let type) = expression else {
            return expression
        }
        if function == .addMilliseconds, let merged = mergedShift(arguments, type) { return merged }
        let values = arguments.compactMap { argument -> Value? in
            if case .literal(let value, _) = argument { value } else { nil }
        }
        guard values.count == arguments.count, let value = value(function, values, type) else {
            return expression
        }
        return .literal(value, type)
    }

    /// `(t - 5 s) - 1 s` is `t - 6 s`.
    private static func mergedShift(_ arguments: [Expression], _ type: DataType) -> Expression? {
        guard arguments.count == 2,
            case .call(.addMilliseconds, let inner, type) = arguments[0], inner.count == 2,
            case .literal(.integer(let first), _) = inner[1],
            case .literal(.integer(let second), _) = arguments[1]
        else { return nil }
        let (sum, overflows) = first.addingReportingOverflow(second)
        if overflows { return nil }
        return .call(.addMilliseconds, [inner[0], .literal(.integer(sum), .bigint)], type)
    }

    private static func value(
        _ function: ScalarFunction, _ values: [Value], _ type: DataType
    ) -> Value? {
        switch (function, values.first, values.dropFirst().first) {
        case (.negate, .integer(let number), nil):
            return integer(Int64(0).subtractingReportingOverflow(number), type)
        case (.negate, .double(let number), nil):
            return .double(-number)
        case (.negate, .decimal(let number), nil):
            return .decimal(Decimal(units: -number.units, scale: number.scale))
        case (.add, .integer(let left), .integer(let right)):
            return integer(left.addingReportingOverflow(right), type)
        case (.subtract, .integer(let left), .integer(let right)):
            return integer(left.subtractingReportingOverflow(right), type)
        case (.multiply, .integer(let left), .integer(let right)):
            return integer(left.multipliedReportingOverflow(by: right), type)
        case (.addMilliseconds, .integer(let time), .integer(let length)):
            return integer(time.addingReportingOverflow(length), .bigint)
        case (.not, .integer(let truth), nil):
            return .integer(1 - truth)
        case (.and, .integer(let left), .integer(let right)):
            return .integer(min(left, right))
        case (.or, .integer(let left), .integer(let right)):
            return .integer(max(left, right))
        case (.concat, .string, _):
            return joined(values)
        default:
            return nil
        }
    }

    private static func integer(
        _ result: (partialValue: Int64, overflow: Bool), _ type: DataType
    ) -> Value? {
        let range = type.integerRange ?? Int64.min...Int64.max
        guard !result.overflow, range.contains(result.partialValue) else { return nil }
        return .integer(result.partialValue)
    }

    private static func joined(_ values: [Value]) -> Value? {
        var text = ""
        for value in values {
            guard case .string(let part) = value else { return nil }
            text += part
        }
        return .string(text)
    }
}
