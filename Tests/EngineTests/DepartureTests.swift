import Engine
import Testing

/// When a key ends that an update takes its row from, where the times that say so are special.
struct DepartureTests {
    /// A column user, and an event time of the sink's own: ten times the amount.
    private func spec(ownTime: Bool, below limit: Int64? = nil) -> PlanSpec {
        let ownMs = Expression.call(
            .multiply, [.column(Col.amount, .bigint), .literal(.integer(10), .bigint)], .bigint)
        var spec = PlanSpec(window: nil)
        spec.isChangelog = true
        spec.futureGuardMs = 1_000
        spec.select = [.column(Col.user, .string), ownMs]
        spec.annotations.eventTime = ownTime ? 1 : nil
        spec.condition = limit.map {
            .call(
                .less, [.column(Col.amount, .bigint), .literal(.integer($0), .bigint)], .boolean)
        }
        return spec
    }

    private func shown(
        _ plan: Plan, _ changes: [(RowKind, Event)], recordTimesMs: [Int64]? = nil
    ) -> [String] {
        var engine = Engine(plan)
        _ = engine.apply(batch(changes, recordTimesMs: recordTimesMs))
        return rows(engine.advance()).map { row in
            guard case .string(let user) = row.values[0] else { return "\(row)" }
            return "\(row.kind) \(user) at \(row.timeMs)"
        }
    }

    @Test(arguments: [false, true])
    func `a time that may not move the watermark does not date the end of another key`(
        ownTime: Bool
    ) {
        let (old, far) = (Event("a", at: 20, amount: 2), Event("b", at: 990_000, amount: 99_000))
        let changes: [(RowKind, Event)] = [
            (.insert, old), (.updateBefore, old), (.updateAfter, far),
            (.insert, Event("a", at: 60, amount: 6)),
        ]
        let plan = spec(ownTime: ownTime).plan
        #expect(
            shown(plan, changes, recordTimesMs: [20, 50, 50, 60]) == [
                "insert a at 20", "delete a at 20", "updateAfter b at 990000", "insert a at 60",
            ])
        // Where nobody knows when a record came, every time is as good as another.
        #expect(
            shown(plan, changes) == [
                "insert a at 20", "delete a at 990000", "updateAfter b at 990000",
                "insert a at 60",
            ])
    }

    @Test func `a running result that loses a row to an update of the far future keeps its time`() {
        var plan = RowSpec.running(
            [AggregateCall(.count, type: .bigint)], kind: .featureGroup
        ).plan
        let source = plan.sources[0]
        plan.sources[0] = Source(
            name: source.name, options: [:], declared: source.declared, inputs: source.inputs,
            rowtime: source.rowtime, watermark: source.watermark, futureGuardMs: 1_000,
            isChangelog: true)
        let (old, far) = (Event("a", at: 20), Event("b", at: 990_000))
        #expect(
            shown(
                plan, [(.insert, old), (.updateBefore, old), (.updateAfter, far)],
                recordTimesMs: [20, 50, 50]) == [
                    "insert a at 20", "delete a at 20", "insert b at 990000",
                ])
    }

    @Test func `a row that a condition lets go has gone at its own time of the row after`() {
        let (open, closed) = (Event("a", at: 1, amount: 1), Event("a", at: 2, amount: 5))
        let changes: [(RowKind, Event)] = [
            (.insert, open), (.updateBefore, open), (.updateAfter, closed),
        ]
        #expect(
            shown(spec(ownTime: true, below: 5).plan, changes) == [
                "insert a at 10", "delete a at 50",
            ])
        // The source's event times are another clock.
        let late = Event("a", at: 900, amount: 5)
        #expect(
            shown(
                spec(ownTime: true, below: 5).plan,
                [(.insert, open), (.updateBefore, open), (.updateAfter, late)])
                == ["insert a at 10", "delete a at 50"])
        let none = Event("a", at: 900, amount: nil)
        #expect(
            shown(
                spec(ownTime: true, below: 5).plan,
                [(.insert, open), (.updateBefore, open), (.updateAfter, none)])
                == ["insert a at 10", "delete a at 900"])
    }

    @Test func `a running result that HAVING lets go has gone at its own time of the result after`()
    {
        let calls = [AggregateCall(.maximum, argument: Col.amount, type: .bigint)]
        var plan = RowSpec.running(calls, kind: .featureGroup).plan
        let output = plan.nodes[1].output
        let having = Expression.call(
            .less, [.column(1, .bigint), .literal(.integer(30), .bigint)], .boolean)
        plan.nodes.insert(Node(.filter(having), inputs: [1], output: output), at: 2)
        plan.nodes[3] = Node(.sink(0), inputs: [2], output: output)
        plan.statements[0] = Statement(
            node: 3, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        let sink = plan.sinks[0]
        plan.sinks[0] = Sink(
            name: sink.name, kind: sink.kind, schema: sink.schema, primaryKey: sink.primaryKey,
            options: [:], annotations: Annotations(eventTime: 1))
        let changes: [(RowKind, Event)] = [
            (.insert, Event("a", at: 1, amount: 10)), (.insert, Event("a", at: 2, amount: 40)),
        ]
        #expect(shown(plan, changes) == ["insert a at 10", "delete a at 40"])
    }
}
