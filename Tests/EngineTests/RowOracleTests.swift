import Engine
import TestSupport
import Testing

/// OVER and the first row of a key against the slow way, in any batches, over any restart.
@Suite struct RowOracleTests {
    static func spec(_ seed: UInt64, _ delayMs: Int64) -> RowSpec {
        let calls = seed % 2 == 0 ? RowOracle.calls : RowOracle.textCalls
        switch seed % 6 {
        case 0, 1:
            return .over(.range(precedingMs: Int64(seed % 5) * 3 + 2), calls, delayMs: delayMs)
        case 2: return .over(.rows(preceding: Int(seed % 4) + 1), calls, delayMs: delayMs)
        case 3: return .over(.unboundedRange, calls, delayMs: delayMs)
        case 4: return .over(.unboundedRows, calls, delayMs: delayMs)
        default:
            return .unique(.first, ttlMs: seed % 4 == 1 ? 20 : nil, delayMs: delayMs)
        }
    }

    private func texts(_ rows: [ResultRow]) -> [String] {
        rows.map { "\($0.timeMs) \($0.values)" }
    }

    @Test(arguments: UInt64(0)..<180)
    func `rows see what the slow and obvious way sees`(seed: UInt64) {
        let story = RowStory(seed: seed)
        let spec = Self.spec(seed, story.delayMs)
        var engine = Engine(spec.plan)
        var oracle = RowOracle(spec)
        engine.addPartition(source: 0, partition: 0)
        var results: [ResultRow] = []
        var counts = FateCounts()
        for (events, _) in story.parts {
            counts += engine.apply(batch(events)).total
            for event in events { oracle.apply(event) }
            results += rows(engine.advance())
        }
        engine.finish(source: 0, partition: 0)
        results += rows(engine.advance())
        oracle.move(to: .max)
        #expect(texts(results).sorted() == oracle.sorted(), "seed \(seed)")
        #expect(counts.late == Int64(oracle.late), "seed \(seed)")
        #expect(engine.statistics(statement: 0).openKeys == 0)
    }

    /// Cuts each partition's rows into batches of a size, advancing after each.
    private func play(
        _ story: RowStory, _ spec: RowSpec, batchSize: Int
    ) -> ([String], FateCounts) {
        var engine = Engine(spec.plan)
        var results: [ResultRow] = []
        var counts = FateCounts()
        for partition in 0..<story.partitions {
            engine.addPartition(source: 0, partition: partition)
        }
        for (events, partition) in story.parts {
            for start in stride(from: 0, to: events.count, by: batchSize) {
                let part = Array(events[start..<min(events.count, start + batchSize)])
                counts += engine.apply(batch(part, partition: partition)).total
                results += rows(engine.advance())
            }
        }
        for partition in 0..<story.partitions { engine.finish(source: 0, partition: partition) }
        results += rows(engine.advance())
        return (texts(results), counts)
    }

    @Test(arguments: UInt64(300)..<390)
    func `the size of batches changes nothing, on several partitions too`(seed: UInt64) {
        let story = RowStory(seed: seed, partitions: Int(seed % 3) + 1)
        let spec = Self.spec(seed, story.delayMs)
        let (one, oneCounts) = play(story, spec, batchSize: 1)
        for size in [2, 5, 1_000] {
            let (other, counts) = play(story, spec, batchSize: size)
            #expect(one == other, "seed \(seed), batches of \(size)")
            #expect(oneCounts == counts, "seed \(seed), batches of \(size)")
        }
    }

    @Test(arguments: UInt64(500)..<560)
    func `it does not matter which partition is read first`(seed: UInt64) {
        let story = RowStory(seed: seed, partitions: 3)
        let spec = Self.spec(seed, story.delayMs)
        var other = story
        // Stable, so that each partition's own order stays.
        other.parts = (0..<3).reversed().flatMap { partition in
            story.parts.filter { $0.partition == partition }
        }
        let (first, counts) = play(story, spec, batchSize: 4)
        let (second, otherCounts) = play(other, spec, batchSize: 4)
        #expect(first.sorted() == second.sorted(), "seed \(seed)")
        #expect(counts == otherCounts, "seed \(seed)")
    }

    @Test(arguments: UInt64(700)..<820)
    func `a restart at any step changes nothing`(seed: UInt64) throws {
        let story = RowStory(seed: seed, partitions: Int(seed % 3) + 1)
        let spec = Self.spec(seed, story.delayMs)
        var random = SplitMix64(seed: seed)
        var straight = Engine(spec.plan)
        var restarted = Engine(spec.plan)
        var stored: [StateDelta] = []
        for partition in 0..<story.partitions {
            straight.addPartition(source: 0, partition: partition)
            restarted.addPartition(source: 0, partition: partition)
        }
        for (events, partition) in story.parts {
            let part = batch(events, partition: partition)
            #expect(straight.apply(part).total == restarted.apply(part).total, "seed \(seed)")
            if Bool.random(using: &random) {
                #expect(rows(straight.advance()) == rows(restarted.advance()), "seed \(seed)")
            }
            stored += restarted.takeDeltas()
            let clocks = restarted.clocks
            guard Bool.random(using: &random) else { continue }
            restarted = Engine(spec.plan)
            try restarted.restore(clocks: clocks, deltas: stored)
            #expect(restarted.clocks == clocks)
            #expect(restarted.takeDeltas().isEmpty, "seed \(seed)")
        }
        for partition in 0..<story.partitions {
            straight.finish(source: 0, partition: partition)
            restarted.finish(source: 0, partition: partition)
        }
        #expect(rows(straight.advance()) == rows(restarted.advance()), "seed \(seed)")
    }
}
