import Engine
import TestSupport

/// A random changelog in several partitions, the same for a seed: each row goes where it came.
struct ChangelogStory {
    /// The events of each partition, of one row or of an update's two.
    let partitions: [[[RunningStory.Change]]]

    init(seed: UInt64, partitions: Int, events: Int = 60, users: Int = 3) {
        self.partitions = (0..<partitions).map { partition in
            let story = RunningStory(
                seed: seed &* 31 &+ UInt64(partition), events: events, users: users)
            return ChangelogStory.events(story.changes)
        }
    }

    init(_ partitions: [[RunningStory.Change]]) {
        self.partitions = partitions.map { ChangelogStory.events($0) }
    }

    static func events(_ changes: [RunningStory.Change]) -> [[RunningStory.Change]] {
        var events: [[RunningStory.Change]] = []
        for change in changes {
            if change.kind == .updateAfter, events.last?.last?.kind == .updateBefore {
                events[events.count - 1].append(change)
            } else {
                events.append([change])
            }
        }
        return events
    }

    /// The partitions' events in some order, each partition's in its own, cut into batches.
    func batches(seed: UInt64) -> [SourceBatch] {
        var random = SplitMix64(seed: seed)
        var rest = partitions.map { $0[...] }
        let longest = Int.random(in: 1...12, using: &random)
        var batches: [SourceBatch] = []
        while let partition = rest.indices.filter({ !rest[$0].isEmpty })
            .randomElement(using: &random)
        {
            let taken = Int.random(in: 1...longest, using: &random)
            let changes = rest[partition].prefix(taken).joined()
            rest[partition] = rest[partition].dropFirst(taken)
            batches.append(
                batch(changes.map { ($0.kind, $0.event) }, partition: partition))
        }
        return batches
    }

    /// What a plan makes of the batches; with `restarts` it is restored from a checkpoint at times.
    func results(
        _ plan: Plan, seed: UInt64 = 1, shards: Int = 1, restarts: UInt64? = nil
    ) throws -> (rows: [ResultRow], total: FateCounts) {
        var random = SplitMix64(seed: restarts ?? 0)
        func fresh() -> Engine {
            var engine = Engine(plan, shards: shards)
            for partition in partitions.indices {
                engine.addPartition(source: 0, partition: partition)
            }
            return engine
        }
        var engine = fresh()
        var stored = StoredDeltas()
        var results: [ResultRow] = []
        var total = FateCounts()
        for batch in batches(seed: seed) {
            total += engine.apply(batch).total
            if Bool.random(using: &random) { results += rows(engine.advance()) }
            guard restarts != nil, Int.random(in: 0..<3, using: &random) == 0 else { continue }
            results += rows(engine.advance())
            stored.add(engine.takeDeltas())
            guard Bool.random(using: &random) else { continue }
            var next = Engine(plan, shards: shards)
            try next.restore(clocks: engine.clocks, deltas: stored.all)
            engine = next
        }
        for partition in partitions.indices { engine.finish(source: 0, partition: partition) }
        return (results + rows(engine.advance()), total)
    }
}

extension [ResultRow] {
    /// The newest row of each key, as a store that gets them in this order has it.
    func newest(keys: Int = 1) -> [[Value]: ResultRow] {
        reduce(into: [:]) { known, row in
            if row.kind != .updateBefore { known[Array<Value>(row.values.prefix(keys))] = row }
        }
    }

    /// Doubles as their bits, so that nothing is nearly equal.
    var exactly: [ResultRow] {
        map { row in
            var row = row
            row.values = row.values.map { value in
                guard case .double(let double) = value else { return value }
                return .integer(Int64(bitPattern: double.bitPattern))
            }
            return row
        }
    }
}
