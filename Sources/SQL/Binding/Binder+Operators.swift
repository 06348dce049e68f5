import Engine

extension Binder {
    func negate(_ operand: ExpressionSyntax, at range: Range<Int>) throws(Diagnostic) -> Bound {
        // The smallest BIGINT has no positive twin, so its sign belongs to the literal.
        if case .number("9223372036854775808") = operand.form {
            return .integer(.min, .bigint, at: range)
        }
        let bound = try bind(operand)
        switch bound.kind {
        case .interval(let length): return .interval(.interval(-length), at: range)
        case .months(let months): return .interval(.months(-months), at: range)
        case .value(let type) where type.isNumeric:
            return try Bound.call(.negate, [bound], type, at: range)
        default:
            throw Diagnostic("\(bound.typeName) has no sign", at: operand.range)
        }
    }

    func binary(
        _ operation: BinaryOperator, _ left: Bound, _ right: Bound, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        switch operation {
        case .and, .or:
            let sides = [
                try Operators.boolean(left, for: operation.rawValue),
                try Operators.boolean(right, for: operation.rawValue),
            ]
            return try .call(operation == .and ? .and : .or, sides, .boolean, at: range)
        case .equal: return try Operators.compare(.equal, left, right, at: range, report)
        case .notEqual: return try Operators.compare(.notEqual, left, right, at: range, report)
        case .less: return try Operators.compare(.less, left, right, at: range, report)
        case .lessOrEqual:
            return try Operators.compare(.lessOrEqual, left, right, at: range, report)
        case .greater: return try Operators.compare(.greater, left, right, at: range, report)
        case .greaterOrEqual:
            return try Operators.compare(.greaterOrEqual, left, right, at: range, report)
        case .distinct:
            let same = try isSame(left, right, at: range)
            return try .call(.not, [same], .boolean, at: range, isNullable: false)
        case .notDistinct: return try isSame(left, right, at: range)
        case .concat: return try concat(left, right, at: range)
        case .add: return try sum(left, right, sign: 1, at: range)
        case .subtract: return try sum(left, right, sign: -1, at: range)
        case .multiply: return try product(.multiply, left, right, at: range)
        case .divide: return try product(.divide, left, right, at: range)
        case .modulo: return try product(.modulo, left, right, at: range)
        }
    }

    /// Equal, or NULL both.
    private func isSame(
        _ left: Bound, _ right: Bound, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        func isNull(_ side: Bound) throws(Diagnostic) -> Bound {
            let value = side.kind == .null ? Coercion.convert(side, to: .string) : side
            return try .call(.isNull, [value], .boolean, at: range, isNullable: false)
        }
        let bothNull = try Bound.call(
            .and, [isNull(left), isNull(right)], .boolean, at: range, isNullable: false)
        if left.kind == .null || right.kind == .null { return bothNull }
        let equal = try Operators.compare(.equal, left, right, at: range, report)
        let isTrue = try Bound.call(.isTrue, [equal], .boolean, at: range, isNullable: false)
        return try .call(.or, [isTrue, bothNull], .boolean, at: range, isNullable: false)
    }

    private func concat(
        _ left: Bound, _ right: Bound, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        for side in [left, right] where side.kind != .null && side.type != .string {
            throw Diagnostic(
                "|| joins texts, this is \(side.typeName); "
                    + "write CAST(\(report.text(side.range)) AS STRING)",
                at: side.range)
        }
        let texts = [left, right].map { Coercion.convert($0, to: .string) }
        return try .call(.concat, texts, .string, at: range)
    }

    private func product(
        _ function: ScalarFunction, _ left: Bound, _ right: Bound, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        for side in [left, right] {
            switch side.kind {
            case .interval, .months:
                throw Diagnostic("write the length of the INTERVAL out", at: side.range)
            case .value, .null: continue
            }
        }
        return try Operators.arithmetic(function, left, right, at: range, report)
    }

    private func sum(
        _ left: Bound, _ right: Bound, sign: Int64, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        switch (left.kind, right.kind) {
        case (.interval(let first), .interval(let second)):
            return .interval(.interval(first + sign * second), at: range)
        case (.months(let first), .months(let second)):
            return .interval(.months(first + sign * second), at: range)
        case (.value, .interval(let length)):
            return try shift(left, by: sign * length, .addMilliseconds, at: range)
        case (.value, .months(let months)):
            return try shift(left, by: sign * months, .addMonths, at: range)
        case (.interval(let length), .value) where sign == 1:
            return try shift(right, by: length, .addMilliseconds, at: range)
        case (.months(let months), .value) where sign == 1:
            return try shift(right, by: months, .addMonths, at: range)
        case (.value(let first), .value(let second))
        where sign == -1 && (first.isTime || first == .date) && (second.isTime || second == .date):
            throw Diagnostic(
                "the difference of two times is written TIMESTAMPDIFF(SECOND, "
                    + "\(report.text(right.range)), \(report.text(left.range)))",
                at: range)
        case (.value, .value), (.value, .null), (.null, .value), (.null, .null):
            return try Operators.arithmetic(
                sign == 1 ? .add : .subtract, left, right, at: range, report)
        default:
            throw Diagnostic("an INTERVAL can only be added to a time", at: range)
        }
    }

    private func shift(
        _ time: Bound, by length: Int64, _ function: ScalarFunction, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let amount = Bound.integer(length, .bigint, at: range)
        if time.type == .date {
            guard function == .addMonths || length % 86_400_000 == 0 else {
                throw Diagnostic(
                    "a DATE has no hours; write CAST(\(report.text(time.range)) AS TIMESTAMP(3)) "
                        + "and add to that",
                    at: time.range)
            }
            let start = Coercion.convert(time, to: .timestamp(precision: 3))
            let moved = try Bound.call(
                function, [start, amount], .timestamp(precision: 3), at: range)
            return Coercion.convert(moved, to: .date)
        }
        guard let type = time.type, type.isTime else {
            throw Diagnostic(
                "an INTERVAL can only be added to a time, this is \(time.typeName)",
                at: time.range)
        }
        return try .call(function, [time, amount], type, at: range)
    }
}
