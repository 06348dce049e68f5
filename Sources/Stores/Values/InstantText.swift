import Engine

/// Instants and dates as ISO 8601 text, always in UTC.
enum InstantText {
    /// `2024-09-01T23:16:01.000Z`; years outside 0 to 9999 get a sign.
    static func text(_ instantMs: Int64) -> String {
        let day = floorDivide(instantMs, 86_400_000)
        let inDay = Int(instantMs &- day &* 86_400_000)
        return date(day) + "T" + padded(inDay / 3_600_000, 2) + ":"
            + padded(inDay / 60_000 % 60, 2) + ":" + padded(inDay / 1000 % 60, 2) + "."
            + padded(inDay % 1000, 3) + "Z"
    }

    /// `2024-09-01` for days since 1970-01-01.
    static func date(_ day: Int64) -> String {
        let (year, month, dayOfMonth) = civil(day)
        let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
        return sign + padded(Int(year.magnitude), 4) + "-" + padded(month, 2) + "-"
            + padded(dayOfMonth, 2)
    }

    /// `23:16:01.000` for milliseconds since midnight, with as many decimals as the type has.
    static func timeOfDay(_ ms: Int64, _ precision: Int) -> String {
        var bytes: [UInt8] = []
        Timestamp.appendTime(ms, precision: precision, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An ISO text with or without a time, `T` or a blank between, `Z` optional; or milliseconds.
    static func instantMs(_ text: String) -> Int64? {
        if let milliseconds = Int64(text) { return milliseconds }
        let bytes = Array(text.utf8)
        guard let day = day(bytes.prefix(10)) else { return nil }
        if bytes.count == 10 { return day * 86_400_000 }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        var clock = bytes[11...]
        if clock.last == UInt8(ascii: "Z") { clock.removeLast() }
        guard let timeMs = timeMs(Array(clock)) else { return nil }
        return day * 86_400_000 + timeMs
    }

    /// Days since 1970-01-01 of `YYYY-MM-DD`.
    static func day(_ text: some Collection<UInt8>) -> Int64? {
        let bytes = Array(text)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let dayOfMonth = number(bytes[8..<10]), (1...12).contains(month)
        else { return nil }
        let day = days(year: Int64(year), month: month, day: dayOfMonth)
        // A day that the month does not have comes back as another one.
        return civil(day) == (Int64(year), month, dayOfMonth) ? day : nil
    }

    private static func timeMs(_ clock: [UInt8]) -> Int64? {
        let colon = UInt8(ascii: ":")
        guard clock.count == 5 || clock.count >= 8, clock[2] == colon,
            let hour = number(clock[0..<2]), let minute = number(clock[3..<5]), hour < 24,
            minute < 60
        else { return nil }
        let minutesMs = Int64(hour * 60 + minute) * 60_000
        if clock.count == 5 { return minutesMs }
        guard clock[5] == colon, let second = number(clock[6..<8]), second < 60 else { return nil }
        let secondsMs = minutesMs + Int64(second) * 1000
        if clock.count == 8 { return secondsMs }
        let fraction = clock[9...]
        guard clock[8] == UInt8(ascii: "."), (1...9).contains(fraction.count),
            let digits = number(fraction)
        else { return nil }
        var scaled = digits
        for _ in fraction.count..<9 { scaled *= 10 }
        return secondsMs + Int64(scaled / 1_000_000)
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// The proleptic Gregorian calendar, in years that begin with March so that leap days are last.
    private static func civil(_ day: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = day &+ 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, Int(month), Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1))
    }

    private static func days(year: Int64, month: Int, day: Int) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = floorDivide(shiftedYear, 400)
        let yearOfEra = shiftedYear - era * 400
        let marchMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * marchMonth + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}
