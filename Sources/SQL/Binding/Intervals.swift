import Engine

/// Reads the length of an INTERVAL literal.
enum Intervals {
    private static let milliseconds: [String: Int64] = [
        "WEEK": 604_800_000, "DAY": 86_400_000, "HOUR": 3_600_000, "MINUTE": 60_000,
        "SECOND": 1_000,
    ]
    private static let months: [String: Int64] = ["YEAR": 12, "QUARTER": 3, "MONTH": 1]

    /// The unit's own name: DAY for DAYS.
    static func singular(_ unit: String) -> String {
        let known = milliseconds.keys.contains(unit) || months.keys.contains(unit)
        return !known && unit.hasSuffix("S") ? String(unit.dropLast()) : unit
    }

    static func millisecondsPerUnit(_ unit: String) -> Int64? { milliseconds[singular(unit)] }
    static func monthsPerUnit(_ unit: String) -> Int64? { months[singular(unit)] }

    static func bind(
        _ interval: IntervalSyntax, at range: Range<Int>, _ report: Report
    ) throws(Diagnostic) -> Bound.Kind {
        let from = singular(interval.from.text)
        guard milliseconds[from] != nil || months[from] != nil else {
            let hint = Spelling.hint(
                for: from, among: Array(milliseconds.keys) + Array(months.keys))
            throw Diagnostic(
                "there is no unit \(interval.from.text)\(hint)", at: interval.from.range)
        }
        var body = Substring(interval.text)
        var sign: Int64 = interval.isNegative ? -1 : 1
        if body.hasPrefix("-") {
            sign = -sign
            body = body.dropFirst()
        }
        warnOfDigits(body, interval, range, report)
        let total =
            interval.to.map { compound(body, from, singular($0.text)) } ?? single(body, from)
        guard let total else {
            let example = interval.to == nil ? "'5' SECOND" : "'1:30' MINUTE TO SECOND"
            throw Diagnostic(
                "\(interval.text) is no such interval; an example is INTERVAL \(example)", at: range
            )
        }
        return months[from] != nil ? .months(sign * total) : .interval(sign * total)
    }

    /// Flink reads two digits before the point unless the unit says more.
    private static func warnOfDigits(
        _ body: Substring, _ interval: IntervalSyntax, _ range: Range<Int>, _ report: Report
    ) {
        let digits = body.prefix { $0.isNumber }.count
        guard digits > interval.precision ?? 2 else { return }
        let from = interval.from.text
        report.warn(
            "Flink takes two digits here unless the unit says more; write \(from)(\(digits))",
            at: range)
    }

    private static func single(_ body: Substring, _ unit: String) -> Int64? {
        if let perUnit = months[unit] { return whole(body, times: perUnit) }
        guard unit == "SECOND" else { return whole(body, times: milliseconds[unit] ?? 0) }
        return seconds(body)
    }

    private static func whole(_ text: Substring, times factor: Int64) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(text)
        else { return nil }
        let (product, overflows) = number.multipliedReportingOverflow(by: factor)
        // A thousand years is more than anybody waits, and far from overflow in every sum.
        return overflows || product > 31_557_600_000_000 ? nil : product
    }

    private static func seconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let seconds = whole(parts[0], times: 1_000) else { return nil }
        guard parts.count == 2 else { return seconds }
        guard (1...3).contains(parts[1].utf8.count), let fraction = whole(parts[1], times: 1)
        else { return nil }
        return seconds + fraction * [100, 10, 1][parts[1].utf8.count - 1]
    }

    /// `1 02:03:04.5` DAY TO SECOND and its shorter forms.
    private static func compound(_ text: Substring, _ from: String, _ to: String) -> Int64? {
        if from == "YEAR", to == "MONTH" {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let years = whole(parts[0], times: 12),
                let rest = whole(parts[1], times: 1), rest < 12
            else { return nil }
            return years + rest
        }
        let order = ["DAY", "HOUR", "MINUTE", "SECOND"]
        guard let first = order.firstIndex(of: from), let last = order.firstIndex(of: to),
            first < last
        else { return nil }
        let pieces = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == " " }
        guard pieces.count == last - first + 1 else { return nil }
        var total: Int64 = 0
        for (unit, piece) in zip(order[first...last], pieces) {
            guard let length = single(piece, unit) else { return nil }
            let limits = ["HOUR": 24, "MINUTE": 60, "SECOND": 60]
            if unit != from, let limit = limits[unit],
                length >= Int64(limit) * (milliseconds[unit] ?? 0)
            {
                return nil
            }
            total += length
        }
        return total
    }
}
