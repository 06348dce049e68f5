import Dispatch
import Engine
import TestSupport
import Testing

/// Any number of shards gives what one gives: results, fates, rejections, checkpoints.
@Suite struct ShardTests {
    /// Many shards are slow to make, so only some seeds have them.
    static func counts(_ seed: UInt64) -> [Int] { seed % 6 == 0 ? [2, 3, 7, 128] : [2, 3] }

    /// The last part first: what one part does must not matter to another.
    private final class Backwards: Workers {
        func run(_ parts: Int, _ body: (Int) -> Void) {
            for part in (0..<parts).reversed() { body(part) }
        }
    }

    /// Every part on a thread of its own.
    private final class Concurrent: Workers {
        /// Lent for the time of a call, which waits for all threads.
        private struct Lent: @unchecked Sendable {
            let body: (Int) -> Void
        }

        func run(_ parts: Int, _ body: (Int) -> Void) {
            withoutActuallyEscaping(body) { body in
                let lent = Lent(body: body)
                DispatchQueue.concurrentPerform(iterations: parts) { lent.body($0) }
            }
        }
    }

    /// What became of one step.
    private struct Outcome: Equatable {
        var total = FateCounts()
        var byStatement: [FateCounts] = []
        var rejections: [Rejection] = []
        var results: [ResultRow] = []
        var failedValues: Int64 = 0
        var fired: Clocks?
    }

    private func play(_ step: Story.Step, in engine: inout Engine) -> Outcome {
        var outcome = Outcome()
        switch step {
        case .rows(let events, let partition):
            let applied = engine.apply(batch(events, partition: partition))
            outcome.total = applied.total
            outcome.byStatement = applied.byStatement
            outcome.rejections = applied.rejections
        case .idle(let partition, let isIdle):
            engine.setIdle(source: 0, partition: partition, isIdle: isIdle)
        case .advance:
            let batches = engine.advance()
            outcome.results = rows(batches)
            outcome.failedValues = batches.reduce(0) { $0 + $1.failedValues }
            outcome.fired = engine.clocks
        }
        return outcome
    }

    /// A story with as many keys as there are shards, and more.
    private static func steps(_ story: Story) -> [Story.Step] {
        var count = 0
        return story.steps.map { step in
            guard case .rows(let events, let partition) = step else { return step }
            let spread = events.flatMap { event in
                (0..<5).map { _ in
                    var event = event
                    count += 1
                    event.user = event.user.map { $0 + String(count % 61) }
                    return event
                }
            }
            return .rows(spread, partition: partition)
        }
    }

    private static func rowSteps(_ story: RowStory) -> [Story.Step] {
        var like = Story(seed: 0, hasIdle: false)
        like.steps = story.parts.flatMap { part -> [Story.Step] in
            [.rows(part.events, partition: part.partition), .advance]
        }
        return steps(like)
    }

    private func engine(
        _ plan: Plan, shards: Int, partitions: Int, _ workers: any Workers = Backwards()
    ) -> Engine {
        var engine = Engine(plan, shards: shards, workers: workers)
        for partition in 0..<partitions { engine.addPartition(source: 0, partition: partition) }
        return engine
    }

    /// Plays the steps with one shard and with several at once, and compares after each.
    private func expectNoDifference(
        _ plan: Plan, _ steps: [Story.Step], partitions: Int, hasSameBlobs: Bool, seed: UInt64
    ) {
        var random = SplitMix64(seed: seed)
        var one = engine(plan, shards: 1, partitions: partitions)
        let counts = ShardTests.counts(seed)
        let others = counts.map { shards in
            Holder(engine(plan, shards: shards, partitions: partitions))
        }
        for step in steps {
            let expected = play(step, in: &one)
            for (index, shards) in counts.enumerated() {
                #expect(
                    play(step, in: &others[index].engine) == expected,
                    "seed \(seed), \(shards) shards")
            }
            guard case .advance = step, Bool.random(using: &random) else { continue }
            let stored = one.takeDeltas()
            for (index, shards) in counts.enumerated() {
                let deltas = others[index].engine.takeDeltas()
                guard hasSameBlobs else { continue }
                #expect(deltas == stored, "seed \(seed), \(shards) shards")
            }
        }
        for partition in 0..<partitions { one.finish(source: 0, partition: partition) }
        let expected = play(.advance, in: &one)
        for (index, shards) in counts.enumerated() {
            for partition in 0..<partitions {
                others[index].engine.finish(source: 0, partition: partition)
            }
            #expect(
                play(.advance, in: &others[index].engine) == expected,
                "seed \(seed), \(shards) shards")
            #expect(others[index].engine.statistics(statement: 0).openKeys == 0)
        }
    }

    /// An array cannot hold an engine.
    private final class Holder {
        var engine: Engine
        init(_ engine: consuming Engine) { self.engine = engine }
    }

    @Test(arguments: UInt64(0)..<18)
    func `windows are the same in any number of shards`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: seed % 2 == 0, hasSessions: true)
        expectNoDifference(
            story.spec.plan, ShardTests.steps(story), partitions: story.partitions,
            hasSameBlobs: true, seed: seed)
    }

    @Test(arguments: UInt64(0)..<24)
    func `OVER and deduplication are the same in any number of shards`(seed: UInt64) {
        let story = RowStory(seed: seed, partitions: Int(seed % 3) + 1)
        var spec = RowOracleTests.spec(seed, story.delayMs)
        if seed % 7 == 0 { spec = .unique(.last, ttlMs: 30, delayMs: story.delayMs) }
        expectNoDifference(
            spec.plan, ShardTests.rowSteps(story), partitions: story.partitions,
            hasSameBlobs: false, seed: seed)
    }

    @Test(arguments: UInt64(0)..<8)
    func `windows over windows are the same in any number of shards`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: false)
        let inner: Window = seed % 2 == 0 ? .tumble(sizeMs: 4, offsetMs: 0) : .session(gapMs: 3)
        let outer = CascadeTests.outers[Int(seed) % CascadeTests.outers.count]
        expectNoDifference(
            CascadeTests.cascade(inner, outer, delayMs: 3), ShardTests.steps(story),
            partitions: story.partitions, hasSameBlobs: true, seed: seed)
    }

    /// Goes on with another number of shards at every other checkpoint.
    private func expectReshardingChangesNothing(
        _ plan: Plan, _ steps: [Story.Step], partitions: Int, seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var straight = engine(plan, shards: 1, partitions: partitions)
        var moving = engine(plan, shards: 3, partitions: partitions)
        var stored: [StateDelta] = []
        for step in steps {
            #expect(play(step, in: &moving) == play(step, in: &straight), "seed \(seed)")
            guard case .advance = step else { continue }
            stored += moving.takeDeltas()
            guard Bool.random(using: &random) else { continue }
            let clocks = moving.clocks
            let shards = ([1] + ShardTests.counts(seed)).randomElement(using: &random) ?? 1
            moving = Engine(plan, shards: shards, workers: Backwards())
            try moving.restore(clocks: clocks, deltas: stored)
            #expect(moving.takeDeltas().isEmpty, "seed \(seed), \(shards) shards")
        }
        for partition in 0..<partitions {
            straight.finish(source: 0, partition: partition)
            moving.finish(source: 0, partition: partition)
        }
        #expect(play(.advance, in: &moving) == play(.advance, in: &straight), "seed \(seed)")
    }

    @Test(arguments: UInt64(100)..<115)
    func `windows go on in another number of shards`(seed: UInt64) throws {
        let story = Story(seed: seed, hasIdle: true, hasSessions: true)
        try expectReshardingChangesNothing(
            story.spec.plan, ShardTests.steps(story), partitions: story.partitions, seed: seed)
    }

    @Test(arguments: UInt64(100)..<118)
    func `OVER and deduplication go on in another number of shards`(seed: UInt64) throws {
        let story = RowStory(seed: seed, partitions: Int(seed % 3) + 1)
        var spec = RowOracleTests.spec(seed, story.delayMs)
        if seed % 7 == 0 { spec = .unique(.last, ttlMs: 30, delayMs: story.delayMs) }
        try expectReshardingChangesNothing(
            spec.plan, ShardTests.rowSteps(story), partitions: story.partitions, seed: seed)
    }

    @Test func `a restored shard missing one key group is noticed`() throws {
        let plan = PlanSpec(window: .tumble(sizeMs: 10, offsetMs: 0)).plan
        var whole = engine(plan, shards: 1, partitions: 1)
        let events = (0..<200).map { Event("user \($0)", at: 5) }
        _ = whole.apply(batch(events))
        _ = whole.advance()
        let stored = whole.takeDeltas()
        let clocks = whole.clocks
        func fired(_ deltas: [StateDelta], shards: Int) throws -> Set<ResultRow> {
            var engine = Engine(plan, shards: shards)
            try engine.restore(clocks: clocks, deltas: deltas)
            // The shard that has a key's state must also be the one that gets its rows.
            _ = engine.apply(batch(events))
            engine.finish(source: 0, partition: 0)
            return Set(rows(engine.advance()))
        }
        let all = try fired(stored, shards: 1)
        #expect(all.count == 200 && all.allSatisfy { $0.values[4] == .integer(2) })
        for shards in [3, 128] { #expect(try fired(stored, shards: shards) == all) }
        var missing = 0
        for delta in stored {
            let rest = try fired(stored.filter { $0.keyGroup != delta.keyGroup }, shards: 3)
            #expect(rest.count == 200 && rest != all, "group \(delta.keyGroup)")
            missing += rest.subtracting(all).count
        }
        // Each key is missing exactly once: no group is read by two shards.
        #expect(missing == 200)
    }

    @Test func `shards that work at the same time give the same`() throws {
        for seed in UInt64(0)..<4 {
            var random = SplitMix64(seed: seed)
            let window: Window =
                seed % 2 == 0
                ? .hop(sizeMs: 400, slideMs: 100, offsetMs: 0) : .session(gapMs: 20)
            let plan = PlanSpec(window: window, aggregates: WindowOracle.calls, delayMs: 50).plan
            var one = engine(plan, shards: 1, partitions: 1)
            var four = engine(plan, shards: 4, partitions: 1, Concurrent())
            for round in 0..<3 {
                let events = (0..<1_200).map { index in
                    Event(
                        "user \(Int.random(in: 0..<300, using: &random))",
                        at: Int64(round * 500 + index / 4 - Int.random(in: 0..<80, using: &random)),
                        item: "item \(index % 9)", amount: Int64(index), price: Double(index) / 8)
                }
                for step in [Story.Step.rows(events, partition: 0), .advance] {
                    #expect(play(step, in: &four) == play(step, in: &one), "seed \(seed)")
                }
                #expect(four.takeDeltas() == one.takeDeltas(), "seed \(seed)")
            }
        }
    }
}
