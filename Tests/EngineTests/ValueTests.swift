import Engine
import Foundation
import TestSupport
import Testing

@Suite struct ValueTests {
    @Test func `every day of four centuries agrees with the calendar of Foundation`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for days in stride(from: Int64(-80_000), through: 80_000, by: 37) {
            let date = CivilDate(daysSince1970: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday],
                from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(parts.year == Int(date.year))
            #expect(parts.month == Int(date.month))
            #expect(parts.day == Int(date.day))
            #expect(parts.weekday == Int(date.isoWeekday % 7 + 1))
            #expect(date.daysSince1970 == days)
        }
    }

    @Test(
        arguments: [
            ("1970-01-01", 1), ("2026-01-01", 1), ("2027-01-01", 53), ("2024-12-30", 1),
            ("2021-01-03", 53), ("2021-01-04", 1),
        ] as [(String, Int64)])
    func `weeks are those of ISO 8601`(text: String, week: Int64) throws {
        let ms = try #require(Timestamp.parse(text + " 00:00:00", .sql))
        #expect(CivilDate(daysSince1970: ms / 86_400_000).isoWeek == week)
    }

    @Test(
        arguments: [
            ("2026-01-05 09:00:00", .sql, 1_767_603_600_000),
            ("2026-01-05 09:00:00.1", .sql, 1_767_603_600_100),
            ("2026-01-05 09:00:00.123456789", .sql, 1_767_603_600_123),
            ("2026-01-05T09:00:00Z", .iso8601Instant, 1_767_603_600_000),
            ("2026-01-05T09:00Z", .iso8601Instant, 1_767_603_600_000),
            ("2026-01-05T09:00:00", .iso8601, 1_767_603_600_000),
            ("2026-01-05 09:00:00Z", .sqlInstant, 1_767_603_600_000),
            ("2026-01-05T11:00:00+02:00", .iso8601Offset, 1_767_603_600_000),
            ("2026-01-05T08:30:00-0030", .iso8601Offset, 1_767_603_600_000),
            ("1969-12-31 23:59:59.999", .sql, -1),
            ("0001-01-01 00:00:00", .sql, -62_135_596_800_000),
            ("9999-12-31 23:59:59.999", .sql, 253_402_300_799_999),
            ("2024-02-29 00:00:00", .sql, 1_709_164_800_000),
            ("2026-01-05T09:00:00", .sql, nil), ("2026-01-05 09:00:00", .iso8601, nil),
            ("2026-01-05 09:00", .sql, nil), ("2026-01-05 09:00:00.", .sql, nil),
            ("2026-01-05 09:00:00.1234567890", .sql, nil), ("2026-01-05 09:00:00Z", .sql, nil),
            ("2026-01-05T09:00:00", .iso8601Instant, nil), ("2023-02-29 00:00:00", .sql, nil),
            ("2026-13-05 09:00:00", .sql, nil), ("2026-01-05 24:00:00", .sql, nil),
            ("2026-01-05 09:60:00", .sql, nil), ("2026-01-05 09:00:60", .sql, nil),
            ("0000-01-01 00:00:00", .sql, nil), ("26-01-05 09:00:00", .sql, nil), ("", .sql, nil),
            ("2026-01-05", .sql, nil), ("2026-1-5 09:00:00", .sql, nil),
            ("2026-01-05 09:00:00 ", .sql, nil), ("2026-01-05T09:00:00+99:00", .iso8601Offset, nil),
        ] as [(String, Timestamp.Style, Int64?)])
    func `times are read strictly`(text: String, style: Timestamp.Style, ms: Int64?) {
        #expect(Timestamp.parse(text, style) == ms)
    }

    @Test func `times are written with the decimals of their precision`() {
        #expect(Timestamp.text(1_767_603_600_000) == "2026-01-05 09:00:00.000")
        #expect(Timestamp.text(1_767_603_600_120, precision: 0) == "2026-01-05 09:00:00")
        #expect(Timestamp.text(1_767_603_600_120, precision: 6) == "2026-01-05 09:00:00.120000")
        #expect(Timestamp.text(-1) == "1969-12-31 23:59:59.999")
        #expect(Timestamp.text(-62_135_596_800_000) == "0001-01-01 00:00:00.000")
    }

    @Test(arguments: UInt64(0)..<20)
    func `a time that is written is read back`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let ms = Int64.random(in: Timestamp.validMs, using: &random)
            #expect(Timestamp.parse(Timestamp.text(ms), .sql) == ms)
        }
    }

    @Test(
        arguments: [
            (0.1, "0.1"), (1e7, "1.0E7"), (9_999_999, "9999999.0"), (12_345_678.5, "1.23456785E7"),
            (0.001, "0.001"), (0.00099, "9.9E-4"), (-0.0, "-0.0"), (0, "0.0"), (1, "1.0"),
            (100, "100.0"), (1.5e300, "1.5E300"), (-123.456, "-123.456"),
            (.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"),
            (1e16, "1.0E16"), (0.0123, "0.0123"),
        ] as [(Double, String)])
    func `doubles are written as Java writes them`(value: Double, text: String) {
        #expect(NumberText.text(value) == text)
    }

    private func number(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBytes { NumberText.parseDouble($0) }
    }

    private func integer(_ text: String) -> Int64? {
        Array(text.utf8).withUnsafeBytes { NumberText.parseInteger($0) }
    }

    @Test(arguments: UInt64(0)..<10)
    func `a double that is written is read back`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(number(NumberText.text(value)) == value)
            let short = Double(Int64.random(in: -99_999...99_999, using: &random)) / 1_000
            #expect(number(NumberText.text(short)) == short)
            #expect(number("\(short)e7") == Double("\(short)e7"))
        }
    }

    @Test func `numbers are read strictly`() {
        #expect(integer("9223372036854775807") == .max)
        #expect(integer("-9223372036854775808") == .min)
        for text in [
            "9223372036854775808", "-9223372036854775809", "", "-", "+", "1.0", " 1", "1 ",
        ] {
            #expect(integer(text) == nil, "\(text)")
        }
        #expect(integer("+7") == 7)
        #expect(number("1e999") == .infinity)
        #expect(number("-1.5E-3") == -0.0015)
        #expect(number(".5") == 0.5)
        #expect(number("00000000000000000000001") == 1)
        #expect(number("0.1234567890123456789") == 0.1234567890123456789)
        for text in ["", ".", "e5", "1e", "1e+", "0x10", "nan", "inf", "1.2.3", "1 ", "--1", "1_0"]
        {
            #expect(number(text) == nil, "\(text)")
        }
    }
}
