import Engine
import TestSupport
import Testing

@Suite struct OracleTests {
    @Test(arguments: UInt64(0)..<120)
    func `the engine agrees with the slow and obvious way`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: seed % 2 == 0)
        var engine = Engine(story.spec.plan)
        var oracle = WindowOracle(story.spec)
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
        #expect(counts.partlyLate == oracle.partlyLate)
        let statistics = engine.statistics(statement: 0)
        #expect(statistics.openKeys == 0 && statistics.panes == 0)
    }

    /// Cuts each partition's rows into batches of a size, advancing after each.
    private func play(_ story: Story, batchSize: Int) -> ([ResultRow], FateCounts) {
        var engine = Engine(story.spec.plan)
        var results: [ResultRow] = []
        var counts = FateCounts()
        for partition in 0..<story.partitions {
            engine.addPartition(source: 0, partition: partition)
        }
        for case .rows(let events, let partition) in story.steps {
            for start in stride(from: 0, to: events.count, by: batchSize) {
                let part = Array(events[start..<min(events.count, start + batchSize)])
                counts += engine.apply(batch(part, partition: partition)).total
                results += rows(engine.advance())
            }
        }
        for partition in 0..<story.partitions { engine.finish(source: 0, partition: partition) }
        results += rows(engine.advance())
        return (results, counts)
    }

    @Test(arguments: UInt64(0)..<40)
    func `the size of batches changes nothing`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: false, hasSessions: true)
        let (one, oneCounts) = play(story, batchSize: 1)
        for size in [2, 3, 1_000] {
            let (other, counts) = play(story, batchSize: size)
            #expect(one == other)
            #expect(oneCounts == counts)
        }
    }

    @Test(arguments: UInt64(200)..<260)
    func `a restart at any step changes nothing`(seed: UInt64) throws {
        let story = Story(seed: seed, hasIdle: true, hasSessions: true)
        var random = SplitMix64(seed: seed)
        var straight = Engine(story.spec.plan)
        var restarted = Engine(story.spec.plan)
        var stored: [StateDelta] = []
        for partition in 0..<story.partitions {
            straight.addPartition(source: 0, partition: partition)
            restarted.addPartition(source: 0, partition: partition)
        }
        for step in story.steps {
            switch step {
            case .rows(let events, let partition):
                let rows = batch(events, partition: partition)
                #expect(straight.apply(rows).total == restarted.apply(rows).total)
            case .idle(let partition, let isIdle):
                straight.setIdle(source: 0, partition: partition, isIdle: isIdle)
                restarted.setIdle(source: 0, partition: partition, isIdle: isIdle)
            case .advance:
                #expect(rows(straight.advance()) == rows(restarted.advance()))
                stored += restarted.takeDeltas()
                let clocks = restarted.clocks
                guard Bool.random(using: &random) else { continue }
                restarted = Engine(story.spec.plan)
                try restarted.restore(clocks: clocks, deltas: stored)
                #expect(restarted.clocks == clocks)
                #expect(restarted.takeDeltas().isEmpty)
            }
        }
        for partition in 0..<story.partitions {
            straight.finish(source: 0, partition: partition)
            restarted.finish(source: 0, partition: partition)
        }
        #expect(rows(straight.advance()) == rows(restarted.advance()))
    }

    @Test(arguments: UInt64(300)..<340)
    func `the order in which partitions are fetched changes nothing`(seed: UInt64) {
        let story = Story(seed: seed, hasIdle: false)
        var random = SplitMix64(seed: seed)
        var queues: [Int: [[Event]]] = [:]
        for case .rows(let events, let partition) in story.steps {
            queues[partition, default: []].append(events)
        }
        var shuffled = story
        shuffled.steps = []
        while let partition = queues.keys.sorted().randomElement(using: &random) {
            if let events = queues[partition]?.removeFirst() {
                shuffled.steps.append(.rows(events, partition: partition))
            }
            if queues[partition]?.isEmpty == true { queues[partition] = nil }
        }
        let (straight, counts) = play(story, batchSize: 4)
        let (other, otherCounts) = play(shuffled, batchSize: 4)
        #expect(straight == other)
        #expect(counts == otherCounts)
    }

    @Test(arguments: UInt64(400)..<460)
    func `a crash between two checkpoints changes nothing`(seed: UInt64) throws {
        let story = Story(seed: seed, hasIdle: true)
        var random = SplitMix64(seed: seed)
        var straight = Engine(story.spec.plan)
        for partition in 0..<story.partitions {
            straight.addPartition(source: 0, partition: partition)
        }
        let expected = story.steps.map { rows(play($0, in: &straight)) }
        var crashing = Engine(story.spec.plan)
        for partition in 0..<story.partitions {
            crashing.addPartition(source: 0, partition: partition)
        }
        var stored: [Int: [StateDelta]] = [:]
        var clocks = crashing.clocks
        var committed = 0
        var next = 0
        while next < story.steps.count {
            #expect(rows(play(story.steps[next], in: &crashing)) == expected[next])
            next += 1
            guard case .advance = story.steps[next - 1] else { continue }
            if Int.random(in: 0..<3, using: &random) == 0 {
                for delta in crashing.takeDeltas() {
                    if delta.isBase { stored[delta.keyGroup] = [] }
                    stored[delta.keyGroup, default: []].append(delta)
                }
                clocks = crashing.clocks
                committed = next
            } else if Int.random(in: 0..<4, using: &random) == 0 {
                crashing = Engine(story.spec.plan)
                try crashing.restore(clocks: clocks, deltas: stored.values.flatMap { $0 })
                next = committed
            }
        }
    }

    private func play(_ step: Story.Step, in engine: inout Engine) -> [ResultBatch] {
        switch step {
        case .rows(let events, let partition):
            _ = engine.apply(batch(events, partition: partition))
            return []
        case .idle(let partition, let isIdle):
            engine.setIdle(source: 0, partition: partition, isIdle: isIdle)
            return []
        case .advance: return engine.advance()
        }
    }
}
