import Engine
import TestSupport
import Testing

@Suite struct WindowTests {
    struct Edge: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let watermarksMs: [Int64]
        let fired: Int
        let isOpen: Bool
        init(_ name: String, _ watermarksMs: [Int64], fired: Int, isOpen: Bool) {
            testDescription = name
            self.watermarksMs = watermarksMs
            self.fired = fired
            self.isOpen = isOpen
        }
    }

    @Test(arguments: [
        Edge("two before the end", [8], fired: 0, isOpen: true),
        Edge("one before the end", [9], fired: 1, isOpen: false),
        Edge("at the end", [10], fired: 1, isOpen: false),
        Edge("a watermark that goes back", [10, 3], fired: 1, isOpen: false),
    ])
    func `the window from 0 to 10 fires one millisecond before its end`(edge: Edge) {
        var engine = Engine(PlanSpec().plan)
        _ = engine.apply(batch([Event("a", at: 5)]))
        for watermark in edge.watermarksMs {
            _ = engine.apply(batch([Event("b", at: watermark)]))
        }
        let fired = rows(engine.advance()).filter { $0.endMs == 10 && $0.values[0] == .string("a") }
        let applied = engine.apply(batch([Event("a", at: 5)]))
        #expect(fired.count == edge.fired)
        #expect((applied.total.accepted == 1) == edge.isOpen)
        #expect((applied.total.late == 1) == !edge.isOpen)
    }

    @Test func `a row does not judge itself`() {
        // Ten rows of one time: the first moves the watermark to the end of its own window.
        let spec = PlanSpec(delayMs: -100)
        var engine = Engine(spec.plan)
        let applied = engine.apply(batch([Event("a", at: 5), Event("a", at: 5)]))
        #expect(applied.total.accepted == 1)
        #expect(applied.total.late == 1)
        #expect(
            applied.rejections == [
                Rejection(
                    row: 1, statement: 0, reason: .late, eventTimeMs: 5, watermarkMs: 105)
            ])
    }

    @Test func `windows before 1970 and across it are cut at the same places`() {
        let results = run(
            PlanSpec(kind: .print, primaryKey: nil),
            [Event("a", at: -11), Event("a", at: -10), Event("a", at: -1), Event("a", at: 0)])
        #expect(
            results.map { [$0.values[1], $0.values[2], $0.values[4]] } == [
                [.integer(-20), .integer(-10), .integer(1)],
                [.integer(-10), .integer(0), .integer(2)],
                [.integer(0), .integer(10), .integer(1)],
            ])
    }

    @Test func `a partly late row counts in the windows that are still open`() {
        let spec = PlanSpec(
            window: .hop(sizeMs: 30, slideMs: 10, offsetMs: 0), kind: .print, primaryKey: nil)
        var engine = Engine(spec.plan)
        _ = engine.apply(batch([Event("a", at: 19)]))
        let applied = engine.apply(batch([Event("b", at: 5), Event("b", at: -20)]))
        #expect(applied.total.accepted == 1)
        #expect(applied.total.partlyLate == 1)
        #expect(applied.total.late == 1)
        #expect(applied.rejections.map(\.reason) == [.late, .partlyLate])
        engine.finish(source: 0, partition: 0)
        let ends = rows(engine.advance()).filter { $0.values[0] == .string("b") }.map(\.endMs)
        #expect(ends == [30])
    }

    @Test
    func `a row late for its own partition does not leak into a window that waits for another`() {
        var engine = Engine(PlanSpec(kind: .print, primaryKey: nil).plan)
        engine.addPartition(source: 0, partition: 1)
        _ = engine.apply(batch([Event("a", at: 1), Event("a", at: 30)]))
        let applied = engine.apply(batch([Event("a", at: 2)]))
        #expect(applied.total.late == 1)
        _ = engine.apply(batch([Event("a", at: 3), Event("a", at: 30)], partition: 1))
        let counts = rows(engine.advance()).map { $0.values[4] }
        #expect(counts == [.integer(2)])
    }

    @Test func `a partition without a watermark holds until it is idle and wakes by its next row`()
    {
        var engine = Engine(PlanSpec(kind: .print, primaryKey: nil).plan)
        engine.addPartition(source: 0, partition: 0)
        engine.addPartition(source: 0, partition: 1)
        #expect(engine.watermarkMs(source: 0) == nil)
        _ = engine.apply(batch([Event("a", at: 1), Event("a", at: 50)]))
        #expect(engine.advance().isEmpty)
        #expect(engine.holdingPartition(source: 0) == 1)
        engine.setIdle(source: 0, partition: 1, isIdle: true)
        #expect(rows(engine.advance()).count == 1)
        #expect(engine.watermarkMs(source: 0) == 50)
        // What came before the idle decision is late, what came behind it waits for both again.
        let applied = engine.apply(batch([Event("a", at: 40), Event("a", at: 55)], partition: 1))
        #expect(applied.total.late == 1)
        #expect(applied.total.accepted == 1)
        _ = engine.apply(batch([Event("a", at: 90)]))
        #expect(engine.watermarkMs(source: 0) == 55)
        engine.setIdle(source: 0, partition: 0, isIdle: true)
        engine.setIdle(source: 0, partition: 1, isIdle: true)
        #expect(engine.watermarkMs(source: 0) == 90)
        #expect(engine.holdingPartition(source: 0) == nil)
    }

    @Test func `sixty second windows with five seconds of delay fire at 64 seconds 999`() {
        let spec = PlanSpec(
            window: .tumble(sizeMs: 60_000, offsetMs: 0), delayMs: 5_000, kind: .print,
            primaryKey: nil)
        #expect(run(spec, [Event("a", at: 1), Event("b", at: 64_998)], ends: false).isEmpty)
        #expect(run(spec, [Event("a", at: 1), Event("b", at: 64_999)], ends: false).count == 1)
    }

    @Test func `result rows are sorted by statement, window end and key bytes`() {
        let users = ["b", "", "aa", "a", "ß", "user-00000001", "user-00000010", "user-0000001"]
        let results = run(
            PlanSpec(kind: .print, primaryKey: nil),
            [Event(nil, at: 15)] + users.map { Event($0, at: 15) }
                + users.map { Event($0, at: 20) })
        let expected = users.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        #expect(
            results.prefix(8).map(\.values[0]) == expected.map { .string($0) })
        #expect(results[8].values[0] == .null)
        #expect(results.map(\.endMs).prefix(9) == Array(repeating: 20, count: 9)[...])
    }

    @Test func `composite keys come back as they went in`() {
        let spec = PlanSpec(
            keys: [Col.user, Col.amount, Col.price, Col.item], kind: .print, primaryKey: nil)
        let events = [
            Event("a\u{0}b", at: 1, item: "x", amount: .min, price: -0.5),
            Event("a", at: 1, item: "\u{0}", amount: .max, price: .infinity),
            Event(nil, at: 1, item: nil, amount: nil, price: nil),
            Event("", at: 1, item: "", amount: 0, price: 0),
            Event("a", at: 1, item: "x", amount: -1, price: -0.0),
            Event("a", at: 1, item: "x", amount: -1, price: 0.0),
        ]
        let keys = run(spec, events).map { Array($0.values.prefix(4)) }
        #expect(
            keys == [
                [.null, .null, .null, .null],
                [.string(""), .integer(0), .double(0), .string("")],
                [.string("a"), .integer(-1), .double(0), .string("x")],
                [.string("a"), .integer(.max), .double(.infinity), .string("\u{0}")],
                [.string("a\u{0}b"), .integer(.min), .double(-0.5), .string("x")],
            ])
    }

    @Test func `no key at all is one group`() {
        let results = run(
            PlanSpec(keys: [], kind: .print, primaryKey: nil),
            [Event("a", at: 1), Event("b", at: 2)])
        #expect(results.map(\.values) == [[.integer(0), .integer(10), .integer(9), .integer(2)]])
    }

    @Test func `memory follows the open windows and not what was seen`() {
        var engine = Engine(
            PlanSpec(aggregates: WindowOracle.calls, kind: .print, primaryKey: nil).plan)
        var largest = 0
        for round in 0..<60 {
            let events = (0..<50).map {
                Event("user \(round) \($0)", at: Int64(round * 10), item: "item \(round) \($0)")
            }
            _ = engine.apply(batch(events))
            _ = engine.advance()
            #expect(engine.statistics(statement: 0).openKeys <= 50)
            if round == 9 { largest = engine.statistics(statement: 0).bytes }
        }
        #expect(engine.statistics(statement: 0).panes == 1)
        #expect(engine.statistics(statement: 0).bytes <= largest * 2)
    }
}
