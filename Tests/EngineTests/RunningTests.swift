@testable import Engine
import TestSupport
import Testing

/// GROUP BY without a window, over rows that come, change and go.
struct RunningTests {
    private static let spec = RowSpec.running(RunningOracle.calls)

    /// Runs a story; with `restarts` the engine is made anew from its checkpoint now and then.
    private func run(
        _ plan: Plan, _ story: RunningStory, restarts: UInt64? = nil
    ) throws -> [ResultRow] {
        var random = SplitMix64(seed: restarts ?? 0)
        var engine = Engine(plan)
        var stored = StoredDeltas()
        var results: [ResultRow] = []
        for changes in story.batches {
            _ = engine.apply(batch(changes.map { ($0.kind, $0.event) }))
            if Bool.random(using: &random) || restarts == nil { results += rows(engine.advance()) }
            guard restarts != nil, Int.random(in: 0..<3, using: &random) == 0 else { continue }
            results += rows(engine.advance())
            stored.add(engine.takeDeltas())
            guard Bool.random(using: &random) else { continue }
            var next = Engine(plan)
            try next.restore(clocks: engine.clocks, deltas: stored.all)
            engine = next
        }
        return results + rows(engine.advance())
    }

    private func expect(
        _ results: [ResultRow], _ story: RunningStory, _ comment: String
    ) {
        var oracle = RunningOracle()
        let expected = story.changes.flatMap { oracle.apply($0.kind, $0.event) }
        #expect(results.count == expected.count, "\(comment)")
        for (row, change) in zip(results, expected) {
            let key: Value = change.user.map { .string($0) } ?? .null
            let isEqual = row.kind == change.kind && isSame(row.values, [key] + change.values)
            #expect(isEqual, "\(comment): \(row), expected \(change)")
            if !isEqual { return }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `a retraction applied twice or not at all would show: results are those of the rows left`(
        seed: UInt64
    ) throws {
        let story = RunningStory(seed: seed)
        expect(try run(Self.spec.plan, story), story, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...15)
    func `a run that is stopped and restored tells the same changes`(seed: UInt64) throws {
        let story = RunningStory(seed: seed, users: 6)
        expect(try run(Self.spec.plan, story, restarts: seed), story, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...20)
    func `rows that only come give the same with and without retraction`(seed: UInt64) throws {
        var story = RunningStory(seed: seed)
        story.batches = story.batches.map { $0.filter { !$0.kind.isRetraction } }
            .map { $0.map { (.insert, $0.event) } }
        let plain = RowSpec.running(RunningOracle.calls, retracts: false).plan
        expect(try run(plain, story, restarts: seed), story, "seed \(seed)")
        expect(try run(Self.spec.plan, story), story, "seed \(seed)")
    }

    @Test func `what an unknown key takes back is passed over`() {
        let calls = [
            AggregateCall(.count, type: .bigint),
            AggregateCall(.sum, argument: Col.amount, type: .bigint),
        ]
        var engine = Engine(RowSpec.running(calls).plan)
        let row = Event("a", at: 1, amount: 5)
        let applied = engine.apply(
            batch([
                (.delete, row), (.insert, row), (.delete, row), (.delete, row), (.insert, row),
            ]))
        #expect(applied.total.accepted == 5)
        #expect(rows(engine.advance()).map(\.kind) == [.insert, .delete, .insert])
        #expect(engine.statistics(statement: 0).openKeys == 1)
    }

    @Test func `an aggregate over everything has one result, and none over nothing`() {
        let calls = [AggregateCall(.count, type: .bigint)]
        var engine = Engine(RowSpec.running(calls, keys: []).plan)
        #expect(rows(engine.advance()).isEmpty)
        let row = Event("a", at: 1)
        _ = engine.apply(batch([(.insert, row), (.insert, Event("b", at: 2))]))
        _ = engine.apply(batch([(.delete, row), (.delete, Event("b", at: 2))]))
        let results = rows(engine.advance())
        #expect(
            results.map(\.kind) == [
                .insert, .updateBefore, .updateAfter, .updateBefore, .updateAfter, .delete,
            ])
        #expect(results.map(\.values) == [[1], [1], [2], [2], [1], [1]].map { [.integer($0[0])] })
    }

    @Test func `sums that do not fit are NULL and told`() {
        let calls = [AggregateCall(.sum, argument: Col.amount, type: .bigint)]
        var engine = Engine(RowSpec.running(calls).plan)
        let large = Event("a", at: 1, amount: .max)
        _ = engine.apply(batch([(.insert, large), (.insert, large), (.delete, large)]))
        let results = engine.advance()
        #expect(results.map(\.failedValues) == [1])
        #expect(rows(results).last?.values == [.string("a"), .integer(.max)])
    }
}

/// Results that go into a table with a key.
struct RunningGroupTests {
    private static let plan = RowSpec.running(RunningOracle.calls, kind: .featureGroup).plan

    @Test(arguments: UInt64(1)...15)
    func `a feature group gets one row for each key and event, and ends as the rows left`(
        seed: UInt64
    ) throws {
        let story = RunningStory(seed: seed)
        var oracle = RunningOracle()
        for change in story.changes { _ = oracle.apply(change.kind, change.event) }
        var engine = Engine(Self.plan)
        var online: [Value: ResultRow] = [:]
        for changes in story.batches {
            _ = engine.apply(batch(changes.map { ($0.kind, $0.event) }))
            for row in rows(engine.advance()) {
                let known = online[row.values[0]]
                #expect(row.kind != .updateBefore)
                #expect(row.timeMs >= known?.timeMs ?? .min, "seed \(seed): time went back")
                online[row.values[0]] = row
            }
        }
        for user in oracle.users {
            guard let user else { continue }
            let row = online[.string(user)]
            if let expected = oracle.result(user) {
                let values = row?.values ?? []
                #expect(isSame(values, [.string(user)] + expected), "seed \(seed): \(user)")
                #expect(row?.kind != .delete)
            } else {
                #expect(row?.kind ?? .delete == .delete, "seed \(seed): \(user)")
            }
        }
    }

    @Test func `however batches are cut, the rows are the same`() {
        let story = RunningStory(seed: 7, events: 1_500, users: 40)
        func results(of batches: [[RunningStory.Change]]) -> [ResultRow] {
            var engine = Engine(Self.plan)
            return batches.flatMap { changes in
                _ = engine.apply(batch(changes.map { ($0.kind, $0.event) }))
                return rows(engine.advance())
            }
        }
        // One batch is longer than what the operator takes at once.
        #expect(results(of: story.batches) == results(of: [story.changes]))
    }

    @Test(arguments: [2, 3, 128])
    func `the rows are the same in any number of shards`(shards: Int) throws {
        let story = RunningStory(seed: 11, events: 600, users: 20)
        func results(_ plan: Plan, shards: Int) throws -> [ResultRow] {
            var engine = Engine(plan, shards: shards)
            var stored = StoredDeltas()
            var all: [ResultRow] = []
            for (number, changes) in story.batches.enumerated() {
                _ = engine.apply(batch(changes.map { ($0.kind, $0.event) }))
                all += rows(engine.advance())
                stored.add(engine.takeDeltas())
                guard number == story.batches.count / 2 else { continue }
                var next = Engine(plan, shards: shards)
                try next.restore(clocks: engine.clocks, deltas: stored.all)
                engine = next
            }
            return all
        }
        for kind in [Sink.Kind.featureGroup, .print] {
            let plan = RowSpec.running(RunningOracle.calls, kind: kind).plan
            let one = try results(plan, shards: 1)
            #expect(try results(plan, shards: shards) == one)
        }
    }

    @Test func `an update inside a key is one change, and a delete names the newest time`() {
        let calls = [AggregateCall(.count, type: .bigint)]
        var engine = Engine(RowSpec.running(calls, kind: .featureGroup).plan)
        let one = Event("a", at: 5)
        let other = Event("a", at: 9)
        _ = engine.apply(
            batch([
                (.insert, one), (.updateBefore, one), (.updateAfter, other), (.delete, other),
                (.insert, Event("a", at: 3)),
            ]))
        let results = rows(engine.advance())
        #expect(results.map(\.kind) == [.insert, .updateAfter, .delete, .insert])
        // The key came back with an older row; in a store nothing may be older than its tombstone.
        #expect(results.map(\.timeMs) == [5, 9, 9, 9])
    }

    @Test func `a key that an update takes its row from is as it is from the update on`() {
        let calls = [AggregateCall(.count, type: .bigint)]
        var engine = Engine(RowSpec.running(calls, kind: .featureGroup).plan)
        let (one, two) = (Event("a", at: 5), Event("a", at: 4))
        _ = engine.apply(
            batch([
                (.insert, one), (.insert, two), (.updateBefore, one),
                (.updateAfter, Event("b", at: 9)), (.updateBefore, two),
                (.updateAfter, Event("b", at: 11)),
            ]))
        let results = rows(engine.advance())
        #expect(
            results.map(\.kind) == [
                .insert, .updateAfter, .updateAfter, .insert, .delete, .updateAfter,
            ])
        #expect(results.map(\.timeMs) == [5, 5, 9, 9, 11, 11])
    }

    /// How many rows each key has, as long as there are fewer than three.
    private func fewerThanThree() -> Plan {
        let calls = [AggregateCall(.count, type: .bigint)]
        var plan = RowSpec.running(calls, kind: .featureGroup).plan
        let output = plan.nodes[1].output
        let having = Expression.call(
            .less, [.column(1, .bigint), .literal(.integer(3), .bigint)], .boolean)
        plan.nodes.insert(Node(.filter(having), inputs: [1], output: output), at: 2)
        plan.nodes[3] = Node(.sink(0), inputs: [2], output: output)
        plan.statements[0] = Statement(
            node: 3, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        return plan
    }

    @Test func `a key that HAVING lets go and takes back is deleted between`() {
        let row = Event("a", at: 1)
        let changes: [(RowKind, Event)] = [
            (.insert, row), (.insert, row), (.insert, row), (.delete, row),
        ]
        func kinds(_ batches: [[(RowKind, Event)]]) -> [RowKind] {
            var engine = Engine(fewerThanThree())
            for changes in batches { _ = engine.apply(batch(changes)) }
            return rows(engine.advance()).map(\.kind)
        }
        #expect(kinds([changes]) == [.insert, .updateAfter, .delete, .updateAfter])
        #expect(kinds(changes.map { [$0] }) == kinds([changes]))
    }

    @Test func `a key that HAVING lets go is deleted`() {
        let calls = [AggregateCall(.count, type: .bigint)]
        var spec = RowSpec.running(calls, kind: .featureGroup).plan
        let output = spec.nodes[1].output
        let having = Expression.call(
            .greater, [.column(1, .bigint), .literal(.integer(1), .bigint)], .boolean)
        spec.nodes.insert(Node(.filter(having), inputs: [1], output: output), at: 2)
        spec.nodes[3] = Node(.sink(0), inputs: [2], output: output)
        spec.statements[0] = Statement(
            node: 3, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        var engine = Engine(spec)
        let row = Event("a", at: 1)
        _ = engine.apply(
            batch([
                (.insert, row), (.insert, row), (.insert, row), (.delete, row), (.delete, row),
            ]))
        #expect(
            rows(engine.advance()).map(\.kind) == [
                .updateAfter, .updateAfter, .updateAfter, .delete,
            ])
    }

    @Test func `a value that stays is told again when its rows are newer`() {
        let calls = [AggregateCall(.maximum, argument: Col.amount, type: .bigint)]
        var engine = Engine(RowSpec.running(calls, kind: .featureGroup).plan)
        _ = engine.apply(
            batch([
                (.insert, Event("a", at: 5, amount: 9)), (.insert, Event("a", at: 7, amount: 1)),
                (.insert, Event("a", at: 6, amount: 2)),
            ]))
        #expect(rows(engine.advance()).map(\.timeMs) == [5, 7])
    }
}

/// How long the state of a key is kept.
struct RunningStateTests {
    private static let calls = [
        AggregateCall(.count, type: .bigint),
        AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint),
        AggregateCall(.maximum, argument: Col.item, type: .string),
    ]

    @Test func `a key without new rows begins anew after its time to live`() throws {
        var engine = Engine(RowSpec.running(Self.calls, retracts: false, ttlMs: 100).plan)
        _ = engine.apply(
            batch([
                Event("a", at: 0, item: "z"), Event("b", at: 50), Event("a", at: 99, item: "y"),
                Event("b", at: 198), Event("a", at: 198, item: "x"), Event("a", at: 298, item: "x"),
                Event("c", at: 398), Event("a", at: 398, item: "w"),
            ]))
        let results = rows(engine.advance()).filter { $0.values[0] == .string("a") }
        #expect(
            results.filter { $0.kind != .updateBefore }.map { $0.values[1] } == [
                .integer(1), .integer(2), .integer(3), .integer(4), .integer(1),
            ])
        #expect(results.last?.values[2] == .integer(1))
        #expect(results.last?.values[3] == .string("w"))
        #expect(results.last?.kind == .insert)
    }

    @Test(arguments: [false, true])
    func `memory follows the keys that live and not those that were`(restarts: Bool) throws {
        let plan = RowSpec.running(Self.calls, ttlMs: 2_000).plan
        var engine = Engine(plan)
        var stored = StoredDeltas()
        var most = 0
        for round in 0..<80 {
            let events = (0..<100).map { index in
                Event(
                    "a user with a long name \(round * 100 + index)", at: Int64(round * 100),
                    item: "item \(index)")
            }
            _ = engine.apply(batch(events.map { (.insert, $0) }))
            _ = engine.advance()
            stored.add(engine.takeDeltas())
            if restarts, round % 20 == 19 {
                var next = Engine(plan)
                try next.restore(clocks: engine.clocks, deltas: stored.all)
                engine = next
            }
            if round == 40 { most = engine.statistics(statement: 0).bytes }
        }
        #expect(engine.statistics(statement: 0).bytes < most * 2)
        #expect(engine.statistics(statement: 0).openKeys < 6_000)
    }

    @Test func `a log that cancels out does not grow`() {
        var engine = Engine(
            RowSpec.running([
                AggregateCall(.maximum, argument: Col.amount, type: .bigint),
                AggregateCall(.last, argument: Col.item, type: .string),
            ]).plan)
        func churn(_ rounds: Int) -> Int {
            for round in 0..<rounds {
                let row = Event("a", at: 1, item: "item \(round % 7)", amount: Int64(round % 11))
                _ = engine.apply(batch([(.insert, row), (.delete, row)]))
                _ = engine.apply(batch([(.insert, Event("b", at: 1, amount: 1))]))
                _ = engine.apply(batch([(.delete, Event("b", at: 1, amount: 1))]))
            }
            _ = engine.advance()
            return engine.statistics(statement: 0).bytes
        }
        _ = engine.apply(batch([(.insert, Event("a", at: 1, item: "first", amount: 3))]))
        let before = churn(500)
        #expect(churn(1_200) < before * 2 + 2_000_000)
    }

    @Test func `values that never come first leave nothing behind`() {
        let index = ValueIndex<Int64>([])
        index.add(0, 1)
        index.add(-1, 1)
        index.add(-1, -1)
        #expect(index.extreme(isMinimum: true) == 0)
        for round in 0..<10_000 {
            index.add(Int64(5 + round % 3), 1)
            index.add(Int64(5 + round % 3), -1)
        }
        #expect(index.heldInHeaps < 200)
        #expect(index.extreme(isMinimum: true) == 0)
    }
}
