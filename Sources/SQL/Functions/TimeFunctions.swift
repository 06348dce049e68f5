import Engine

/// The functions of time that need more than a cast of their arguments.
enum TimeFunctions {
    private static let roundable: Set<String> = [
        "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND",
    ]
    private static let extractable = roundable.union(["DOY", "DOW", "MILLISECOND", "EPOCH"])

    private static func check(
        _ unit: Name, among known: Set<String>
    ) throws(Diagnostic) -> String {
        guard known.contains(unit.text) else {
            let hint = Spelling.hint(for: unit.text, among: known.sorted())
            throw Diagnostic("there is no unit \(unit.text) here\(hint)", at: unit.range)
        }
        return unit.text
    }

    static func extract(_ call: FunctionCall, _ unit: Name) throws(Diagnostic) -> Bound {
        if case .time = call.arguments[0].type {
            let unit = try check(unit, among: ["HOUR", "MINUTE", "SECOND", "MILLISECOND"])
            return try .call(
                .extract, [.text(unit, at: call.range), call.arguments[0]], .bigint, at: call.range)
        }
        let unit = try check(unit, among: extractable)
        let time = try call.argument(0, as: .time)
        return try .call(
            .extract, [.text(unit, at: call.range), time], .bigint, at: call.range)
    }

    /// FLOOR or CEIL of a time.
    static func round(_ call: FunctionCall, to unit: Name) throws(Diagnostic) -> Bound {
        let isFloor = call.syntax.name.text == "FLOOR"
        let unit = try check(unit, among: roundable)
        let isDate = call.arguments[0].type == .date
        let time = try call.argument(0, as: .time)
        let type = time.type ?? .timestamp(precision: 3)
        let rounded = try Bound.call(
            isFloor ? .floorTime : .ceilTime, [.text(unit, at: call.range), time], type,
            at: call.range)
        return isDate ? Coercion.convert(rounded, to: .date) : rounded
    }

    static func toTimestampLTZ(_ call: FunctionCall) throws(Diagnostic) -> Bound {
        if call.arguments[0].type == .string {
            throw Diagnostic(
                "TO_TIMESTAMP_LTZ of a text is not supported by Weir; "
                    + "write CAST(TO_TIMESTAMP(text, format) AS TIMESTAMP_LTZ(3))",
                at: call.range)
        }
        let number = try call.argument(0, as: .bigint)
        let precision = try call.argument(1, as: .int)
        guard precision.literal == .integer(0) || precision.literal == .integer(3) else {
            throw Diagnostic(
                "the precision is 0 for seconds or 3 for milliseconds", at: precision.range)
        }
        return try .call(
            .toTimestampLTZ, [number, precision], .timestampLTZ(precision: 3), at: call.range,
            isNullable: true)
    }

    static func unixTimestamp(_ call: FunctionCall) throws(Diagnostic) -> Bound {
        if call.arguments.isEmpty {
            throw Diagnostic(
                "UNIX_TIMESTAMP() reads the clock, so the same input would not give the same rows "
                    + "twice; use the event time",
                at: call.range)
        }
        var texts: [Bound] = []
        for index in call.arguments.indices {
            texts.append(try call.argument(index, as: .text))
        }
        if texts.count == 1 { texts.append(.text("yyyy-MM-dd HH:mm:ss", at: call.range)) }
        return try .call(.unixTimestamp, texts, .bigint, at: call.range, isNullable: true)
    }

    static func add(_ call: FunctionCall) throws(Diagnostic) -> Bound {
        let unit = call.syntax.unit ?? call.syntax.name
        let number = try call.argument(0, as: .bigint)
        let time = call.arguments[1]
        guard let type = time.type, type.isTime || type == .date else {
            throw Diagnostic("TIMESTAMPADD takes a time at its end", at: time.range)
        }
        let function: ScalarFunction
        let factor: Int64
        if let milliseconds = Intervals.millisecondsPerUnit(unit.text) {
            (function, factor) = (.addMilliseconds, milliseconds)
        } else if let months = Intervals.monthsPerUnit(unit.text) {
            (function, factor) = (.addMonths, months)
        } else {
            throw Diagnostic("there is no unit \(unit.text) here", at: unit.range)
        }
        let length = try Bound.call(
            .multiply, [number, .integer(factor, .bigint, at: unit.range)], .bigint,
            at: call.range)
        let start = type == .date ? Coercion.convert(time, to: .timestamp(precision: 3)) : time
        let moved = try Bound.call(
            function, [start, length], start.type ?? type, at: call.range)
        let isWholeDays = function == .addMonths || factor % 86_400_000 == 0
        return type == .date && isWholeDays ? Coercion.convert(moved, to: .date) : moved
    }

    static func difference(_ call: FunctionCall) throws(Diagnostic) -> Bound {
        let unit = call.syntax.unit ?? call.syntax.name
        let milliseconds = Intervals.millisecondsPerUnit(unit.text)
        guard let factor = milliseconds ?? Intervals.monthsPerUnit(unit.text) else {
            throw Diagnostic(
                "TIMESTAMPDIFF counts SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER or YEAR",
                at: unit.range)
        }
        let from = try call.argument(0, as: .time)
        let to = try call.argument(1, as: .time)
        guard let left = from.type, let right = to.type, let type = Coercion.common(left, right)
        else {
            throw Diagnostic(
                "one time is \(from.typeName), the other \(to.typeName); "
                    + "CAST one of them to the other's type",
                at: call.range)
        }
        let length = try Bound.call(
            milliseconds != nil ? .millisecondsBetween : .monthsBetween,
            [Coercion.convert(to, to: type), Coercion.convert(from, to: type)], .bigint,
            at: call.range)
        let units = try Bound.call(
            .divide, [length, .integer(factor, .bigint, at: unit.range)], .bigint, at: call.range)
        return Coercion.convert(units, to: .int)
    }
}
