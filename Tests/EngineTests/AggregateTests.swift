import Engine
import TestSupport
import Testing

@Suite struct AggregateTests {
    /// The aggregates of one window over some events, and how many of them failed.
    private func aggregate(
        _ calls: [AggregateCall], _ events: [Event], panes: Bool, isStrict: Bool = false
    ) -> (values: [Value], failed: Int64) {
        let window: Window =
            panes
            ? .hop(sizeMs: 100, slideMs: 1, offsetMs: 0) : .tumble(sizeMs: 100, offsetMs: 0)
        let spec = PlanSpec(
            window: window, aggregates: calls, delayMs: 1_000, kind: .print, primaryKey: nil,
            isStrictFlink: isStrict)
        var engine = Engine(spec.plan)
        _ = engine.apply(batch(events))
        engine.finish(source: 0, partition: 0)
        let result = engine.advance().first { $0.windowEndMs == 100 }
        return (Array(result?.rows.row(0).dropFirst(4) ?? []), result?.failedValues ?? 0)
    }

    private func amounts(_ values: [Int64?]) -> [Event] {
        values.enumerated().map { Event("a", at: Int64($0), amount: $1) }
    }

    private func call(
        _ function: AggregateCall.Function, _ type: DataType = .bigint, isDistinct: Bool = false
    ) -> AggregateCall {
        AggregateCall(function, argument: Col.amount, isDistinct: isDistinct, type: type)
    }

    @Test(arguments: [false, true])
    func `NULLs are not counted and nothing but NULLs has no sum`(panes: Bool) {
        let calls = [
            AggregateCall(.count, type: .bigint), call(.count), call(.sum), call(.average),
            call(.minimum), call(.maximum), call(.count, isDistinct: true),
            call(.sum, isDistinct: true),
            AggregateCall(.minimum, argument: Col.item, type: .string),
            AggregateCall(.maximum, argument: Col.price, type: .double),
        ]
        let (values, failed) = aggregate(calls, amounts([nil, nil]), panes: panes)
        let none: [Value] = [.null, .null, .null, .null]
        #expect(
            values == [.integer(2), .integer(0)] + none + [.integer(0), .null, .null, .null])
        #expect(failed == 0)
    }

    @Test(
        arguments: [
            ([1, 2], 1), ([-1, -2], -1), ([-1, -1, -1, 1], 0), ([7], 7),
            ([.max, .max, .max], .max), ([.min, .min], .min), ([.min, .max], 0),
        ] as [([Int64], Int64)])
    func `the average of integers is cut off towards zero and never overflows`(
        values: [Int64], average: Int64
    ) {
        for panes in [false, true] {
            let result = aggregate([call(.average)], amounts(values), panes: panes)
            #expect(result.values == [.integer(average)])
        }
    }

    @Test func `a sum that does not fit is NULL and counted, whatever the order of its parts`() {
        for panes in [false, true] {
            let fits = aggregate([call(.sum)], amounts([.max, 1, -1]), panes: panes)
            #expect(fits.values == [.integer(.max)])
            let over = aggregate(
                [call(.sum), call(.count)], amounts([.max, 1]), panes: panes)
            #expect(over.values == [.null, .integer(2)])
            #expect(over.failed == 1)
            let narrow = aggregate([call(.sum, .int)], amounts([2_147_483_647, 1]), panes: panes)
            #expect(narrow.values == [.null])
        }
    }

    @Test func `strict-flink wraps a sum in its own type`() {
        let narrow = aggregate(
            [call(.sum, .int)], amounts([2_147_483_647, 1]), panes: false, isStrict: true)
        #expect(narrow.values == [.integer(-2_147_483_648)])
        let wide = aggregate([call(.sum)], amounts([.max, 1]), panes: true, isStrict: true)
        #expect(wide.values == [.integer(.min)])
    }

    @Test func `sums of doubles keep what rounding loses`() {
        let events = (0..<99).map {
            Event("a", at: Int64($0), price: $0 == 0 ? 1e16 : 1.1)
        }
        let sum = AggregateCall(.sum, argument: Col.price, type: .double)
        for panes in [false, true] {
            let result = aggregate([sum], events, panes: panes).values
            guard case .double(let value)? = result.first else {
                Issue.record("no sum")
                return
            }
            #expect((value - 10_000_000_000_000_107.8).magnitude <= 1e-9 * 1e16)
            #expect(value == 10_000_000_000_000_108)
        }
    }

    @Test func `infinite and undefined doubles are as in Java's order`() {
        let prices: [Double?] = [.infinity, 1, .nan, -.infinity, nil]
        let events = prices.enumerated().map { Event("a", at: Int64($0), price: $1) }
        let calls = [
            AggregateCall(.minimum, argument: Col.price, type: .double),
            AggregateCall(.maximum, argument: Col.price, type: .double),
            AggregateCall(.count, argument: Col.price, isDistinct: true, type: .bigint),
        ]
        for panes in [false, true] {
            let result = aggregate(calls, events, panes: panes).values
            #expect(result[0] == .double(-.infinity))
            if case .double(let maximum) = result[1] { #expect(maximum.isNaN) }
            #expect(result[2] == .integer(4))
        }
    }

    @Test func `texts that grow and shrink are kept as smallest and largest`() {
        let items = ["m", "mm", "a much longer text than before", "", "z", "zz", nil, "zzz z"]
        let events = items.enumerated().map { Event("a", at: Int64($0), item: $1) }
        let calls = [
            AggregateCall(.minimum, argument: Col.item, type: .string),
            AggregateCall(.maximum, argument: Col.item, type: .string),
        ]
        for panes in [false, true] {
            #expect(
                aggregate(calls, events, panes: panes).values == [.string(""), .string("zzz z")])
        }
    }

    @Test func `many values of one key are told apart`() {
        let events = (0..<90).map {
            Event("a", at: Int64($0), item: "coupon \($0 % 45)", amount: Int64($0 % 30))
        }
        let calls = [
            AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint),
            call(.sum, isDistinct: true),
        ]
        for panes in [false, true] {
            #expect(
                aggregate(calls, events, panes: panes).values == [.integer(45), .integer(435)])
        }
    }
}
