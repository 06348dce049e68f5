import Engine
import TestSupport
import Testing

/// Windows over windows, and UNION ALL.
@Suite struct CascadeTests {
    private func run(_ plan: Plan, _ steps: [[Event]], partitions: Int = 1) -> [ResultRow] {
        var engine = Engine(plan)
        var results: [ResultRow] = []
        for source in plan.sources.indices { engine.addPartition(source: source, partition: 0) }
        for events in steps {
            _ = engine.apply(batch(events))
            results += rows(engine.advance())
        }
        for source in plan.sources.indices { engine.finish(source: source, partition: 0) }
        return results + rows(engine.advance())
    }

    /// A window over the results of a window: the keys and the count go on as user and amount.
    static func cascade(_ inner: Window, _ outer: Window, delayMs: Int64) -> Plan {
        var plan = PlanSpec(window: inner, delayMs: delayMs, kind: .print, primaryKey: nil).plan
        let time = DataType.timestamp(precision: 3)
        plan.nodes.removeLast()
        plan.nodes.append(
            Node(
                .project([.column(3, time), .column(0, .string), .column(4, .bigint)]),
                inputs: [plan.nodes.count - 1],
                output: Schema([Field("t", time), Field("user", .string), Field("n", .bigint)])))
        let aggregate = WindowAggregate(
            window: outer, time: 0, keys: [1],
            aggregates: [
                AggregateCall(.count, type: .bigint),
                AggregateCall(.sum, argument: 2, type: .bigint),
            ])
        let output = Schema([
            Field("user", .string), Field("window_start", time), Field("window_end", time),
            Field("window_time", time), Field("a0", .bigint), Field("a1", .bigint),
        ])
        plan.nodes.append(Node(.window(aggregate), inputs: [plan.nodes.count - 1], output: output))
        plan.nodes.append(Node(.sink(0), inputs: [plan.nodes.count - 1], output: output))
        plan.sinks = [
            Sink(
                name: "result", kind: .print, schema: output, primaryKey: [], options: [:],
                annotations: Annotations())
        ]
        plan.statements = [
            Statement(
                node: plan.nodes.count - 1, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        return plan
    }

    static let outers: [Window] = [
        .tumble(sizeMs: 12, offsetMs: 2), .hop(sizeMs: 20, slideMs: 5, offsetMs: 0),
        .cumulate(sizeMs: 30, stepMs: 6, offsetMs: 0), .session(gapMs: 6), .session(gapMs: 9),
    ]

    @Test(arguments: UInt64(0)..<40)
    func `a window over a window is the second engine fed by the first`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: false)
        let events = story.steps.flatMap { step -> [Event] in
            if case .rows(let events, _) = step { events } else { [] }
        }
        let inner: Window =
            seed % 4 == 3 ? .session(gapMs: 3) : .hop(sizeMs: 6, slideMs: 3, offsetMs: 1)
        let outer = CascadeTests.outers[Int(seed) % CascadeTests.outers.count]
        let delay = story.spec.delayMs
        let first = EngineTests.run(
            PlanSpec(window: inner, delayMs: delay, kind: .print, primaryKey: nil), events)
        let between = first.map { row -> Event in
            guard case .integer(let time) = row.values[3], case .integer(let count) = row.values[4]
            else { return Event(nil, at: 0) }
            let user: String? = if case .string(let text) = row.values[0] { text } else { nil }
            return Event(user, at: time, amount: count)
        }
        let second = PlanSpec(
            window: outer,
            aggregates: [
                AggregateCall(.count, type: .bigint),
                AggregateCall(.sum, argument: Col.amount, type: .bigint),
            ], delayMs: 1_000_000, kind: .print, primaryKey: nil)
        let expected = EngineTests.run(second, between).map(\.values)
        let plan = CascadeTests.cascade(inner, outer, delayMs: delay)
        for size in [1, 7, 1_000] {
            let steps = stride(from: 0, to: events.count, by: size).map {
                Array(events[$0..<min(events.count, $0 + size)])
            }
            #expect(run(plan, steps).map(\.values) == expected)
        }
        #expect(events.isEmpty || !expected.isEmpty)
    }

    @Test func `the newest event goes through both windows`() {
        let plan = CascadeTests.cascade(
            .tumble(sizeMs: 10, offsetMs: 0), .tumble(sizeMs: 100, offsetMs: 0), delayMs: 0)
        let results = run(plan, [[Event("a", at: 3), Event("a", at: 41), Event("a", at: 7)]])
        #expect(results.map(\.newestMs) == [41])
        #expect(results.map(\.timeMs) == [99])
    }

    @Test(arguments: UInt64(0)..<20)
    func `a cascade goes on after a restart`(seed: UInt64) throws {
        let story = Story(seed: seed, hasIdle: false)
        let outer = CascadeTests.outers[Int(seed) % CascadeTests.outers.count]
        let plan = CascadeTests.cascade(.tumble(sizeMs: 4, offsetMs: 0), outer, delayMs: 3)
        try expectRestartsChangeNothing(
            plan,
            story.steps.compactMap { step in
                if case .rows(let events, _) = step { (0, events) } else { nil }
            }, seed: seed)
    }

    private func expectRestartsChangeNothing(
        _ plan: Plan, _ steps: [(source: Int, events: [Event])], seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var straight = Engine(plan)
        var restarted = Engine(plan)
        for source in plan.sources.indices {
            straight.addPartition(source: source, partition: 0)
            restarted.addPartition(source: source, partition: 0)
        }
        var stored: [StateDelta] = []
        for step in steps {
            let rows = rowsOf(step.source, step.events)
            #expect(straight.apply(rows).total == restarted.apply(rows).total)
            #expect(EngineTests.rows(straight.advance()) == EngineTests.rows(restarted.advance()))
            if Int.random(in: 0..<3, using: &random) == 0 {
                straight.setIdle(source: step.source, partition: 0, isIdle: true)
                restarted.setIdle(source: step.source, partition: 0, isIdle: true)
                #expect(
                    EngineTests.rows(straight.advance()) == EngineTests.rows(restarted.advance()))
            }
            stored += restarted.takeDeltas()
            guard Bool.random(using: &random) else { continue }
            let clocks = restarted.clocks
            restarted = Engine(plan)
            try restarted.restore(clocks: clocks, deltas: stored)
            #expect(restarted.takeDeltas().isEmpty)
        }
        for source in plan.sources.indices {
            straight.finish(source: source, partition: 0)
            restarted.finish(source: source, partition: 0)
        }
        #expect(EngineTests.rows(straight.advance()) == EngineTests.rows(restarted.advance()))
    }

    private func rowsOf(_ source: Int, _ events: [Event]) -> SourceBatch {
        let own = batch(events)
        return SourceBatch(source: source, partition: 0, rows: own.rows)
    }

    /// Two sources of the same form, joined by UNION ALL before the window.
    private func union(_ spec: PlanSpec) -> Plan {
        var plan = spec.plan
        plan.sources.append(plan.sources[0])
        let scan = plan.nodes[0]
        let rest = plan.nodes.dropFirst().map { node in
            Node(node.operation, inputs: node.inputs.map { $0 + 2 }, output: node.output)
        }
        plan.nodes =
            [
                scan, Node(.scan(source: 1), inputs: [], output: scan.output),
                Node(.union, inputs: [0, 1], output: scan.output),
            ] + rest
        plan.statements = [
            Statement(
                node: plan.nodes.count - 1, sink: 0, sources: [0, 1], fingerprint: "one",
                range: 0..<1)
        ]
        return plan
    }

    @Test(arguments: UInt64(0)..<60)
    func `two sources are what two partitions of one would be`(seed: UInt64) throws {
        let story = Story(seed: seed, hasIdle: false, hasSessions: true)
        var one = Engine(story.spec.plan)
        let plan = union(story.spec)
        var two = Engine(plan)
        for part in 0..<2 {
            one.addPartition(source: 0, partition: part)
            two.addPartition(source: part, partition: 0)
        }
        var random = SplitMix64(seed: seed)
        var steps: [(Int, [Event])] = []
        for case .rows(let events, _) in story.steps {
            let part = Int.random(in: 0..<2, using: &random)
            steps.append((part, events))
            let first = one.apply(batch(events, partition: part))
            let second = two.apply(rowsOf(part, events))
            #expect(first.total == second.total)
            #expect(first.byStatement == second.byStatement)
            #expect(first.rejections == second.rejections)
            #expect(rows(one.advance()) == rows(two.advance()))
            if Int.random(in: 0..<5, using: &random) == 0 {
                let isIdle = Bool.random(using: &random)
                one.setIdle(source: 0, partition: part, isIdle: isIdle)
                two.setIdle(source: part, partition: 0, isIdle: isIdle)
                #expect(rows(one.advance()) == rows(two.advance()))
            }
        }
        for part in 0..<2 {
            one.finish(source: 0, partition: part)
            two.finish(source: part, partition: 0)
        }
        #expect(rows(one.advance()) == rows(two.advance()))
        try expectRestartsChangeNothing(plan, steps, seed: seed)
    }

    /// One source on two ways: the good rows, and those of user `a`.
    private func twoWays(_ window: Window) -> Plan {
        var spec = PlanSpec(window: window, aggregates: [AggregateCall(.count, type: .bigint)])
        spec.condition = .column(Col.isGood, .boolean)
        var plan = spec.plan
        let isA = Expression.call(
            .equal, [.column(Col.user, .string), .literal(.string("a"), .string)], .boolean)
        let rest = plan.nodes.dropFirst(2).map { node in
            Node(node.operation, inputs: node.inputs.map { $0 + 2 }, output: node.output)
        }
        let schema = plan.nodes[0].output
        plan.nodes =
            plan.nodes.prefix(2) + [
                Node(.filter(isA), inputs: [0], output: schema),
                Node(.union, inputs: [1, 2], output: schema),
            ] + rest
        plan.statements = [
            Statement(
                node: plan.nodes.count - 1, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        return plan
    }

    @Test func `a row on two ways counts twice in the window and once in the books`() {
        var engine = Engine(twoWays(.tumble(sizeMs: 10, offsetMs: 0)))
        let applied = engine.apply(
            batch([
                Event("a", at: 1, isGood: true), Event("a", at: 2, isGood: false),
                Event("b", at: 3, isGood: true), Event("b", at: 4, isGood: false),
                Event("a", at: 25, isGood: true), Event("a", at: 5, isGood: true),
                Event("b", at: 6, isGood: false),
            ]))
        #expect(applied.byStatement == [applied.total])
        #expect(applied.total.accepted == 4)
        #expect(applied.total.filtered == 2)
        #expect(applied.total.late == 1)
        #expect(applied.rejections.map(\.row) == [5])
        #expect(applied.rejections.map(\.reason) == [.late])
        let counts = rows(engine.advance()).filter { $0.kind == .insert }.map {
            [$0.values[0], $0.values[4]]
        }
        #expect(
            counts == [[.string("a"), .integer(3)], [.string("b"), .integer(1)]])
    }

    @Test func `a key stays while another way into the group still has it`() {
        var plan = PlanSpec(window: .tumble(sizeMs: 10, offsetMs: 0)).plan
        let window = plan.nodes[1]
        let longer = WindowAggregate(
            window: .tumble(sizeMs: 30, offsetMs: 0), time: Col.ts, keys: [Col.user],
            aggregates: [AggregateCall(.count, type: .bigint)])
        plan.nodes = [
            plan.nodes[0], window, Node(.window(longer), inputs: [0], output: window.output),
            Node(.union, inputs: [1, 2], output: window.output),
            Node(.sink(0), inputs: [3], output: window.output),
        ]
        plan.statements = [
            Statement(node: 4, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        let results = run(
            plan, [[1, 35].map { Event("a", at: $0) } + [31, 65].map { Event("b", at: $0) }])
        #expect(
            results.map { "\($0.endMs ?? 0) \($0.kind) \($0.values[0])" } == [
                "10 insert string(\"a\")", "20 delete string(\"a\")",
                "30 insert string(\"a\")", "40 insert string(\"a\")",
                "40 insert string(\"b\")", "50 delete string(\"b\")",
                "60 insert string(\"a\")", "60 insert string(\"b\")",
                "70 insert string(\"b\")", "90 insert string(\"b\")",
                "90 delete string(\"a\")",
            ])
    }
}
