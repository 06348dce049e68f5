import TestSupport
import Testing

@testable import Engine

/// What running aggregates give whatever the order of partitions, the batches, the shards and the
/// restarts.
struct RunningLawTests {
    private static let sums = [
        AggregateCall(.sum, argument: Col.price, isDistinct: true, type: .double),
        AggregateCall(.average, argument: Col.price, isDistinct: true, type: .double),
        AggregateCall(.minimum, argument: Col.price, type: .double),
        AggregateCall(.maximum, argument: Col.price, type: .double),
    ]

    /// A story whose prices are added with much rounding, overflow, and are infinite now and then.
    private static func wildPrices(_ seed: UInt64) -> ChangelogStory {
        let prices = [
            0.1, 0.2, 0.3, 1e16, -1e16, 1e-300, .leastNonzeroMagnitude, 1.7e308, 1.6e308, -1.7e308,
            .infinity,
        ]
        let story = RunningStory(seed: seed, events: 200)
        return ChangelogStory([
            story.changes.map { change in
                var event = change.event
                event.price = event.price.map { prices[Int($0 * 4 + 20) % prices.count] }
                return (change.kind, event)
            }
        ])
    }

    @Test(arguments: UInt64(1)...10)
    func `sums of different doubles are the same to the bit after a restart`(seed: UInt64) throws {
        let story = Self.wildPrices(seed)
        let plan = RowSpec.running(Self.sums).plan
        let whole = try story.results(plan).rows.exactly
        for restarts in [seed, seed + 100] {
            let restarted = try story.results(plan, restarts: restarts).rows.exactly
            #expect(restarted == whole, "seed \(seed), restarts \(restarts)")
        }
    }

    @Test func `an infinite value that is taken back leaves no trace in a sum`() throws {
        let (endless, one) = (Event("a", at: 1, price: .infinity), Event("a", at: 2, price: 0.1))
        let story = ChangelogStory([[(.insert, endless), (.insert, one), (.delete, endless)]])
        let results = try story.results(RowSpec.running(Self.sums).plan).rows
        #expect(results.last?.values == [.string("a")] + Array(repeating: .double(0.1), count: 4))
    }

    @Test(arguments: 0...5)
    func `what is taken back before it came is no extreme when it comes, restarted or not`(
        restart: Int
    ) throws {
        let calls = [
            AggregateCall(.minimum, argument: Col.price, type: .double),
            AggregateCall(.maximum, argument: Col.item, type: .string),
        ]
        let known = Event("a", at: 1, item: "m", price: 5)
        let owed = Event("a", at: 2, item: "x", price: 3)
        // The key never loses its last row, or all would be forgotten.
        let changes: [RunningStory.Change] = [
            (.insert, known), (.insert, known), (.delete, owed), (.insert, owed), (.insert, owed),
        ]
        let plan = RowSpec.running(calls).plan
        var engine = Engine(plan)
        var stored = StoredDeltas()
        var results: [ResultRow] = []
        for (step, change) in changes.enumerated() {
            if step == restart {
                stored.add(engine.takeDeltas())
                var next = Engine(plan)
                try next.restore(clocks: engine.clocks, deltas: stored.all)
                engine = next
            }
            _ = engine.apply(batch([change]))
            results += rows(engine.advance())
        }
        #expect(
            results.map(\.values) == [
                [.string("a"), .double(5), .string("m")], [.string("a"), .double(5), .string("m")],
                [.string("a"), .double(3), .string("x")],
            ])
    }

    /// FIRST_VALUE, LAST_VALUE, LISTAGG.
    private static let lists = [
        AggregateCall(.first, argument: Col.item, type: .string),
        AggregateCall(.last, argument: Col.item, type: .string),
        AggregateCall(.first, argument: Col.amount, type: .bigint),
        AggregateCall(.last, argument: Col.price, type: .double),
        AggregateCall(.list, argument: Col.item, type: .string, parameter: .string(";")),
        AggregateCall(.list, argument: Col.item, isDistinct: true, type: .string),
    ]

    @Test(arguments: UInt64(1)...10)
    func `what is first and last does not depend on how partitions take turns`(
        seed: UInt64
    ) throws {
        // So many that logs are packed.
        let story = ChangelogStory(seed: seed, partitions: 3, events: 60, users: 1)
        let plan = RowSpec.running(Self.lists).plan
        let ends = try (UInt64(1)...6).map { order in
            try story.results(
                plan, seed: order, shards: order == 2 ? 3 : 1, restarts: order > 3 ? order : nil
            ).rows.newest()
        }
        for other in ends.dropFirst() {
            for (key, row) in ends[0] where row.kind != .delete {
                #expect(other[key]?.values == row.values, "seed \(seed)")
            }
        }
    }

    private static let low = Expression.call(
        .less, [.column(Col.amount, .bigint), .literal(.integer(4), .bigint)], .boolean)

    /// Rows below an amount, and results of more than one row.
    private static func filtered(_ kind: Sink.Kind) -> Plan {
        var plan = RowSpec.running(RunningOracle.calls, kind: kind).plan
        let having = Expression.call(
            .greater, [.column(1, .bigint), .literal(.integer(1), .bigint)], .boolean)
        let (input, output) = (plan.nodes[0].output, plan.nodes[1].output)
        plan.nodes = [
            plan.nodes[0], Node(.filter(low), inputs: [0], output: input),
            Node(plan.nodes[1].operation, inputs: [1], output: output),
            Node(.filter(having), inputs: [2], output: output),
            Node(.sink(0), inputs: [3], output: output),
        ]
        plan.statements = [
            Statement(node: 4, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        return plan
    }

    /// The rows themselves, below an amount.
    private static func passing(_ kind: Sink.Kind) -> Plan {
        var spec = PlanSpec(window: nil, kind: kind, primaryKey: kind == .print ? nil : [0])
        spec.select = [.column(Col.user, .string), .column(Col.amount, .bigint)]
        spec.condition = low
        return spec.plan
    }

    @Test(arguments: UInt64(1)...6)
    func `however batches are cut, WHERE and HAVING give the same rows and fates`(
        seed: UInt64
    ) throws {
        let story = ChangelogStory(seed: seed, partitions: 1, events: 100)
        for kind in [Sink.Kind.featureGroup, .print] {
            for plan in [Self.filtered(kind), Self.passing(kind)] {
                let first = try story.results(plan)
                #expect(!first.rows.isEmpty && first.total.filtered > 0)
                for cut in UInt64(2)...5 {
                    let other = try story.results(
                        plan, seed: cut, shards: cut == 3 ? 3 : 1, restarts: cut > 3 ? cut : nil)
                    #expect(other.rows == first.rows, "seed \(seed), cut \(cut)")
                    #expect(other.total == first.total, "seed \(seed), cut \(cut)")
                }
            }
        }
    }

    /// How many rows each user and item has, and for each user of how many rows that are the sum.
    private static func cascade(ttlMs: Int64?) -> Plan {
        let calls = [AggregateCall(.count, type: .bigint)]
        var plan = RowSpec.running(calls, keys: [Col.user, Col.item], ttlMs: ttlMs).plan
        let outer = RunningAggregate(
            timeType: .timestamp(precision: 3), keys: [0],
            aggregates: [
                AggregateCall(.count, type: .bigint),
                AggregateCall(.sum, argument: 2, type: .bigint),
                AggregateCall(.maximum, argument: 2, type: .bigint),
            ], retracts: true, timeToLiveMs: ttlMs)
        let output = Schema([
            Field("user", .string), Field("n", .bigint), Field("sum", .bigint),
            Field("most", .bigint),
        ])
        plan.nodes[2] = Node(.running(outer), inputs: [1], output: output)
        plan.nodes.append(Node(.sink(0), inputs: [2], output: output))
        plan.sinks = [
            Sink(
                name: "result", kind: .print, schema: output, primaryKey: [], options: [:],
                annotations: Annotations())
        ]
        plan.statements = [
            Statement(node: 3, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        return plan
    }

    @Test(arguments: UInt64(1)...6)
    func `an aggregate over an aggregate counts the rows that are left`(seed: UInt64) throws {
        let story = RunningStory(seed: seed)
        let changes = ChangelogStory([story.changes])
        let first = try changes.results(Self.cascade(ttlMs: nil))
        for cut in UInt64(2)...5 {
            let other = try changes.results(
                Self.cascade(ttlMs: nil), seed: cut, shards: cut == 3 ? 3 : 1,
                restarts: cut > 3 ? cut : nil)
            #expect(other.rows == first.rows, "seed \(seed), cut \(cut)")
        }
        let ends = first.rows.newest()
        for (user, events) in Dictionary(grouping: story.living, by: \.user) {
            let items = Dictionary(grouping: events, by: \.item).mapValues { Int64($0.count) }
            let key: Value = user.map { .string($0) } ?? .null
            let expected: [Value] = [
                key, .integer(Int64(items.count)), .integer(Int64(events.count)),
                .integer(items.values.max() ?? 0),
            ]
            #expect(ends[[key]]?.values == expected, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...4)
    func `what a time to live forgets of a changelog depends on no batch and no restart`(
        seed: UInt64
    ) throws {
        let story = ChangelogStory(seed: seed, partitions: 1, events: 120, users: 8)
        for plan in [
            Self.cascade(ttlMs: 30),
            RowSpec.running(RunningOracle.calls, ttlMs: 30, kind: .featureGroup).plan,
        ] {
            let first = try story.results(plan)
            for cut in UInt64(2)...6 {
                let other = try story.results(
                    plan, seed: cut, shards: cut == 3 ? 3 : 1, restarts: cut > 3 ? cut : nil)
                #expect(other.rows == first.rows, "seed \(seed), cut \(cut)")
            }
        }
    }

    @Test(arguments: UInt64(1)...10)
    func `what is said of the memory is what a walk over all of it finds`(seed: UInt64) {
        let story = RunningStory(seed: seed, events: 150, users: 20)
        let definition = RunningAggregate(
            timeType: .timestamp(precision: 3), keys: [Col.user], aggregates: RunningOracle.calls,
            retracts: true, timeToLiveMs: seed % 2 == 0 ? 40 : nil)
        let group = RunningOperator(
            definition, Schema(Col.fields), isUpsert: seed % 3 == 0, wraps: false)
        var newest = Int64.min
        for changes in story.batches where !changes.isEmpty {
            let batch = EngineTests.batch(changes.map { ($0.kind, $0.event) })
            let times = changes.map { $0.event.ts ?? 0 }
            var timing = RowTiming(
                timesMs: times, judgedByMs: times.map { _ in newest }, lowestJudgeMs: newest,
                newestMs: times, WallClock(.utc, nil))
            timing.kinds = batch.rows.kinds
            _ = group.accept(.all(changes.count), timing, batch.rows.columns, channel: 0)
            newest = max(newest, times.max() ?? newest)
            _ = group.advance(toMs: newest, wraps: false)
            if changes.count % 5 == 0 { group.pack(newest) }
            let open = (0..<group.pane.count).count { group.rowCount(group.pane.state($0)) > 0 }
            #expect(group.statistics.openKeys == open, "seed \(seed)")
            for derived in group.derivedValues {
                let walked =
                    derived.numbers.values.reduce(0) { $0 + $1.memory(ofValue: 48, inHeap: 16) }
                    + derived.texts.values.reduce(0) { $0 + $1.memory(ofValue: 72, inHeap: 24) }
                    + derived.sums.count * ExactSum.bytes
                #expect(derived.memory == walked, "seed \(seed)")
            }
        }
    }
}
