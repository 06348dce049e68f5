import Engine
import TestSupport
import Testing

@Suite struct SessionTests {
    private func spec(_ aggregates: [AggregateCall] = WindowOracle.calls, delayMs: Int64 = 0)
        -> PlanSpec
    {
        PlanSpec(
            window: .session(gapMs: 10), aggregates: aggregates, delayMs: delayMs, kind: .print,
            primaryKey: nil)
    }

    /// `start-end: count`, in the order of firing.
    private func sessions(_ results: [ResultRow]) -> [String] {
        results.map { row in
            guard case .integer(let start) = row.values[1], case .integer(let end) = row.values[2],
                case .integer(let count) = row.values[4]
            else { return "?" }
            return "\(start)-\(end): \(count)"
        }
    }

    @Test(arguments: [
        ([0, 9], ["0-19: 2"]), ([0, 10], ["0-20: 2"]), ([0, 11], ["0-10: 1", "11-21: 1"]),
        ([0, 20, 10], ["0-30: 3"]), ([0, 21, 10], ["0-20: 2", "21-31: 1"]), ([5, 5], ["5-15: 2"]),
        ([-15, -5], ["-15-5: 2"]),
    ])
    func `a gap of exactly the gap merges and one more does not`(
        times: [Int64], expected: [String]
    ) {
        let results = run(spec(delayMs: 100), times.map { Event("a", at: $0) })
        #expect(sessions(results) == expected)
    }

    /// The last row is judged by the one before it, whose time is the watermark.
    @Test(arguments: [
        ([0, 30, 21], ["0-10: 1", "21-40: 2"]), ([0, 30, 20], ["0-10: 1", "20-40: 2"]),
        ([0, 30, 19], ["0-10: 1", "30-40: 1"]), ([0, 9, 0], ["0-19: 3"]),
        ([0, 8, 60, 50], ["0-18: 2", "50-70: 2"]), ([0, 9, 18, 5], ["0-28: 4"]),
        // The first session has ended at the watermark 9, so a row close to it begins another.
        ([0, 9, 40, 31], ["0-19: 2", "31-50: 2"]),
    ])
    func `a row is late when its session would have ended`(times: [Int64], expected: [String]) {
        for size in [1, 2, 10] {
            var engine = Engine(spec().plan)
            var results: [ResultRow] = []
            for start in stride(from: 0, to: times.count, by: size) {
                let part = times[start..<min(times.count, start + size)]
                _ = engine.apply(batch(part.map { Event("a", at: $0) }))
                results += rows(engine.advance())
            }
            engine.finish(source: 0, partition: 0)
            #expect(sessions(results + rows(engine.advance())) == expected)
        }
    }

    @Test func `a row near a session that has ended begins another over the same time`() {
        var engine = Engine(spec().plan)
        let others = [Event("b", at: 9)]
        let counts = engine.apply(batch([Event("a", at: 0)] + others + [Event("a", at: 5)])).total
        #expect(counts.accepted == 3 && counts.late == 0)
        engine.finish(source: 0, partition: 0)
        #expect(sessions(rows(engine.advance())) == ["0-10: 1", "5-15: 1", "9-19: 1"])
    }

    @Test func `a late row joins its own partition's session and no other's`() {
        func play(_ partition: Int) -> ([String], FateCounts) {
            var engine = Engine(spec(delayMs: 0).plan)
            engine.addPartition(source: 0, partition: 0)
            engine.addPartition(source: 0, partition: 1)
            _ = engine.apply(batch([Event("a", at: 50), Event("a", at: 58)], partition: 0))
            _ = engine.apply(batch([Event("b", at: 60)], partition: 1))
            var counts = engine.apply(batch([Event("a", at: 49)], partition: partition)).total
            engine.finish(source: 0, partition: 0)
            engine.finish(source: 0, partition: 1)
            counts.filtered = 0
            return (sessions(rows(engine.advance())), counts)
        }
        #expect(play(0).0 == ["49-68: 3", "60-70: 1"])
        #expect(play(0).1.accepted == 1)
        #expect(play(1).0 == ["50-68: 2", "60-70: 1"])
        #expect(play(1).1.late == 1)
    }

    @Test func `partitions that touch are one session`() {
        var engine = Engine(spec(delayMs: 5).plan)
        engine.addPartition(source: 0, partition: 0)
        engine.addPartition(source: 0, partition: 1)
        _ = engine.apply(batch([Event("a", at: 0), Event("a", at: 40)], partition: 0))
        #expect(engine.advance().isEmpty)
        _ = engine.apply(batch([Event("a", at: 10), Event("a", at: 20)], partition: 1))
        #expect(engine.advance().isEmpty)
        engine.finish(source: 0, partition: 1)
        #expect(sessions(rows(engine.advance())) == ["0-30: 3"])
        engine.finish(source: 0, partition: 0)
        #expect(sessions(rows(engine.advance())) == ["40-50: 1"])
    }

    @Test func `a session's value does not expire`() {
        var group = spec()
        group.kind = .featureGroup
        group.primaryKey = [0]
        let results = run(group, [Event("a", at: 0), Event("b", at: 100), Event("b", at: 200)])
        #expect(results.map(\.kind) == [.insert, .insert, .insert])
    }

    @Test func `the open session shows what it holds so far`() {
        var group = spec([AggregateCall(.count, type: .bigint)])
        group.kind = .featureGroup
        group.primaryKey = [0]
        var engine = Engine(group.plan)
        _ = engine.apply(batch([Event("a", at: 0), Event("b", at: 3), Event("a", at: 4)]))
        #expect(
            engine.openValues(statement: 0, keys: [[.string("a")], [.string("b")], [.string("c")]])
                == [
                    [.string("a"), .integer(0), .integer(14), .integer(13), .integer(2)],
                    [.string("b"), .integer(3), .integer(13), .integer(12), .integer(1)], nil,
                ])
    }

    @Test(arguments: (UInt64(0)..<240).filter { $0 % 3 == 2 })
    func `the engine agrees with the slow and obvious way`(seed: UInt64) {
        var story = Story(seed: seed, hasIdle: seed % 2 == 0, hasSessions: true)
        story.spec.kind = .print
        story.spec.primaryKey = nil
        var engine = Engine(story.spec.plan)
        var oracle = SessionOracle(story.spec)
        var counts = FateCounts()
        for partition in 0..<story.partitions {
            engine.addPartition(source: 0, partition: partition)
            oracle.add(partition: partition)
        }
        for step in story.steps {
            switch step {
            case .rows(let events, let partition):
                counts += engine.apply(batch(events, partition: partition)).total
                for event in events { oracle.apply(event, partition: partition) }
            case .idle(let partition, let isIdle):
                engine.setIdle(source: 0, partition: partition, isIdle: isIdle)
                oracle.setIdle(partition, isIdle)
            case .advance:
                #expect(rows(engine.advance()) == oracle.advance())
            }
        }
        for partition in 0..<story.partitions { engine.finish(source: 0, partition: partition) }
        #expect(rows(engine.advance()) == oracle.finish())
        #expect(counts.accepted == oracle.accepted)
        #expect(counts.late == oracle.late)
        let statistics = engine.statistics(statement: 0)
        #expect(statistics.openKeys == 0 && statistics.panes == 0)
    }

    @Test(arguments: (UInt64(300)..<600).filter { $0 % 3 == 2 })
    func `it does not matter which partition is read first`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: false, hasSessions: true)
        var random = SplitMix64(seed: seed)
        func play(shuffled: Bool) -> ([ResultRow], FateCounts) {
            var engine = Engine(story.spec.plan)
            var counts = FateCounts()
            var results: [ResultRow] = []
            var waiting = [[Event]](repeating: [], count: story.partitions)
            for case .rows(let events, let partition) in story.steps {
                waiting[partition] += events
            }
            for partition in 0..<story.partitions {
                engine.addPartition(source: 0, partition: partition)
            }
            while let partition = shuffled
                ? waiting.indices.filter({ !waiting[$0].isEmpty }).randomElement(using: &random)
                : waiting.firstIndex(where: { !$0.isEmpty })
            {
                let taken = min(
                    waiting[partition].count, shuffled ? Int.random(in: 1...4, using: &random) : 99)
                let part = Array(waiting[partition].prefix(taken))
                waiting[partition].removeFirst(part.count)
                counts += engine.apply(batch(part, partition: partition)).total
                results += rows(engine.advance())
            }
            for partition in 0..<story.partitions { engine.finish(source: 0, partition: partition) }
            return (results + rows(engine.advance()), counts)
        }
        let straight = play(shuffled: false)
        for _ in 0..<3 {
            let other = play(shuffled: true)
            #expect(straight.0 == other.0)
            #expect(straight.1 == other.1)
        }
    }
}
