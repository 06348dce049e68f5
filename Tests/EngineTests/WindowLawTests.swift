import Engine
import TestSupport
import Testing

/// What windows over changelogs give whatever turns partitions take, batches and restarts.
struct WindowLawTests {
    private static let calls = WindowOracle.calls.filter { $0.function != .approximateCount }

    private static let windows: [Window] = [
        .tumble(sizeMs: 20, offsetMs: 3), .hop(sizeMs: 30, slideMs: 10, offsetMs: 0),
        .cumulate(sizeMs: 40, stepMs: 10, offsetMs: 0), .session(gapMs: 4),
    ]

    static func plan(
        _ window: Window, _ calls: [AggregateCall], delayMs: Int64, condition: Expression? = nil,
        having: Expression? = nil
    ) -> Plan {
        var spec = PlanSpec(window: window, aggregates: calls, delayMs: delayMs, kind: .print)
        spec.primaryKey = nil
        spec.condition = condition
        spec.having = having
        var plan = spec.plan
        for (index, node) in plan.nodes.enumerated() {
            guard case .window = node.operation else { continue }
            plan.nodes[index] = Node(
                .window(
                    WindowAggregate(
                        window: window, time: Col.ts, keys: [Col.user], aggregates: calls,
                        retracts: true)), inputs: node.inputs, output: node.output)
        }
        return plan
    }

    @Test(arguments: UInt64(1)...24)
    func `whatever turns partitions take and batches are cut, windows hold the same rows`(
        seed: UInt64
    ) throws {
        let story = ChangelogStory(seed: seed, partitions: 2, events: 80)
        let low = Expression.call(
            .less, [.column(Col.amount, .bigint), .literal(.integer(6), .bigint)], .boolean)
        let several = Expression.call(
            .greater, [.column(4, .bigint), .literal(.integer(1), .bigint)], .boolean)
        let plan = Self.plan(
            Self.windows[Int(seed % 4)], Self.calls, delayMs: 15,
            condition: seed % 3 == 0 ? low : nil, having: seed % 5 == 0 ? several : nil)
        let first = try story.results(plan)
        #expect(!first.rows.isEmpty && first.total.late > 0)
        for cut in UInt64(2)...6 {
            let other = try story.results(
                plan, seed: cut, shards: cut == 3 ? 3 : 1, restarts: cut > 3 ? cut : nil)
            #expect(other.total == first.total, "seed \(seed), cut \(cut)")
            #expect(other.rows.count == first.rows.count, "seed \(seed), cut \(cut)")
            for (one, two) in zip(first.rows, other.rows) {
                #expect(isSame(one.values, two.values), "seed \(seed), cut \(cut)")
            }
        }
    }

    /// The results of a user's rows, as window end and count.
    private func counts(
        _ window: Window, _ changes: [RunningStory.Change]
    ) throws -> (counts: [[Value]], total: FateCounts) {
        // The sum is looked at, so rows of different amounts are different rows.
        let calls = [
            AggregateCall(.count, type: .bigint),
            AggregateCall(.sum, argument: Col.amount, type: .bigint),
        ]
        let plan = Self.plan(window, calls, delayMs: 0)
        let results = try ChangelogStory([changes]).results(plan)
        let rows = results.rows.filter { $0.values[0] == .string("a") }
        return (rows.map { [$0.values[2], $0.values[4]] }, results.total)
    }

    @Test func `a row that is taken back in the windows that are open stays in the others`() throws
    {
        let row = Event("a", at: 5)
        let results = try counts(
            .hop(sizeMs: 30, slideMs: 10, offsetMs: 0),
            [(.insert, row), (.insert, Event("b", at: 12)), (.delete, row)])
        #expect(results.counts == [[.integer(10), .integer(1)]])
        #expect(results.total.accepted == 3)
        #expect(results.total.partlyLate == 1)
    }

    @Test func `an update whose row before is late for some windows is one event, partly late`()
        throws
    {
        let (old, new) = (Event("a", at: 5), Event("a", at: 13))
        let results = try counts(
            .hop(sizeMs: 20, slideMs: 10, offsetMs: 0),
            [
                (.insert, old), (.insert, Event("b", at: 12)), (.updateBefore, old),
                (.updateAfter, new), (.insert, Event("b", at: 22)), (.delete, old),
            ])
        #expect(
            results.counts == [
                [.integer(10), .integer(1)], [.integer(20), .integer(1)],
                [.integer(30), .integer(1)],
            ])
        #expect(results.total.accepted == 4)
        #expect(results.total.partlyLate == 1)
        #expect(results.total.late == 1)
    }

    @Test func `a late row is late again when it is taken back, whatever session is there`()
        throws
    {
        let late = Event("a", at: 4)
        let (other, grown) = (Event("a", at: 8), Event("a", at: 4, amount: 7))
        let results = try counts(
            .session(gapMs: 5),
            [
                (.insert, Event("b", at: 10)), (.insert, late), (.insert, other), (.delete, late),
            ])
        #expect(results.counts == [[.integer(13), .integer(1)]])
        #expect(results.total.late == 2)
        // The session has grown back over the time of the late row.
        let over = try counts(
            .session(gapMs: 5),
            [
                (.insert, Event("b", at: 10)), (.insert, late), (.insert, other),
                (.insert, grown), (.delete, late), (.delete, other),
            ])
        #expect(over.counts == [[.integer(13), .integer(1)]])
        #expect(over.total.late == 2)
    }
}
