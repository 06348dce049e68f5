import Engine
import Stores

/// A store, and an engine that is as the store's last commit has it.
struct Resumption: ~Copyable {
    let store: Store
    let restored: Restored
    let engine: Engine

    /// Opens the store of a definition and restores the engine.
    ///
    /// A statement whose state the engine cannot use, another version's for example, counts as
    /// changed: the store begins it anew, or refuses and says how to ask for that.
    ///
    /// - Throws: ``StoreFailure`` or ``RestoreFailure``.
    static func of(
        _ definition: PipelineDefinition, _ workers: WorkerThreads
    ) throws -> Resumption {
        do {
            return try Resumption(definition, workers, unusable: [:])
        } catch let failure as RestoreFailure {
            let all = definition.plan.statements.map { ($0.fingerprint, failure.message) }
            return try Resumption(
                definition, workers,
                unusable: failure.statements.isEmpty
                    ? Dictionary(uniqueKeysWithValues: all) : failure.statements)
        }
    }

    private init(
        _ definition: PipelineDefinition, _ workers: WorkerThreads, unusable: [String: String]
    ) throws {
        let plan = definition.plan
        let store = try Store(
            directory: definition.directory,
            identity: PipelineIdentity(
                pipeline: definition.name, topics: plan.sources.map(\.streamName),
                isDemo: definition.isDemo),
            plan: plan, isRebuildAllowed: definition.isRebuildAllowed, unusable: unusable)
        let restored = try store.restore()
        var engine = Engine(plan, shards: definition.shards, workers: workers)
        if !restored.isNew {
            try engine.restore(
                clocks: Clocks(restored, sources: plan.sources.count), deltas: restored.deltas)
        }
        self.store = store
        self.restored = restored
        self.engine = engine
    }
}
