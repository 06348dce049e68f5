import Engine
import TestSupport
import Testing

@Suite struct CastAndTimeTests {
    @Test func `equal neighbours share a text, and no other rows do`() {
        let amounts: [Int64?] = [nil, 7, 7, nil, 7, 8, 8, -7, 7, nil, nil, 0]
        let spec = PlanSpec(
            window: nil, select: [.cast(.column(Col.amount, .bigint), .string, isTry: false)],
            kind: .print, primaryKey: nil)
        let results = run(spec, amounts.map { Event("a", at: 1, amount: $0) })
        #expect(results.map(\.values) == amounts.map { [$0.map { .string("\($0)") } ?? .null] })
    }

    @Test(arguments: [
        Case("text to INT", .cast(text(" 42 "), .int, isTry: false), .integer(42)),
        Case("decimals are cut off", .cast(text("3.99"), .int, isTry: true), .integer(3)),
        Case("no exponent in an INT", .cast(text("1e3"), .int, isTry: true), .null),
        Case("exponent in a DOUBLE", .cast(text("1e3"), .double, isTry: false), .double(1_000)),
        Case("nonsense", .cast(text("abc"), .int, isTry: false), fails: "'abc' is no INT"),
        Case("too large", .cast(text("2147483648"), .int, isTry: true), .null),
        Case(
            "INT to SMALLINT", .cast(int(40_000, .int), .smallint, isTry: false),
            fails: "SMALLINT overflow"),
        Case("TRY INT to SMALLINT", .cast(int(40_000, .int), .smallint, isTry: true), .null),
        Case("DOUBLE saturates", .cast(double(1e20), .int, isTry: false), .integer(2_147_483_647)),
        Case("DOUBLE saturates below", .cast(double(-1e20), .bigint, isTry: false), .integer(.min)),
        Case("NaN is 0", .cast(double(.nan), .int, isTry: false), .integer(0)),
        Case("DOUBLE is cut off", .cast(double(-1.9), .int, isTry: false), .integer(-1)),
        Case("TRUE", .cast(bool(true), .string, isTry: false), .string("TRUE")),
        Case("boolean text", .cast(text("yes"), .boolean, isTry: false), yes),
        Case("no boolean", .cast(text("maybe"), .boolean, isTry: true), .null),
        Case("BIGINT to text", .cast(int(-5), .string, isTry: false), .string("-5")),
        Case("DOUBLE to text", .cast(double(1e7), .string, isTry: false), .string("1.0E7")),
        Case(
            "FLOAT to text",
            .cast(.literal(.double(Double(Float(0.1))), .float), .string, isTry: false),
            .string("0.1")),
        Case("NULL", .cast(text(nil), .int, isTry: false), .null),
        Case(
            "NULL as a number", call(.negate, .int, .cast(text(nil), .int, isTry: false)), .null),
        Case(
            "TIMESTAMP to text", .cast(time("2026-01-05 09:00:00"), .string, isTry: false),
            .string("2026-01-05 09:00:00.000")),
        Case(
            "text to TIMESTAMP",
            .cast(text("2026-1-5 9:0:0.12"), .timestamp(precision: 3), isTry: false),
            .integer(1_767_603_600_120)),
        Case(
            "date to TIMESTAMP", .cast(text("2026-01-05"), .timestamp(precision: 3), isTry: false),
            .integer(1_767_571_200_000)),
        Case(
            "no TIMESTAMP",
            .cast(text("2026-01-05T09:00:00"), .timestamp(precision: 3), isTry: true), .null),
        Case(
            "precision 0",
            .cast(time("2026-01-05 09:00:00.900"), .timestamp(precision: 0), isTry: false),
            .integer(1_767_603_600_000)),
        Case("text to DATE", .cast(text("1970-01-03"), .date, isTry: false), .integer(2)),
        Case(
            "DATE to text", .cast(.literal(.integer(-1), .date), .string, isTry: false),
            .string("1969-12-31")),
        Case(
            "TIMESTAMP to DATE", .cast(time("1969-12-31 23:00:00"), .date, isTry: false),
            .integer(-1)),
        Case(
            "DATE to TIMESTAMP",
            .cast(.literal(.integer(1), .date), .timestamp(precision: 3), isTry: false),
            .integer(86_400_000)),
    ])
    func `casts`(test: Case) { check(test) }

    @Test(arguments: [
        Case(
            "LTZ to text",
            .cast(time("2026-01-05 09:00:00", .timestampLTZ(precision: 3)), .string, isTry: false),
            .string("2026-01-05 11:00:00.000")),
        Case(
            "LTZ to TIMESTAMP",
            .cast(
                time("2026-01-05 09:00:00", .timestampLTZ(precision: 3)), .timestamp(precision: 3),
                isTry: false), .integer(1_767_610_800_000)),
        Case(
            "TIMESTAMP to LTZ",
            .cast(time("2026-01-05 11:00:00"), .timestampLTZ(precision: 3), isTry: false),
            .integer(1_767_603_600_000)),
        Case("FROM_UNIXTIME", call(.fromUnixTime, .string, int(0)), .string("1970-01-01 02:00:00")),
        Case(
            "UNIX_TIMESTAMP", call(.unixTimestamp, .bigint, text("1970-01-01 02:00:01")),
            .integer(1)),
        Case(
            "HOUR of an LTZ",
            call(
                .extract, .bigint, text("HOUR"),
                time("1970-01-01 00:00:00", .timestampLTZ(precision: 3))),
            .integer(2)),
        Case(
            "day of an LTZ",
            call(
                .floorTime, .timestampLTZ(precision: 3), text("DAY"),
                .literal(.integer(0), .timestampLTZ(precision: 3))), .integer(-7_200_000)),
    ])
    func `instants show the session zone's clock`(test: Case) {
        check(test, zone: .fixed(name: "two hours east", offsetMs: 7_200_000))
    }

    @Test(arguments: [
        Case(
            "plus",
            call(.addMilliseconds, .timestamp(precision: 3), time("2026-01-01 00:00:00"), int(-1)),
            .integer(1_767_225_599_999)),
        Case(
            "a month after January 31",
            call(.addMonths, .timestamp(precision: 3), time("2024-01-31 12:00:00"), int(1)),
            .integer(1_709_208_000_000)),
        Case(
            "a month before",
            call(.addMonths, .timestamp(precision: 3), time("2024-01-31 00:00:00"), int(-2)),
            .integer(1_701_302_400_000)),
        Case(
            "more months than there are years",
            call(.addMonths, .timestamp(precision: 3), time("2026-01-05 09:00:00"), int(.max)),
            fails: "a time lies outside the years 0001 to 9999"),
        Case(
            "a month after no time",
            call(
                .addMonths, .timestamp(precision: 3),
                .literal(.integer(.max), .timestamp(precision: 3)), int(1)),
            fails: "a time lies outside the years 0001 to 9999"),
        Case(
            "the year of no time",
            call(
                .floorTime, .timestamp(precision: 3), text("YEAR"),
                .literal(.integer(.min), .timestamp(precision: 3))),
            fails: "a time lies outside the years 0001 to 9999"),
        Case(
            "difference",
            call(
                .millisecondsBetween, .bigint, time("2026-01-01 00:00:01"),
                time("2026-01-01 00:00:00")), .integer(1_000)),
        Case(
            "TO_TIMESTAMP",
            call(.toTimestamp, .timestamp(precision: 3), text("2026-01-05 09:00:00")),
            .integer(1_767_603_600_000)),
        Case(
            "TO_TIMESTAMP of nonsense", call(.toTimestamp, .timestamp(precision: 3), text("soon")),
            .null),
        Case(
            "TO_TIMESTAMP with a format",
            call(
                .toTimestamp, .timestamp(precision: 3), text("05.01.26 9h"), text("dd.MM.yy H'h'")),
            .integer(1_767_603_600_000)),
        Case(
            "TO_TIMESTAMP without separators",
            call(
                .toTimestamp, .timestamp(precision: 3), text("20260105090000123"),
                text("yyyyMMddHHmmssSSS")), .integer(1_767_603_600_123)),
        Case(
            "TO_TIMESTAMP with a field of more digits than a number has",
            call(
                .toTimestamp, .timestamp(precision: 3), text("99999999999999999999-1"),
                text("yyyyyyyyyyyyyyyyyyyy-M")), .null),
        Case(
            "TO_TIMESTAMP_LTZ of seconds",
            call(.toTimestampLTZ, .timestampLTZ(precision: 3), int(5), int(0, .int)),
            .integer(5_000)),
        Case(
            "TO_TIMESTAMP_LTZ too large",
            call(.toTimestampLTZ, .timestampLTZ(precision: 3), int(.max), int(3, .int)), .null),
        Case(
            "DATE_FORMAT",
            call(
                .dateFormat, .string, time("2026-01-05 09:07:03.045"),
                text("EEE d MMM yyyy, hh:mm a, S")), .string("Mon 5 Jan 2026, 09:07 AM, 0")),
        Case(
            "DATE_FORMAT unknown letter",
            call(.dateFormat, .string, time("2026-01-05 09:07:03"), text("yyyy Q")),
            fails: "the letter Q of a time format is not supported"),
        Case(
            "YEAR", call(.extract, .bigint, text("YEAR"), time("1969-12-31 23:59:59")),
            .integer(1_969)),
        Case(
            "QUARTER", call(.extract, .bigint, text("QUARTER"), time("2026-12-31 00:00:00")),
            .integer(4)),
        Case(
            "DOW of a Sunday", call(.extract, .bigint, text("DOW"), time("2026-01-04 00:00:00")),
            .integer(1)),
        Case(
            "DOY of a leap year", call(.extract, .bigint, text("DOY"), time("2024-12-31 00:00:00")),
            .integer(366)),
        Case(
            "EPOCH", call(.extract, .bigint, text("EPOCH"), time("1970-01-01 00:01:00")),
            .integer(60)),
        Case(
            "FLOOR to hour",
            call(
                .floorTime, .timestamp(precision: 3), text("HOUR"), time("2026-01-05 09:59:59.99")),
            .integer(1_767_603_600_000)),
        Case(
            "FLOOR to month",
            call(.floorTime, .timestamp(precision: 3), text("MONTH"), time("1970-01-31 09:00:00")),
            .integer(0)),
        Case(
            "CEIL to day",
            call(.ceilTime, .timestamp(precision: 3), text("DAY"), time("1970-01-01 00:00:00.001")),
            .integer(86_400_000)),
        Case(
            "CEIL of a whole day",
            call(.ceilTime, .timestamp(precision: 3), text("DAY"), time("1970-01-02 00:00:00")),
            .integer(86_400_000)),
    ])
    func `times`(test: Case) { check(test) }
}
