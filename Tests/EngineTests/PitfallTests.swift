import TestSupport
import Testing

@testable import Engine

/// One test for each mistake that is made most easily; `Tests/mutations` makes them all.
@Suite struct PitfallTests {
    private func counts(_ results: [ResultRow], at place: Int = 4) -> [Value] {
        results.map { $0.values[place] }
    }

    private let plain = PlanSpec(kind: .print, primaryKey: nil)

    @Test func `a window's end is not off by one`() {
        let events = [Event("a", at: 9), Event("a", at: 10), Event("a", at: 19)]
        #expect(counts(run(plain, events)) == [.integer(1), .integer(2)])
        #expect(run(plain, [Event("a", at: 1), Event("b", at: 8)], ends: false).isEmpty)
        #expect(run(plain, [Event("a", at: 1), Event("b", at: 9)], ends: false).count == 2)
        var engine = Engine(plain.plan)
        let applied = engine.apply(batch([Event("a", at: 8), Event("a", at: 1)]))
        #expect(applied.total.late == 0)
        #expect(engine.apply(batch([Event("a", at: 9), Event("a", at: 8)])).total.late == 1)
    }

    @Test func `a row is late by its window's end and not by its own time`() {
        var engine = Engine(plain.plan)
        let events = [Event("a", at: 8), Event("a", at: 3), Event("a", at: 0)]
        #expect(engine.apply(batch(events)).total.accepted == 3)
        engine.finish(source: 0, partition: 0)
        #expect(counts(rows(engine.advance())) == [.integer(3)])
    }

    @Test func `a watermark never moves back`() {
        var engine = Engine(plain.plan)
        let first = engine.apply(batch([Event("a", at: 30), Event("b", at: 3), Event("a", at: 5)]))
        #expect(first.total.late == 2)
        #expect(engine.watermarkMs(source: 0) == 30)
        #expect(engine.apply(batch([Event("a", at: 7)])).total.late == 1)
        _ = engine.advance()
        // A partition that wakes with an older row does not take back what has fired.
        engine.addPartition(source: 0, partition: 1)
        engine.setIdle(source: 0, partition: 1, isIdle: true)
        _ = engine.apply(batch([Event("a", at: 21)], partition: 1))
        #expect(engine.watermarkMs(source: 0) == 30)
        #expect(engine.apply(batch([Event("a", at: 15)], partition: 1)).total.late == 1)
    }

    @Test func `no pane is lost when panes become a window`() {
        let hop = PlanSpec(
            window: .hop(sizeMs: 30, slideMs: 10, offsetMs: 0), kind: .print, primaryKey: nil)
        let events = [Event("a", at: 1), Event("a", at: 11), Event("a", at: 21)]
        #expect(counts(run(hop, events)) == [1, 2, 3, 2, 1].map { .integer($0) })
        let session = PlanSpec(
            window: .session(gapMs: 10), delayMs: 100, kind: .print, primaryKey: nil)
        let apart = [Event("a", at: 0), Event("a", at: 20), Event("a", at: 10)]
        #expect(counts(run(session, apart)) == [.integer(3)])
    }

    /// Two texts of one length with the same hash, found by trying.
    private static let twins: [String] = {
        var known: [UInt32: String] = [:]
        for number in 1_000_000..<2_000_000 {
            let text = String(number)
            if let other = known.updateValue(text, forKey: Hash.of(Array(text.utf8))) {
                return [other, text]
            }
        }
        return []
    }()

    @Test func `keys of the same hash are told apart`() throws {
        let twins = PitfallTests.twins
        try #require(twins.count == 2)
        try #require(Hash.of(Array(twins[0].utf8)) == Hash.of(Array(twins[1].utf8)))
        var spec = plain
        spec.aggregates.append(
            AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint))
        let events = [
            Event(twins[0], at: 1, item: twins[0]), Event(twins[1], at: 2, item: twins[1]),
            Event(twins[1], at: 3, item: twins[0]),
        ]
        let results = run(spec, events)
        #expect(results.map { $0.values[0] } == twins.map { .string($0) })
        #expect(counts(results) == [.integer(1), .integer(2)])
        #expect(counts(results, at: 5) == [.integer(1), .integer(2)])
    }

    @Test func `a DISTINCT count leaves NULL out`() {
        var spec = plain
        spec.aggregates = [
            AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint)
        ]
        let items = ["x", nil, "y", nil, "x"]
        let events = items.enumerated().map { Event("a", at: Int64($0), item: $1) }
        #expect(counts(run(spec, events)) == [.integer(2)])
        spec.window = .hop(sizeMs: 20, slideMs: 10, offsetMs: 0)
        #expect(counts(run(spec, events)) == [.integer(2), .integer(2)])
    }

    @Test(
        arguments: [([1, 2], 1), ([1, 1, 0], 0), ([-1, -2], -1), ([-1, -1, 0], 0)]
            as [([Int64], Int64)])
    func `an average of integers is cut off and not rounded`(amounts: [Int64], average: Int64) {
        var spec = plain
        spec.aggregates = [AggregateCall(.average, argument: Col.amount, type: .bigint)]
        let events = amounts.enumerated().map { Event("a", at: Int64($0), amount: $1) }
        #expect(counts(run(spec, events)) == [.integer(average)])
    }

    @Test func `a row that leaves a frame is taken back once`() {
        let calls = [
            AggregateCall(.count, type: .bigint),
            AggregateCall(.sum, argument: Col.amount, type: .bigint),
        ]
        var engine = Engine(RowSpec.over(.rows(preceding: 1), calls).plan)
        let amounts: [Int64] = [1, 2, 4, 8]
        _ = engine.apply(batch(amounts.map { Event("a", at: 10 * $0, amount: $0) }))
        engine.finish(source: 0, partition: 0)
        let results = rows(engine.advance())
        #expect(counts(results, at: 6) == [1, 2, 2, 2].map { .integer($0) })
        #expect(counts(results, at: 7) == [1, 3, 6, 12].map { .integer($0) })
    }

    @Test(arguments: [1, 2, 1_023, 1_024, 1_025, 2_048, 5_000])
    func `the last row of a batch is not lost`(size: Int) {
        var engine = Engine(plain.plan)
        for _ in 0..<2 {
            let events = (0..<size).map { Event("user \($0 % 7)", at: Int64($0 % 9)) }
            #expect(engine.apply(batch(events)).total.accepted == Int64(size))
        }
        engine.finish(source: 0, partition: 0)
        let total = counts(rows(engine.advance())).reduce(Int64()) { sum, value in
            if case .integer(let count) = value { sum + count } else { sum }
        }
        #expect(total == Int64(2 * size))
    }

    @Test func `a partition that sleeps beside one that has ended is not the end of the input`() {
        var engine = Engine(RowSpec.unique(.last).plan)
        engine.addPartition(source: 0, partition: 0)
        _ = engine.apply(batch([Event("a", at: 40)], partition: 1))
        engine.finish(source: 0, partition: 0)
        engine.setIdle(source: 0, partition: 1, isIdle: true)
        #expect(rows(engine.advance()).map(\.timeMs) == [40])
        #expect(engine.watermarkMs(source: 0) != .max)
        // The key is still known: an older row takes nobody's place.
        _ = engine.apply(batch([Event("a", at: 30)], partition: 1))
        #expect(rows(engine.advance()).isEmpty)
        engine.finish(source: 0, partition: 1)
        _ = engine.advance()
        #expect(engine.watermarkMs(source: 0) == .max)
        #expect(engine.statistics(statement: 0).openKeys == 0)
    }
}
