/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Sendable {
    public let year: Int64
    /// 1 to 12.
    public let month: Int64
    /// 1 to 31.
    public let day: Int64

    /// `nil` when there is no such day.
    public init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), day >= 1 else { return nil }
        guard day <= CivilDate.daysInMonth(month, year: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The last day of the month instead of a day up to 31 that the month does not have.
    init?(clamping day: Int64, month: Int64, year: Int64) {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(
            year: year, month: month, day: min(day, CivilDate.daysInMonth(month, year: year)))
    }

    /// The date that lies this many days after 1970-01-01; negative before it.
    ///
    /// The year is taken to begin in March, so that the leap day is its last day.
    public init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    public var daysSince1970: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// From 1, in the order of the year.
    public var dayOfYear: Int64 {
        daysSince1970 - CivilDate.firstDay(ofYear: year) + 1
    }

    /// 1 for Monday to 7 for Sunday.
    public var isoWeekday: Int64 { (daysSince1970 + 3).modulo(7) + 1 }

    /// The ISO 8601 week, 1 to 53: the week that holds the year's first Thursday is the first.
    public var isoWeek: Int64 {
        let thursday = CivilDate(daysSince1970: daysSince1970 - isoWeekday + 4)
        return (thursday.dayOfYear - 1) / 7 + 1
    }

    /// The same day some months on, or the last day of a month that is too short.
    ///
    /// The months are clamped to ten thousand years either way.
    public func adding(months: Int64) -> CivilDate {
        let clamped = max(-120_000, min(120_000, months))
        let total = year * 12 + (month - 1) + clamped
        let newYear = total.floorDivided(by: 12)
        let newMonth = total.modulo(12) + 1
        let newDay = min(day, CivilDate.daysInMonth(newMonth, year: newYear))
        return CivilDate(uncheckedYear: newYear, month: newMonth, day: newDay)
    }

    static func isLeap(_ year: Int64) -> Bool {
        year.modulo(4) == 0 && (year.modulo(100) != 0 || year.modulo(400) == 0)
    }

    static func daysInMonth(_ month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func firstDay(ofYear year: Int64) -> Int64 {
        CivilDate(uncheckedYear: year, month: 1, day: 1).daysSince1970
    }

    init(uncheckedYear year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    @inline(__always)
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    /// The remainder that is never negative, for a divisor that is not.
    @inline(__always)
    func modulo(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
