/// Runs a plan: takes batches of events in, gives back what they changed.
///
/// No I/O and no clock: the same calls give the same results. One value belongs to one thread.
/// After ``apply(_:)`` calls, ``advance()`` fires what the watermarks have passed, and then
/// ``takeDeltas()`` and ``clocks`` describe the state that belongs to exactly those results.
public struct Engine: ~Copyable {
    /// Key groups of every statement's state, whatever runs on how many threads.
    static let keyGroups = 128

    private let plan: Plan
    private let columnsUsed: [Set<Int>]
    private let readers: [SourceReader]
    private let runners: [StatementRunner]
    private var sourceClocks: [SourceClock]

    /// Makes the engine of a plan, without any state yet.
    ///
    /// - Parameters:
    ///   - plan: What to run.
    ///   - shards: How many parts the state is cut into, 1 to 128; results and checkpoints are the
    ///     same for any number.
    ///   - workers: Who works on the shards at the same time.
    public init(
        _ plan: Plan, shards: Int = 1, workers: any Workers = WorkersInTurn()
    ) {
        self.plan = plan
        let used = plan.columnsUsed
        columnsUsed = used
        readers = plan.sources.indices.map { source in
            let read = plan.nodes.indices.filter { index in
                if case .scan(source) = plan.nodes[index].operation { true } else { false }
            }
            return SourceReader(
                plan.sources[source], plan,
                columnsUsed: read.reduce(into: []) { $0.formUnion(used[$1]) })
        }
        let sharding = Sharding(shards, workers)
        runners = plan.statements.indices.map { StatementRunner(plan, $0, sharding) }
        sourceClocks = plan.sources.map { _ in SourceClock() }
    }

    /// An assigned partition holds the watermark back until it has one or is idle.
    public mutating func addPartition(source: Int, partition: Int) {
        sourceClocks[source].add(partition)
    }

    /// Takes the events of one partition in.
    ///
    /// - Parameter batch: Decoded rows in offset order; a new partition is added, and it wakes.
    /// - Returns: What became of every row.
    public mutating func apply(_ batch: SourceBatch) -> Applied {
        var applied = Applied(
            total: FateCounts(), byStatement: runners.map { _ in FateCounts() }, rejections: [])
        guard batch.rows.count > 0 else { return applied }
        let clock = sourceClocks[batch.source]
        let read = readers[batch.source].read(
            batch, watermarkMs: clock.watermarkMs(of: batch.partition))
        applied.rejections = read.refusals
        var upstream = Upstream(plan, columnsUsed, count: read.count, source: read.rows)
        var outcomes: [StatementOutcome] = []
        for runner in runners where runner.statement.sources.contains(batch.source) {
            let outcome = runner.apply(read, from: batch, &upstream)
            applied.byStatement[runner.index] = outcome.counts
            applied.rejections += outcome.rejections
            outcomes.append(outcome)
        }
        applied.total = FateCounts(of: outcomes, read)
        sourceClocks[batch.source].advance(batch.partition, toMs: read.watermarkMs)
        return applied
    }

    /// Takes a partition out of the watermark's minimum, or back in; its next row wakes it, too.
    public mutating func setIdle(source: Int, partition: Int, isIdle: Bool) {
        sourceClocks[source].setIdle(partition, isIdle)
    }

    /// A bounded partition or file ended: its watermark becomes `Int64.max`.
    public mutating func finish(source: Int, partition: Int) {
        sourceClocks[source].advance(partition, toMs: .max)
    }

    /// Fires every window end that the combined watermarks have passed since the last call.
    ///
    /// Rows that passed through without windows come too. Sorted by statement, window end, key.
    public mutating func advance() -> [ResultBatch] {
        for source in sourceClocks.indices {
            sourceClocks[source].fire(toMs: sourceClocks[source].combinedMs)
        }
        var results: [ResultBatch] = []
        for runner in runners {
            results += runner.advance(toMs: combinedMs(runner.statement))
        }
        return results
    }

    /// The watermark of everything that a statement reads.
    ///
    /// A source without a watermark has no say: its rows only pass through.
    private func combinedMs(_ statement: Statement) -> Int64 {
        guard statement.sources.count > 1 else {
            return sourceClocks[statement.sources[0]].firedMs
        }
        let timed = statement.sources.filter { plan.sources[$0].watermark != nil }
        return SourceClock.combinedMs(of: timed.map { sourceClocks[$0] })
    }

    /// The combined watermark of a source in milliseconds since 1970 UTC.
    ///
    /// `nil` before the first, `Int64.max` after the end of the input.
    public func watermarkMs(source: Int) -> Int64? {
        let combined = sourceClocks[source].combinedMs
        return combined == .min ? nil : readers[source].clock.utcMs(combined)
    }

    /// The partition that holds a source's watermark back; `nil` when all are idle.
    public func holdingPartition(source: Int) -> Int? { sourceClocks[source].holdingPartition }

    /// Partition watermarks and fired watermarks, for a checkpoint.
    public var clocks: Clocks {
        Clocks(
            partitions: sourceClocks.indices.flatMap { sourceClocks[$0].clocks(ofSource: $0) },
            firedWatermarksMs: sourceClocks.map(\.firedMs))
    }

    /// The state that changed since the last call; call it after ``advance()``.
    public mutating func takeDeltas() -> [StateDelta] { runners.flatMap { $0.takeDeltas() } }

    /// Continues from a checkpoint as if never stopped; to be called before anything else.
    ///
    /// - Parameters:
    ///   - clocks: What ``clocks`` was after the last ``advance()`` before the checkpoint.
    ///   - deltas: For each statement and key group the last base, then its deltas as committed.
    /// - Throws: When a blob is damaged or another version wrote it, with every statement of which
    ///   that is true; the engine is then of no use.
    public mutating func restore(
        clocks: Clocks, deltas: [StateDelta]
    ) throws(RestoreFailure) {
        guard clocks.firedWatermarksMs.count == sourceClocks.count,
            clocks.partitions.allSatisfy({ sourceClocks.indices.contains($0.source) })
        else {
            throw RestoreFailure("the checkpoint knows other sources than the script")
        }
        for clock in clocks.partitions { sourceClocks[clock.source].restore(clock) }
        for (source, fired) in clocks.firedWatermarksMs.enumerated() {
            sourceClocks[source].fire(toMs: fired)
        }
        var unusable: [String: String] = [:]
        for runner in runners {
            let name = runner.statement.fingerprint
            do throws(RestoreFailure) {
                let own = try Engine.fromLastBase(deltas.filter { $0.statement == name })
                try runner.restore(own, firedMs: combinedMs(runner.statement))
                runner.markCheckpointed()
            } catch {
                unusable[name] = error.message
            }
        }
        guard unusable.isEmpty else {
            let messages = Set(unusable.values).sorted().joined(separator: "; ")
            throw RestoreFailure(messages, statements: unusable)
        }
        let known = Set(runners.map(\.statement.fingerprint))
        if let other = deltas.first(where: { !known.contains($0.statement) }) {
            throw RestoreFailure(
                "the checkpoint has state of a statement that the script no longer has "
                    + "(\(other.statement))")
        }
    }

    /// What a base replaces is left out.
    private static func fromLastBase(
        _ deltas: [StateDelta]
    ) throws(RestoreFailure) -> [StateDelta] {
        var lastBase = [Int](repeating: 0, count: keyGroups)
        for (position, delta) in deltas.enumerated() {
            guard lastBase.indices.contains(delta.keyGroup) else {
                throw RestoreFailure("the checkpoint is damaged: no key group \(delta.keyGroup)")
            }
            if delta.isBase { lastBase[delta.keyGroup] = position }
        }
        return deltas.enumerated().filter { $0.offset >= lastBase[$0.element.keyGroup] }
            .map(\.element)
    }

    /// How much a statement holds in memory.
    public func statistics(statement: Int) -> StateStatistics {
        var result = StateStatistics()
        for stage in runners[statement].stages {
            let own = stage.operation.statistics
            result.openKeys += own.openKeys
            result.panes += own.panes
            result.bytes += own.bytes
        }
        for other in runners[statement].results { result.bytes += other.live?.memory ?? 0 }
        return result
    }

    /// What the next window to fire holds so far for these primary keys, in the sink's columns.
    ///
    /// The window is the earliest with data that has not fired, for HOP and TUMBLE alike; `nil`
    /// where it has nothing for the key.
    public func openValues(statement: Int, keys: [[Value]]) -> [[Value]?] {
        runners[statement].openValues(keys)
    }
}
