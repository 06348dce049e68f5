import Engine
import TestSupport
import Testing

@Suite struct FateTests {
    private func reasons(_ applied: Applied) -> [String] {
        applied.rejections.map { rejection in
            if case .refused(let message) = rejection.reason {
                message
            } else {
                "\(rejection.reason)"
            }
        }
    }

    @Test func `rows whose event time cannot be used are refused and move nothing`() {
        var spec = PlanSpec(kind: .print, primaryKey: nil)
        spec.futureGuardMs = 1_000
        var engine = Engine(spec.plan)
        let events = [
            Event("a", at: nil), Event("a", at: 3_001), Event("a", at: 3_000),
            Event("a", at: 300_000_000_000_000), Event("a", at: -70_000_000_000_000),
        ]
        let applied = engine.apply(
            batch(events, recordTimesMs: [2_000, 2_000, 2_000, 2_000, 2_000]))
        #expect(applied.total.quarantined == 4)
        #expect(applied.total.accepted == 1)
        #expect(applied.byStatement[0] == applied.total)
        #expect(applied.rejections.allSatisfy { $0.statement == nil })
        #expect(
            reasons(applied) == [
                "event time ts is NULL",
                "event time ts lies 1001 ms ahead of the record's own time",
                "event time ts lies outside the years 0001 to 9999",
                "event time ts lies outside the years 0001 to 9999",
            ])
        #expect(engine.watermarkMs(source: 0) == 3_000)
    }

    @Test(arguments: [0, 1, 2])
    func `one time outside the valid ones is refused among others`(place: Int) {
        let first = Timestamp.validMs.lowerBound
        let last = Timestamp.validMs.upperBound
        for time in [first, first - 1, last, last + 1] {
            let isValid = Timestamp.validMs.contains(time)
            var events = [Event("a", at: 1), Event("b", at: 2), Event("c", at: 3)]
            events[place].ts = time
            var engine = Engine(PlanSpec(kind: .print, primaryKey: nil).plan)
            let applied = engine.apply(batch(events))
            #expect(applied.total.quarantined == (isValid ? 0 : 1))
            // A row that is only late is rejected, too, but not refused.
            let refused = applied.rejections.filter {
                if case .refused = $0.reason { true } else { false }
            }
            #expect(refused.map(\.row) == (isValid ? [] : [place]))
        }
    }

    @Test func `strict-flink has no future guard and files have no record time`() {
        var spec = PlanSpec(kind: .print, primaryKey: nil)
        spec.futureGuardMs = 1_000
        var lenient = Engine(spec.plan)
        #expect(lenient.apply(batch([Event("a", at: 9_999)])).total.accepted == 1)
        spec.isStrictFlink = true
        var strict = Engine(spec.plan)
        let applied = strict.apply(batch([Event("a", at: 9_999)], recordTimesMs: [0]))
        #expect(applied.total.accepted == 1)
    }

    @Test func `an error before the aggregate costs the row, a false condition filters it`() {
        let ratio = Expression.call(
            .divide, [.literal(.integer(10), .bigint), .column(Col.amount, .bigint)], .bigint)
        let spec = PlanSpec(
            condition: .call(.greater, [ratio, .literal(.integer(2), .bigint)], .boolean),
            kind: .print, primaryKey: nil)
        var engine = Engine(spec.plan)
        let applied = engine.apply(
            batch([
                Event("a", at: 1, amount: 1), Event("a", at: 2, amount: 0),
                Event("a", at: 3, amount: 9), Event("a", at: 4, amount: nil),
            ]))
        #expect(applied.total.accepted == 1)
        #expect(applied.total.quarantined == 1)
        #expect(applied.total.filtered == 2)
        #expect(reasons(applied) == ["division by zero"])
        #expect(applied.rejections.first?.statement == 0)
        #expect(engine.watermarkMs(source: 0) == 4)
    }

    @Test func `each event counts once, by its best fate over the statements`() {
        let plan = twoStatements()
        var engine = Engine(plan)
        let applied = engine.apply(
            batch([
                Event("a", at: 1, amount: 1), Event("a", at: 100, amount: 0),
                Event("a", at: 2, amount: 5), Event("a", at: 2, amount: 0), Event("a", at: nil),
            ]))
        // First statement: amount > 0 over tumbling windows. Second: 10 / amount over wide windows.
        #expect(applied.byStatement.map(\.accepted) == [1, 2])
        #expect(applied.byStatement.map(\.late) == [1, 0])
        #expect(applied.byStatement.map(\.filtered) == [2, 0])
        #expect(applied.byStatement.map(\.quarantined) == [1, 3])
        #expect(applied.byStatement.map(\.sum) == [5, 5])
        #expect(applied.total.accepted == 2)
        #expect(applied.total.quarantined == 3)
        #expect(applied.total.late == 0)
        #expect(applied.total.sum == 5)
    }

    private func twoStatements() -> Plan {
        let first = PlanSpec(
            condition: .call(
                .greater, [.column(Col.amount, .bigint), .literal(.integer(0), .bigint)], .boolean),
            kind: .print, primaryKey: nil
        ).plan
        let quotient = Expression.call(
            .divide, [.literal(.integer(10), .bigint), .column(Col.amount, .bigint)], .bigint)
        let second = PlanSpec(
            window: .tumble(sizeMs: 1_000, offsetMs: 0),
            condition: .call(.isNotNull, [quotient], .boolean), kind: .print, primaryKey: nil
        ).plan
        var plan = first
        let shift = first.nodes.count
        plan.nodes += second.nodes.dropFirst().map { node in
            Node(
                node.operation == .sink(0) ? .sink(1) : node.operation,
                inputs: node.inputs.map { $0 == 0 ? 0 : $0 + shift - 1 }, output: node.output)
        }
        plan.sinks += second.sinks
        plan.statements.append(
            Statement(
                node: plan.nodes.count - 1, sink: 1, source: 0, fingerprint: "two", range: 1..<2))
        return plan
    }

    @Test func `an error after the aggregate costs the value and is counted`() {
        let quotient = Expression.call(
            .divide, [.literal(.integer(10), .bigint), .column(5, .bigint)], .bigint)
        let spec = PlanSpec(
            aggregates: [
                AggregateCall(.count, type: .bigint),
                AggregateCall(.sum, argument: Col.amount, type: .bigint),
            ], select: [.column(0, .string), quotient], kind: .print, primaryKey: nil)
        var engine = Engine(spec.plan)
        _ = engine.apply(batch([Event("a", at: 1, amount: 0), Event("b", at: 2, amount: 5)]))
        engine.finish(source: 0, partition: 0)
        let results = engine.advance()
        #expect(
            rows(results).map(\.values) == [
                [.string("a"), .null], [.string("b"), .integer(2)],
            ])
        #expect(results.map(\.failedValues) == [1])
    }

    @Test func `a result without a primary key is dropped and counted`() {
        var engine = Engine(PlanSpec().plan)
        _ = engine.apply(batch([Event(nil, at: 1), Event("b", at: 2)]))
        engine.finish(source: 0, partition: 0)
        let results = engine.advance()
        #expect(results.map(\.droppedRows) == [1])
        #expect(rows(results).map(\.values[0]) == [.string("b")])
    }

    @Test func `rows without a window pass through with their own time`() {
        var spec = PlanSpec(
            window: nil,
            condition: .call(
                .greater, [.column(Col.amount, .bigint), .literal(.integer(1), .bigint)], .boolean),
            select: [.column(Col.user, .string), .column(Col.amount, .bigint)])
        spec.zone = .fixed(name: "two hours east", offsetMs: 7_200_000)
        var engine = Engine(spec.plan)
        let applied = engine.apply(
            batch([
                Event("b", at: 7_200_001, amount: 3), Event("a", at: 7_200_000, amount: 1),
                Event("a", at: 2, amount: 2), Event(nil, at: 3, amount: 2),
            ]))
        #expect(applied.total.accepted == 3)
        #expect(applied.total.filtered == 1)
        let results = engine.advance()
        #expect(
            rows(results).map(\.values) == [
                [.string("b"), .integer(3)], [.string("a"), .integer(2)],
            ])
        // A TIMESTAMP is a wall clock of the session zone; event times of results are UTC.
        #expect(rows(results).map(\.timeMs) == [1, 2 - 7_200_000])
        #expect(results.map(\.droppedRows) == [1])
        #expect(engine.advance().isEmpty)
    }

    @Test func `a column can override the event time of results`() {
        var spec = PlanSpec(
            aggregates: [AggregateCall(.maximum, argument: Col.ts, type: .timestamp(precision: 3))])
        spec.annotations.eventTime = 4
        let results = run(spec, [Event("a", at: 3), Event("a", at: 7)])
        #expect(results.map(\.timeMs) == [7])
    }
}
