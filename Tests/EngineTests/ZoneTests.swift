import Engine
import TestSupport
import Testing

@Suite struct ZoneTests {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    /// Two hours east until the clock is set back at 10 h, then one; forward again at 100 h.
    private static let zone = SessionZone(
        name: "Test", transitionsMs: [10 * hour, 100 * hour],
        offsetsMs: [2 * hour, hour, 2 * hour])

    private func spec(_ sizeMs: Int64) -> PlanSpec {
        PlanSpec(
            window: .tumble(sizeMs: sizeMs, offsetMs: 0), kind: .print, primaryKey: nil,
            timeType: .timestampLTZ(precision: 3), zone: ZoneTests.zone)
    }

    @Test func `days of instants begin at the session zone's midnight`() {
        let midnight = 22 * ZoneTests.hour + ZoneTests.hour  // 0:00 one hour east
        let results = run(
            spec(ZoneTests.day), [Event("a", at: midnight - 1), Event("a", at: midnight)])
        #expect(
            results.map { [$0.values[1], $0.values[3]] } == [
                [.integer(0), .integer(midnight - 1)],
                [.integer(ZoneTests.day), .integer(midnight + ZoneTests.day - 1)],
            ])
    }

    @Test func `the hour that comes twice is one window, which waits for the second time`() {
        let hour = ZoneTests.hour
        // 11:30 twice: at 9:30 and at 10:30 UTC.
        var engine = Engine(spec(hour).plan)
        let fields = spec(hour).fields
        _ = engine.apply(
            batch([Event("a", at: 9 * hour + 1), Event("a", at: 10 * hour - 1)], fields: fields))
        #expect(engine.advance().isEmpty)
        _ = engine.apply(batch([Event("a", at: 11 * hour - 2)], fields: fields))
        #expect(engine.advance().isEmpty)
        _ = engine.apply(batch([Event("b", at: 11 * hour - 1)], fields: fields))
        let results = rows(engine.advance())
        #expect(
            results.map { Array($0.values.prefix(5)) } == [
                [
                    .string("a"), .integer(11 * hour), .integer(12 * hour), .integer(11 * hour - 1),
                    .integer(3),
                ],
                [
                    .string("b"), .integer(11 * hour), .integer(12 * hour), .integer(11 * hour - 1),
                    .integer(1),
                ],
            ])
    }

    @Test func `the hour that is missing has no window and holds none back`() {
        let hour = ZoneTests.hour
        // 101:00 becomes 102:00 at 100 h UTC.
        let results = run(
            spec(hour),
            [
                Event("a", at: 100 * hour - 1), Event("a", at: 100 * hour),
                Event("b", at: 101 * hour),
            ],
            ends: false)
        #expect(results.map { $0.values[1] } == [.integer(100 * hour), .integer(102 * hour)])
    }
}
