/// Functions over times; wall clocks of instants are those of the session zone.
extension Evaluator {
    mutating func time(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .toTimestamp, .toDate, .unixTimestamp: return reading(function, values, type, rows)
        case .fromUnixTime, .dateFormat: return writing(function, values, type, rows)
        case .extract, .floorTime, .ceilTime: return parts(function, values, type, rows)
        default: break
        }
        let operand = values[0].integers
        let second = values.count > 1 ? values[1].integers : operand
        if function == .addMilliseconds, type != .date {
            return plus(values, type, rows)
        }
        let clock = Clock(zone: zone, type: values[0].type)
        let other = Clock(zone: zone, type: values[values.count - 1].type)
        return integers(type, values, rows) { row throws(RowError) in
            switch function {
            case .addMilliseconds:
                let days = second[row].floorDivided(by: 86_400_000)
                return clock.raw(
                    ofWall: try Clock.checked(try clock.wallMs(operand[row]), days: days))
            case .addMonths:
                // As in Flink, where an instant's calendar is that of UTC.
                if case .timestampLTZ = clock.type {
                    return try Evaluator.adding(months: second[row], to: operand[row])
                }
                return clock.raw(
                    ofWall: try Evaluator.adding(
                        months: second[row], to: try clock.wallMs(operand[row])))
            case .monthsBetween:
                return Evaluator.months(
                    from: try other.wallMs(second[row]), to: try clock.wallMs(operand[row]))
            case .toTimestampLTZ:
                let isMs = values.count > 1 && second[row] == 3
                let (ms, overflow) = operand[row].multipliedReportingOverflow(by: isMs ? 1 : 1_000)
                return overflow || !Timestamp.validMs.contains(ms) ? nil : ms
            default:
                return try Evaluator.difference(
                    clock.instantMs(operand[row]), other.instantMs(second[row]))
            }
        }
    }

    /// `time + interval`, the loop of nearly every watermark.
    private mutating func plus(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let times = values[0].integers
        let widths = values[1].integers
        var result = [Int64](repeating: 0, count: count)
        var overflowed = false
        rows.forEach { row in
            let (sum, overflow) = times[row].addingReportingOverflow(widths[row])
            result[row] = sum
            overflowed = overflowed || overflow
        }
        if overflowed {
            return integers(type, values, rows) { row throws(RowError) in
                let (sum, overflow) = times[row].addingReportingOverflow(widths[row])
                if overflow { throw Clock.outside }
                return sum
            }
        }
        return Vector(
            type, .integers(result), nulls: Evaluator.jointNulls(values, count: count))
    }

    private static func difference(_ first: Int64, _ second: Int64) throws(RowError) -> Int64 {
        let (value, overflow) = first.subtractingReportingOverflow(second)
        if overflow { throw RowError("BIGINT overflow") }
        return value
    }

    /// Whole calendar months: from the 31st of January it is one to the 28th of February.
    private static func months(from: Int64, to: Int64) -> Int64 {
        let (first, last) = (from.floorDivided(by: 86_400_000), to.floorDivided(by: 86_400_000))
        let months =
            first <= last ? months(from: first, toDay: last) : -months(from: last, toDay: first)
        let back = CivilDate(daysSince1970: first).adding(months: months).daysSince1970
        return back == last && to.modulo(86_400_000) < from.modulo(86_400_000)
            ? months - 1 : months
    }

    private static func months(from first: Int64, toDay last: Int64) -> Int64 {
        let date = CivilDate(daysSince1970: first)
        // No month has more than 31 days, so this is not too many.
        var months = (last - first) / 31
        while date.adding(months: months).daysSince1970 < last,
            date.adding(months: months + 1).daysSince1970 <= last
        {
            months += 1
        }
        return months
    }

    private static func adding(months: Int64, to wallMs: Int64) throws(RowError) -> Int64 {
        let date = CivilDate(daysSince1970: wallMs.floorDivided(by: 86_400_000))
        let day = date.adding(months: months).daysSince1970
        return try Clock.checked(wallMs.modulo(86_400_000), days: day)
    }

    private mutating func reading(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        var formats = TimeFormats(values.dropFirst().first)
        let zone = zone
        let rollsOver = function != .toTimestamp
        return integers(type, values, rows) { row throws(RowError) in
            let format = try formats.format(row)
            let wall = subject.with(row) { text in
                format.map { $0.parse(text, rollsOver: rollsOver) } ?? Timestamp.parseLenient(text)
            }
            if function == .toTimestamp { return wall }
            if function == .toDate { return wall.map { $0.floorDivided(by: 86_400_000) } }
            // As in Flink: what is no time is the smallest number.
            return wall.map { zone.laterInstantMs(ofWall: $0).floorDivided(by: 1_000) } ?? .min
        }
    }

    private mutating func writing(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let operand = values[0].integers
        var formats = TimeFormats(values.dropFirst().first)
        let clock = Clock(
            zone: zone,
            type: function == .fromUnixTime ? .timestampLTZ(precision: 3) : values[0].type)
        return texts(type, values, rows) { row, bytes throws(RowError) in
            var value = operand[row]
            if function == .fromUnixTime {
                let (ms, overflow) = value.multipliedReportingOverflow(by: 1_000)
                guard !overflow, Timestamp.validMs.contains(ms) else { return false }
                value = ms
            }
            let wall = try clock.wallMs(value)
            if let format = try formats.format(row) {
                format.append(wall, to: &bytes)
            } else {
                Timestamp.append(wall, precision: 0, to: &bytes)
            }
            return true
        }
    }

    private mutating func parts(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let names = values[0].texts
        let operand = values[1].integers
        let clock = Clock(zone: zone, type: values[1].type)
        return integers(type, values, rows) { row throws(RowError) in
            let name = String(decoding: names.bytes(row), as: UTF8.self)
            guard let unit = TimeUnit(rawValue: name.uppercased()) else {
                throw RowError("\(name) is no unit of time")
            }
            let wall = try clock.wallMs(operand[row])
            switch function {
            case .extract:
                // As in Flink the seconds of the wall clock, of an instant too.
                if unit == .epoch { return wall.floorDivided(by: 1_000) }
                return unit.extracted(from: wall)
            case .floorTime:
                return clock.raw(ofWall: try unit.floor(wall), near: operand[row], wall)
            default:
                let floor = try unit.floor(wall)
                // As in Flink, which asks the date alone: any time of the first day of a month is
                // its beginning.
                let isFirst = floor == (unit.isOfDays ? wall - wall.modulo(86_400_000) : wall)
                let ceiling = isFirst ? floor : try unit.next(after: floor)
                return clock.raw(ofWall: ceiling, near: operand[row], wall)
            }
        }
    }
}

/// Converts between the stored number of a time and the wall clock it shows.
struct Clock {
    let zone: SessionZone
    let type: DataType

    static let outside = RowError("a time lies outside the years 0001 to 9999")

    /// The wall clocks that calendars reach: those of valid instants in any zone.
    private static let wallRange =
        Timestamp.validMs.lowerBound - 86_400_000...Timestamp.validMs.upperBound + 86_400_000

    /// Fails where there is no such day: a number from outside can be any.
    func wallMs(_ raw: Int64) throws(RowError) -> Int64 {
        switch type {
        case .date: return try Clock.checked(0, days: raw)
        case .timestampLTZ: return try Clock.checked(zone.wallMs(atUTC: raw), days: 0)
        default: return try Clock.checked(raw, days: 0)
        }
    }

    /// So many days later.
    static func checked(_ wallMs: Int64, days: Int64) throws(RowError) -> Int64 {
        let (daysMs, isTooLong) = days.multipliedReportingOverflow(by: 86_400_000)
        let (sum, isTooLate) = wallMs.addingReportingOverflow(daysMs)
        guard !isTooLong, !isTooLate, wallRange.contains(sum) else { throw outside }
        return sum
    }

    /// The same where an instant keeps the distance from UTC of another, as Flink rounds it.
    func raw(ofWall wallMs: Int64, near raw: Int64, _ rawWallMs: Int64) -> Int64 {
        if case .timestampLTZ = type { return wallMs - (rawWallMs - raw) }
        return self.raw(ofWall: wallMs)
    }

    func raw(ofWall wallMs: Int64) -> Int64 {
        switch type {
        case .date: wallMs.floorDivided(by: 86_400_000)
        case .timestampLTZ: zone.instantMs(ofWall: wallMs)
        default: wallMs
        }
    }

    /// The count that differences are taken of: instants as they are, wall clocks as if in UTC.
    func instantMs(_ raw: Int64) -> Int64 { type == .date ? raw &* 86_400_000 : raw }
}

/// The formats of a function's argument; a constant one is taken apart once.
private struct TimeFormats {
    private let vector: Vector?
    private var known: TimePattern?

    init(_ vector: Vector?) { self.vector = vector }

    /// `nil` without a format argument.
    mutating func format(_ row: Int) throws(RowError) -> TimePattern? {
        guard let vector else { return nil }
        if vector.isConstant, let known { return known }
        known = try TimePattern(vector.texts.bytes(row))
        return known
    }
}
