/// The units of EXTRACT, FLOOR and CEIL, over a wall clock in milliseconds.
enum TimeUnit: String {
    case year = "YEAR"
    case quarter = "QUARTER"
    case month = "MONTH"
    case week = "WEEK"
    case day = "DAY"
    case dayOfYear = "DOY"
    case dayOfWeek = "DOW"
    case hour = "HOUR"
    case minute = "MINUTE"
    case second = "SECOND"
    case millisecond = "MILLISECOND"
    case epoch = "EPOCH"

    private static let dayMs: Int64 = 86_400_000

    func extracted(from wallMs: Int64) -> Int64 {
        let date = CivilDate(daysSince1970: wallMs.floorDivided(by: TimeUnit.dayMs))
        let time = wallMs.modulo(TimeUnit.dayMs)
        return switch self {
        case .year: date.year
        case .quarter: (date.month + 2) / 3
        case .month: date.month
        case .week: date.isoWeek
        case .day: date.day
        case .dayOfYear: date.dayOfYear
        // From Sunday, which is 1.
        case .dayOfWeek: date.isoWeekday % 7 + 1
        case .hour: time / 3_600_000
        case .minute: time / 60_000 % 60
        case .second: time / 1_000 % 60
        case .millisecond: time % 1_000
        case .epoch: wallMs.floorDivided(by: 1_000)
        }
    }

    /// Longer than a day.
    var isOfDays: Bool { self == .year || self == .quarter || self == .month || self == .week }

    func floor(_ wallMs: Int64) throws(RowError) -> Int64 {
        let day = wallMs.floorDivided(by: TimeUnit.dayMs)
        let date = CivilDate(daysSince1970: day)
        switch self {
        case .year: return CivilDate.firstDay(ofYear: date.year) * TimeUnit.dayMs
        case .quarter: return TimeUnit.first(ofMonth: (date.month - 1) / 3 * 3 + 1, date)
        case .month: return TimeUnit.first(ofMonth: date.month, date)
        // Flink's weeks begin on Sunday here, though not in EXTRACT.
        case .week: return (day - date.isoWeekday % 7) * TimeUnit.dayMs
        case .day: return day * TimeUnit.dayMs
        case .hour: return wallMs - wallMs.modulo(3_600_000)
        case .minute: return wallMs - wallMs.modulo(60_000)
        case .second: return wallMs - wallMs.modulo(1_000)
        case .millisecond: return wallMs
        case .dayOfYear, .dayOfWeek, .epoch:
            throw RowError("a time cannot be rounded to \(rawValue)")
        }
    }

    /// The next whole unit after one.
    func next(after floorMs: Int64) throws(RowError) -> Int64 {
        let date = CivilDate(daysSince1970: floorMs.floorDivided(by: TimeUnit.dayMs))
        switch self {
        case .year: return date.adding(months: 12).daysSince1970 * TimeUnit.dayMs
        case .quarter: return date.adding(months: 3).daysSince1970 * TimeUnit.dayMs
        case .month: return date.adding(months: 1).daysSince1970 * TimeUnit.dayMs
        case .week: return floorMs + 7 * TimeUnit.dayMs
        case .day: return floorMs + TimeUnit.dayMs
        case .hour: return floorMs + 3_600_000
        case .minute: return floorMs + 60_000
        case .second: return floorMs + 1_000
        default: return floorMs + 1
        }
    }

    private static func first(ofMonth month: Int64, _ date: CivilDate) -> Int64 {
        CivilDate(uncheckedYear: date.year, month: month, day: 1).daysSince1970 * dayMs
    }
}
