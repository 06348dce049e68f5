extension Timestamp {
    /// Reads a text as CAST and TO_TIMESTAMP do: `2026-1-5 9:0:0.12`, or a date alone.
    ///
    /// One or two digits for each part but the year, a blank before the time, blanks around it
    /// ignored; `nil` when it is no time. As in Flink a day up to 31 that the month does not have
    /// is its last, and 24:00:00 is the next day.
    public static func parseLenient(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var reader = LenientReader(bytes.trimmedBlanks)
        guard let days = reader.date(clamps: true) else { return nil }
        if reader.isAtEnd { return days * 86_400_000 }
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        return days * 86_400_000 + time
    }

    /// Reads a text as CAST AS DATE does: what follows a blank is ignored, a day or a month that is
    /// not there is the first; days since 1970.
    public static func parseLenientDate(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let text = bytes.trimmedBlanks
        let date = UnsafeRawBufferPointer(
            rebasing: text[..<(text.firstIndex(of: 0x20) ?? text.count)])
        var reader = LenientReader(date)
        if let days = reader.partOfDate() { return days }
        guard let days = reader.date(clamps: false), reader.isAtEnd else { return nil }
        return days
    }

    /// Reads a text as CAST AS TIME does: `9`, `9:5` or `9:5:0.12`; milliseconds of the day.
    static func parseLenientTime(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var reader = LenientReader(bytes.trimmedBlanks)
        return reader.timeOfDay()
    }
}

extension UnsafeRawBufferPointer {
    /// Without the blanks at both ends.
    var trimmedBlanks: UnsafeRawBufferPointer {
        var lower = 0
        var upper = count
        while lower < upper, self[lower] == 0x20 { lower += 1 }
        while upper > lower, self[upper - 1] == 0x20 { upper -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[lower..<upper])
    }
}

private struct LenientReader {
    private var rest: Slice<UnsafeRawBufferPointer>

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func date(clamps: Bool) -> Int64? {
        guard let year = number(4...4), year > 0, take("-"), let month = number(1...2),
            take("-"), let day = number(1...2)
        else { return nil }
        return
            (clamps
            ? CivilDate(clamping: day, month: month, year: year)
            : CivilDate(year: year, month: month, day: day))?.daysSince1970
    }

    /// A year, or a year and a month, and nothing behind them.
    func partOfDate() -> Int64? {
        var reader = self
        guard let year = reader.number(1...4), year > 0 else { return nil }
        if reader.isAtEnd { return CivilDate(year: year, month: 1, day: 1)?.daysSince1970 }
        guard reader.take("-"), let month = reader.number(1...2), reader.isAtEnd else {
            return nil
        }
        return CivilDate(year: year, month: month, day: 1)?.daysSince1970
    }

    mutating func time() -> Int64? {
        guard take(" "), let hour = number(1...2), hour <= 24, take(":"),
            let minute = number(1...2), minute < 60, take(":"),
            let second = number(1...2), second < 60
        else { return nil }
        let whole = ((hour * 60 + minute) * 60 + second) * 1_000
        guard whole <= 86_400_000, take(".") else { return whole > 86_400_000 ? nil : whole }
        guard hour < 24 else { return nil }
        return digits().map { whole + $0 }
    }

    /// Milliseconds behind a point, or none.
    private mutating func fraction() -> Int64? { take(".") ? digits() : 0 }

    private mutating func digits() -> Int64? {
        let digits = rest.prefix { $0 &- 48 < 10 }
        guard (1...9).contains(digits.count) else { return nil }
        var fraction: Int64 = 0
        for index in 0..<3 {
            let digit = index < digits.count ? digits[digits.startIndex + index] &- 48 : 0
            fraction = fraction * 10 + Int64(digit)
        }
        rest = rest.dropFirst(digits.count)
        return fraction
    }

    mutating func timeOfDay() -> Int64? {
        guard let hour = number(1...2), hour < 24 else { return nil }
        if isAtEnd { return hour * 3_600_000 }
        guard take(":"), let minute = number(1...2), minute < 60 else { return nil }
        let minutes = hour * 60 + minute
        if isAtEnd { return minutes * 60_000 }
        guard take(":"), let second = number(1...2), second < 60, let fraction = fraction(),
            isAtEnd
        else { return nil }
        return minutes * 60_000 + second * 1_000 + fraction
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number(_ width: ClosedRange<Int>) -> Int64? {
        let digits = rest.prefix(width.upperBound).prefix { $0 &- 48 < 10 }
        guard digits.count >= width.lowerBound else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 &- 48) }
    }
}
