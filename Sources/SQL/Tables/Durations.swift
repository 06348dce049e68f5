/// Reads lengths of time as Flink's options and the annotations write them: `20 s`, `1min`, `1 d`.
enum Durations {
    private static let units: [(names: [String], milliseconds: Int64)] = [
        (["ms", "milli", "millis", "millisecond", "milliseconds"], 1),
        (["s", "sec", "secs", "second", "seconds"], 1_000),
        (["min", "m", "minute", "minutes"], 60_000),
        (["h", "hour", "hours"], 3_600_000),
        (["d", "day", "days"], 86_400_000),
    ]

    /// Milliseconds, or `nil` for what is no duration; a bare number is milliseconds in Flink.
    static func milliseconds(_ text: some StringProtocol, allowsBareNumber: Bool) -> Int64? {
        let trimmed = text.drop { $0 == " " }
        let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits) else { return nil }
        var unit = trimmed.dropFirst(digits.count).drop { $0 == " " }
        while unit.last == " " { unit = unit.dropLast() }
        if unit.isEmpty { return allowsBareNumber ? number : nil }
        guard let factor = units.first(where: { $0.names.contains(unit.lowercased()) }) else {
            return nil
        }
        let (length, overflows) = number.multipliedReportingOverflow(by: factor.milliseconds)
        // A century is longer than any promise, and far from overflow in every sum.
        return overflows || length > 3_155_760_000_000 ? nil : length
    }

    /// The shortest way to write a duration, for messages.
    static func text(_ milliseconds: Int64) -> String {
        let names = [
            (86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"),
        ]
        for (length, name) in names where milliseconds != 0 && milliseconds % Int64(length) == 0 {
            return "\(milliseconds / Int64(length)) \(name)"
        }
        return "\(milliseconds) ms"
    }
}
