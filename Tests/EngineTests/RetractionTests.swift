import TestSupport
import Testing

@testable import Engine

/// Windows over rows that change and go.
struct WindowRetractionTests {
    /// What depends on the order of arrival is a matter of ``RunningTests``.
    private static let calls = WindowOracle.calls.filter {
        ![.first, .last, .list, .approximateCount].contains($0.function)
    }

    private static let windows: [Window] = [
        .tumble(sizeMs: 20, offsetMs: 3), .hop(sizeMs: 30, slideMs: 10, offsetMs: 0),
        .cumulate(sizeMs: 40, stepMs: 10, offsetMs: 0),
    ]

    private func plan(_ window: Window, retracts: Bool) -> Plan {
        var spec = PlanSpec(window: window, aggregates: Self.calls, delayMs: 10_000, kind: .print)
        spec.primaryKey = nil
        var plan = spec.plan
        let node = plan.nodes[1]
        plan.nodes[1] = Node(
            .window(
                WindowAggregate(
                    window: window, time: Col.ts, keys: [Col.user], aggregates: Self.calls,
                    retracts: retracts)), inputs: node.inputs, output: node.output)
        return plan
    }

    private func same(_ left: [ResultRow], _ right: [ResultRow]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { isSame($0.values, $1.values) && $0.endMs == $1.endMs }
    }

    @Test(arguments: UInt64(1)...15)
    func `a window holds what is left of its rows, also after a restart`(seed: UInt64) throws {
        let window = Self.windows[Int(seed % 3)]
        let story = RunningStory(seed: seed)
        var random = SplitMix64(seed: seed)
        let changing = plan(window, retracts: true)
        var engine = Engine(changing)
        var stored = StoredDeltas()
        for changes in story.batches {
            _ = engine.apply(batch(changes.map { ($0.kind, $0.event) }))
            _ = engine.advance()
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            stored.add(engine.takeDeltas())
            var next = Engine(changing)
            try next.restore(clocks: engine.clocks, deltas: stored.all)
            engine = next
        }
        engine.finish(source: 0, partition: 0)
        let results = rows(engine.advance())
        var judge = Engine(plan(window, retracts: false))
        _ = judge.apply(batch(story.living))
        judge.finish(source: 0, partition: 0)
        #expect(same(results, rows(judge.advance())), "seed \(seed)")
        #expect(results.isEmpty == story.living.isEmpty)
    }

    @Test func `a window whose rows have all gone gives no row and its key expires`() {
        var spec = PlanSpec(window: .tumble(sizeMs: 10, offsetMs: 0))
        spec.aggregates = [AggregateCall(.count, type: .bigint)]
        var plan = spec.plan
        plan.nodes[1] = Node(
            .window(
                WindowAggregate(
                    window: .tumble(sizeMs: 10, offsetMs: 0), time: Col.ts, keys: [Col.user],
                    aggregates: spec.aggregates, retracts: true)),
            inputs: plan.nodes[1].inputs, output: plan.nodes[1].output)
        var engine = Engine(plan)
        let row = Event("a", at: 12)
        _ = engine.apply(
            batch([
                (.insert, Event("a", at: 1)), (.insert, row), (.delete, row),
                (.insert, Event("b", at: 25)),
            ]))
        #expect(rows(engine.advance()).map(\.kind) == [.insert, .delete])
    }

    @Test func `a session stands while its rows last`() {
        var spec = PlanSpec(window: .session(gapMs: 5), delayMs: 100, kind: .print)
        spec.primaryKey = nil
        spec.aggregates = [
            AggregateCall(.count, type: .bigint),
            AggregateCall(.maximum, argument: Col.amount, type: .bigint),
        ]
        var plan = spec.plan
        plan.nodes[1] = Node(
            .window(
                WindowAggregate(
                    window: .session(gapMs: 5), time: Col.ts, keys: [Col.user],
                    aggregates: spec.aggregates, retracts: true)),
            inputs: plan.nodes[1].inputs, output: plan.nodes[1].output)
        var engine = Engine(plan)
        let large = Event("a", at: 3, amount: 9)
        let alone = Event("b", at: 1, amount: 4)
        _ = engine.apply(
            batch([
                (.insert, Event("a", at: 1, amount: 2)), (.insert, large), (.insert, alone),
                (.delete, large), (.delete, alone),
            ]))
        engine.finish(source: 0, partition: 0)
        let results = rows(engine.advance())
        #expect(results.map { Array($0.values.suffix(2)) } == [[.integer(1), .integer(2)]])
    }
}

/// What every aggregate must obey where rows are taken back.
struct RetractionLawTests {
    private static let calls = AggregateLawTests.calls.filter { $0.function != .approximateCount }

    /// Panes of one key, some rows of which are taken back.
    private final class Bench {
        private let layout: AggregateLayout
        private var accumulation: Accumulation

        init(_ call: AggregateCall) {
            let around = AggregateCall(.count, type: .bigint)
            let schema = AggregateLawTests.Bench.schema
            layout = AggregateLayout([around, call, around], schema, retracts: true)
            accumulation = Accumulation(layout, schema, chunk: 1_024)
        }

        func pane() -> Pane { Pane(startMs: 0, visibleFromMs: 0, layout) }

        func apply(_ row: AggregateLawTests.Row, to pane: Pane, retracts: Bool) {
            let types = AggregateLawTests.Bench.schema.fields.map(\.type)
            let values: [Value] = [
                row.number.map { .integer($0) } ?? .null, row.real.map { .double($0) } ?? .null,
                row.text.map { .string($0) } ?? .null,
                row.exact.map { .decimal(Decimal(units: $0, scale: 2)) } ?? .null,
                row.isGood.map { .integer($0 ? 1 : 0) } ?? .null,
            ]
            let columns = zip(types, values).map { Column($0, [$1]) }
            let timing = RowTiming(
                timesMs: [row.timeMs], newestMs: [row.timeMs], WallClock(.utc, nil))
            let zero = Memory<Int32>(repeating: 0, count: 1)
            let states = Memory<UnsafeMutableRawPointer>(capacity: 1)
            layout.empty.withUnsafeBufferPointer { empty in
                guard let empty = empty.baseAddress else { return }
                pane.locate(zero.base, 1, empty, states.base)
            }
            let batch = RowsOfPane(
                rows: zero.base, states: states.base, keys: zero.base, count: 1)
            if retracts {
                accumulation.retract(batch, columns, timing, from: pane)
            } else {
                accumulation.add(batch, columns, timing, to: pane)
            }
        }

        func merged(_ panes: [Pane]) -> Pane {
            let target = pane()
            for pane in panes { layout.merge(pane, into: target, []) }
            return target
        }

        /// `nil` where no row is left.
        func value(_ pane: Pane) -> Value? {
            guard pane.count > 0, let offset = layout.rowsOffset,
                pane.state(0).load(fromByteOffset: offset, as: Int64.self) > 0
            else { return nil }
            layout.settle(pane.state(0), in: &pane.store)
            var failed: Int64 = 0
            return layout.column(1, [pane.state(0)], pane.store, wraps: false, &failed)[0]
        }
    }

    private func value(_ row: AggregateLawTests.Row, _ call: AggregateCall) -> Value {
        if call.filter != nil, row.isGood != true { return .null }
        return switch call.argument {
        case 0: row.number.map { .integer($0) } ?? .null
        case 1: row.real.map { .double($0) } ?? .null
        case 2: row.text.map { .string($0) } ?? .null
        default: row.exact.map { .decimal(Decimal(units: $0, scale: 2)) } ?? .null
        }
    }

    @Test(arguments: calls)
    func `whatever comes and goes in whatever order, what is left counts`(
        call: AggregateCall
    ) {
        for seed in UInt64(0)..<15 {
            var random = SplitMix64(seed: seed)
            let bench = Bench(call)
            let panes = [bench.pane(), bench.pane(), bench.pane()]
            var living: [AggregateLawTests.Row] = []
            // The rows that the argument still has, in the order in which they came.
            var counted: [AggregateLawTests.Row] = []
            let steps = Int.random(in: 1...30, using: &random)
            for step in 0..<steps {
                // A row comes and goes in panes that are put together in order.
                let pane = panes[step * 3 / steps]
                if living.isEmpty || Int.random(in: 0..<5, using: &random) < 3 {
                    let row = AggregateLawTests.row(&random, Int64(step))
                    living.append(row)
                    counted.append(row)
                    bench.apply(row, to: pane, retracts: false)
                } else {
                    let row = living.remove(at: Int.random(in: 0..<living.count, using: &random))
                    let gone = value(row, call)
                    if let place = counted.firstIndex(where: { value($0, call) == gone }) {
                        counted.remove(at: place)
                    }
                    bench.apply(row, to: pane, retracts: true)
                }
            }
            let result = bench.value(bench.merged(panes))
            let expected = living.isEmpty ? nil : SlowAggregate.value(call, counted)
            #expect(
                isSame(result.map { [$0] } ?? [], expected.map { [$0] } ?? []),
                "seed \(seed): \(String(describing: result)), not \(String(describing: expected))")
        }
    }

    @Test(arguments: calls)
    func `when everything has gone nothing is left, and it begins again as new`(
        call: AggregateCall
    ) {
        var random = SplitMix64(seed: 5)
        let bench = Bench(call)
        let pane = bench.pane()
        let rows = (0..<20).map { AggregateLawTests.row(&random, Int64($0)) }
        for row in rows { bench.apply(row, to: pane, retracts: false) }
        for row in rows.shuffled(using: &random) { bench.apply(row, to: pane, retracts: true) }
        #expect(bench.value(pane) == nil)
        bench.apply(rows[3], to: pane, retracts: false)
        let again = bench.value(pane)
        let fresh = bench.pane()
        bench.apply(rows[3], to: fresh, retracts: false)
        let expected = bench.value(fresh)
        #expect(isSame(again.map { [$0] } ?? [], expected.map { [$0] } ?? []))
    }
}
