import Engine

/// Operators with Flink's rules for the types of their operands and results.
enum Operators {
    /// Brings values to one type.
    static func common(
        _ values: [Bound], for what: @autoclosure () -> String, at range: Range<Int>,
        _ report: Report
    ) throws(Diagnostic) -> (arguments: [Bound], type: DataType) {
        var found: (type: DataType, bound: Bound)?
        for value in values {
            switch value.kind {
            case .null: continue
            case .interval, .months:
                throw Diagnostic("an INTERVAL is no value here", at: value.range)
            case .value(let type):
                guard let (known, first) = found else {
                    found = (type, value)
                    continue
                }
                guard let common = Coercion.common(known, type) else {
                    throw mismatch(first, value, for: what(), report)
                }
                found = (common, common == known ? first : value)
            }
        }
        guard let type = found?.type else {
            throw Diagnostic(
                "every value of \(what()) is NULL; write CAST(NULL AS type)", at: range)
        }
        return (values.map { Coercion.convert($0, to: type) }, type)
    }

    private static func mismatch(
        _ left: Bound, _ right: Bound, for what: String, _ report: Report
    ) -> Diagnostic {
        Diagnostic(
            "\(what) cannot bring \(left.typeName) and \(right.typeName) together; "
                + advice(left, right, report),
            at: right.range)
    }

    /// What makes two values comparable.
    private static func advice(_ left: Bound, _ right: Bound, _ report: Report) -> String {
        for (text, other) in [(left, right), (right, left)] where text.type == .string {
            guard let type = other.type else { continue }
            return advice(text, other, type, report)
        }
        for (number, time) in [(left, right), (right, left)]
        where number.type?.isNumeric == true && time.type?.isTime == true {
            let instant = "TO_TIMESTAMP_LTZ(\(report.text(number.range)), 3)"
            if case .timestampLTZ = time.type { return "write \(instant)" }
            return "write CAST(\(instant) AS \(time.type ?? .string))"
        }
        guard let type = left.type else { return "CAST one of them" }
        return "write CAST(\(report.text(right.range)) AS \(type))"
    }

    /// A text of the script is written as what it is compared with, where it is such a value.
    private static func advice(
        _ text: Bound, _ other: Bound, _ type: DataType, _ report: Report
    ) -> String {
        guard case .string(let value) = text.literal else {
            return "write CAST(\(report.text(text.range)) AS \(type))"
        }
        let bytes = Array(value.utf8)
        if type == .date { return "write DATE '\(value)'" }
        if type.isTime {
            let isDate = bytes.withUnsafeBytes { Timestamp.parseDate($0) } != nil
            if isDate { return "write TIMESTAMP '\(value) 00:00:00'" }
            return Timestamp.parse(value, .sql) == nil
                ? "write TIMESTAMP '2026-01-31 23:59:59'" : "write TIMESTAMP '\(value)'"
        }
        if type.isNumeric, bytes.withUnsafeBytes({ NumberText.parseDouble($0) }) != nil {
            return "write \(value) without quotes"
        }
        if type == .boolean, ["true", "false"].contains(value.lowercased()) {
            return "write \(value.uppercased()) without quotes"
        }
        return "write CAST(\(report.text(other.range)) AS STRING)"
    }

    static func compare(
        _ function: ScalarFunction, _ left: Bound, _ right: Bound, at range: Range<Int>,
        _ report: Report
    ) throws(Diagnostic) -> Bound {
        for side in [left, right] where side.kind == .null {
            throw Diagnostic("a comparison with NULL is never TRUE; write IS NULL", at: side.range)
        }
        for side in [left, right] where side.type?.isNested == true && !isEquality(function) {
            throw Diagnostic(
                "\(side.typeName) has no order; compare its elements", at: side.range)
        }
        if isExact(left, right) { return try .call(function, [left, right], .boolean, at: range) }
        let (sides, _) = try common(
            [left, right], for: "`\(report.text(range))`", at: range, report)
        return try .call(function, sides, .boolean, at: range)
    }

    private static func isEquality(_ function: ScalarFunction) -> Bool {
        function == .equal || function == .notEqual
    }

    static func boolean(_ bound: Bound, for what: String) throws(Diagnostic) -> Bound {
        switch bound.kind {
        case .null, .value(.boolean): return Coercion.convert(bound, to: .boolean)
        default:
            throw Diagnostic(
                "\(what) takes a BOOLEAN, not \(bound.typeName); write a comparison",
                at: bound.range)
        }
    }

    static func arithmetic(
        _ function: ScalarFunction, _ left: Bound, _ right: Bound, at range: Range<Int>,
        _ report: Report
    ) throws(Diagnostic) -> Bound {
        for side in [left, right] {
            if let type = side.type, !type.isNumeric {
                let text = report.text(side.range)
                var advice = ""
                if type == .string {
                    advice = "; write CAST(\(text) AS DOUBLE), or || to join texts"
                } else if type.isTime, function == .add || function == .subtract {
                    let sign = function == .add ? "+" : "-"
                    advice = "; write \(text) \(sign) INTERVAL '5' SECOND"
                }
                throw Diagnostic("\(side.typeName) is no number\(advice)", at: side.range)
            }
        }
        if let exact = try decimal(function, left, right, at: range) { return exact }
        let (sides, type) = try common([left, right], for: "this", at: range, report)
        if function == .divide || function == .modulo, isZero(sides[1]) {
            throw Diagnostic("this divides by zero", at: right.range)
        }
        if function == .divide, type.isInteger { warnOfCut(left, right, type, at: range, report) }
        let bound = try Bound.call(function, sides, type, at: range)
        // Flink's remainder has the type of the divisor.
        if function == .modulo, let divisor = right.type {
            return Coercion.convert(bound, to: divisor)
        }
        return bound
    }

    /// A whole divisor of the script, as in `ms / 1000`, is meant to cut.
    private static func warnOfCut(
        _ left: Bound, _ right: Bound, _ type: DataType, at range: Range<Int>, _ report: Report
    ) {
        if right.literal != nil || left.kind == .null || right.kind == .null { return }
        report.warn(
            "this is cut to \(type), as in Flink: 7 / 2 is 3; write "
                + "CAST(\(report.text(left.range)) AS DOUBLE) / \(report.text(right.range))",
            at: range)
    }

    /// Two exact numbers, at least one of them a DECIMAL: nothing has to be converted.
    private static func isExact(_ left: Bound, _ right: Bound) -> Bool {
        guard let first = left.type, let second = right.type else { return false }
        return (first.isDecimal && (second.isDecimal || second.isInteger))
            || (second.isDecimal && first.isInteger)
    }

    /// Arithmetic of two exact numbers; `nil` for others.
    private static func decimal(
        _ function: ScalarFunction, _ left: Bound, _ right: Bound, at range: Range<Int>
    ) throws(Diagnostic) -> Bound? {
        guard isExact(left, right), let first = left.type, let second = right.type else {
            return nil
        }
        if function == .divide || function == .modulo, isZero(right) {
            throw Diagnostic("this divides by zero", at: right.range)
        }
        let type = DecimalTypes.result(of: function, first, second)
        return try .call(function, [left, right], type, at: range)
    }

    private static func isZero(_ bound: Bound) -> Bool {
        switch bound.literal {
        case .integer(0): true
        case .decimal(let value): value.units == 0
        default: false
        }
    }

    static func conditional(
        _ branches: [(condition: Bound, result: Bound)], otherwise: Bound, _ type: DataType,
        at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let expression = Expression.conditional(
            branches.map {
                Expression.Branch(condition: $0.condition.expression, result: $0.result.expression)
            }, otherwise: otherwise.expression, type)
        let isNullable = otherwise.isNullable || branches.contains { $0.result.isNullable }
        var bound = Bound(expression, type, isNullable: isNullable, at: range)
        let parts = branches.flatMap { [$0.condition.cost, $0.result.cost] } + [otherwise.cost]
        bound.cost = try ExpressionCost(around: parts, at: range)
        return bound
    }
}
