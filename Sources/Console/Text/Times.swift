/// Instants and durations in milliseconds as people read them, in UTC.
public enum Times {
    /// The time of day: `14:03:27Z`.
    public static func clock(_ timeMs: Int64) -> String {
        let second = floorDivide(timeMs, 1_000)
        let ofDay = ((second % 86_400) + 86_400) % 86_400
        return pad(ofDay / 3_600) + ":" + pad(ofDay / 60 % 60) + ":" + pad(ofDay % 60) + "Z"
    }

    /// `14:03:27`, for columns whose head says UTC or where a Z would only be noise.
    static func bare(_ timeMs: Int64) -> String { String(clock(timeMs).dropLast()) }

    /// Without seconds: `14:03`.
    static func minute(_ timeMs: Int64) -> String { String(clock(timeMs).prefix(5)) }

    /// Day and time: `2026-11-20 14:03:27Z`.
    static func full(_ timeMs: Int64) -> String { date(timeMs) + " " + clock(timeMs) }

    /// `2026-11-20 14:03:27.250Z`; what SQL results and exports show.
    static func exact(_ timeMs: Int64) -> String {
        let fraction = ((timeMs % 1_000) + 1_000) % 1_000
        let digits = String(fraction)
        let padded = String(repeating: "0", count: 3 - digits.count) + digits
        return date(timeMs) + " " + bare(timeMs) + "." + padded + "Z"
    }

    /// `2026-11-20`, by the civil calendar.
    static func date(_ timeMs: Int64) -> String {
        // Days are counted from 0000-03-01, so that a leap day ends its year.
        let days = floorDivide(timeMs, 86_400_000) + 719_468
        let era = floorDivide(days, 146_097)
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        let digits = String(abs(year))
        let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
        return (year < 0 ? "-" : "") + zeros + digits + "-" + pad(civilMonth) + "-" + pad(day)
    }

    /// `0.4s`, `27s`, `3m10s`, `2h05m`, `3d04h`: at most two units.
    static func duration(_ ms: Int64) -> String {
        if ms < 0 { return "-" + duration(ms == .min ? .max : -ms) }
        if ms < 9_950 { return Numbers.fixed(Double(ms) / 1_000, 1) + "s" }
        let seconds = ms / 1_000 + (ms % 1_000 >= 500 ? 1 : 0)
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3_600 { return "\(seconds / 60)m" + pad(seconds % 60) + "s" }
        if seconds < 86_400 { return "\(seconds / 3_600)h" + pad(seconds / 60 % 60) + "m" }
        let days = seconds / 86_400
        return days < 1_000 ? "\(days)d" + pad(seconds / 3_600 % 24) + "h" : ">999d"
    }

    /// A promise as it was written: `30s`, `5m`, `1h`.
    static func promise(_ ms: Int64) -> String {
        if ms >= 3_600_000, ms % 3_600_000 == 0 { return "\(ms / 3_600_000)h" }
        if ms >= 60_000, ms % 60_000 == 0 { return "\(ms / 60_000)m" }
        return ms % 1_000 == 0 ? "\(ms / 1_000)s" : duration(ms)
    }

    private static func pad(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        let quotient = value / by
        return value % by < 0 ? quotient - 1 : quotient
    }
}
