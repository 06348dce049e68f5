import Control
import Engine
import Stores
import Streams

/// One pipeline: its engine, its store, its feeds, and the loop that moves events through them.
///
/// It belongs to one thread, which makes it, steps it and drops it. ``step()`` is the path of one
/// event; after a throw the engine may be ahead of the store, so the owner drops the value and
/// makes a new one, which continues from the last commit exactly as after a crash.
struct Pipeline: ~Copyable {
    let definition: PipelineDefinition
    let links: PipelineLinks
    let plan: Plan
    /// The engine's shards and the decoding of a batch are spread over them.
    let workers: WorkerThreads
    var engine: Engine
    var store: Store
    let feeds: [any Feed]
    let decoders: [RowDecoder]
    let outputs: Outputs
    var ledger: Ledger
    var idleness: Idleness
    var dashboard: Dashboard
    var alertKeys: AlertKeys
    /// What the next transaction will make durable, beside state and counters.
    var pending: Commit
    var pendingRows = 0
    /// Some of them go to a store, a file or a print.
    var hasReadableRows = false
    var rejections = RejectionBuffer()
    /// The next offset of every partition, by source.
    var positions: [[PartitionPosition]] = []
    var ended: [Set<Int>]
    var hasMoved = false
    var lastCommitMs = SystemTime.monotonicMs()
    var lastCommitTookMs: Int64 = 0
    var lastAnnounceMs: Int64 = 0
    /// What the newest commit made durable, while the brokers have not been told.
    var unannounced: [[PartitionPosition]]?
    var lastSampleMs = SystemTime.monotonicMs()
    var lastPublishMs: Int64 = 0
    var watched: WatchedKeys?
    var hasFailedToConnect = false
    private(set) var isStopAsked = false
    private let stored: [PartitionPosition]
    /// Where reading begins, or a file that rows go to, is not in the store yet.
    private var hasBegun = false

    /// Opens the store and continues from its last commit; nothing is read yet.
    ///
    /// - Throws: ``StoreFailure``, ``RestoreFailure``, ``FeedFailure`` or a format's option error;
    ///   each says in a sentence what to do.
    init(
        _ definition: PipelineDefinition, links: PipelineLinks, feeds given: [any Feed]? = nil
    ) throws {
        let plan = definition.plan
        let decoders = try plan.sources.map { source in
            try RowDecoder(source: source, zone: plan.zone, isStrictFlink: plan.isStrictFlink)
        }
        let feeds =
            try given
            ?? zip(plan.sources, decoders).map { source, decoder in
                try makeFeed(source, decoder, definition)
            }
        let workers = WorkerThreads(count: min(definition.shards, UsableCores.count))
        let resumption = try Resumption.of(definition, workers)
        let restored = resumption.restored
        outputs = try Outputs(plan: plan, lengths: restored.fileLengths)
        self.definition = definition
        self.links = links
        self.plan = plan
        self.workers = workers
        self.feeds = feeds
        self.decoders = decoders
        ledger = Ledger(
            sources: restored.sourceCounters, statements: restored.statementCounters)
        idleness = Idleness(plan: plan, bounded: feeds.map(\.isBounded))
        dashboard = Dashboard(plan: plan)
        alertKeys = AlertKeys()
        pending = Commit(writeTimeMs: SystemTime.wallMs())
        ended = plan.sources.map { _ in [] }
        stored = restored.unfinishedPositions
        hasBegun = plan.sinks.contains {
            if case .file = $0.kind { restored.fileLengths[$0.name] == nil } else { false }
        }
        engine = resumption.engine
        store = resumption.store
        show(restored)
    }

    private mutating func show(_ restored: Restored) {
        let nowMs = links.clock.read().nowMs()
        if !restored.isNew {
            dashboard.note("continuing after commit \(restored.commitID)", nowMs: nowMs)
        }
        for warning in feeds.flatMap(\.warnings) {
            dashboard.note(warning, .warning, nowMs: nowMs)
        }
        for note in restored.notes { dashboard.note(note, nowMs: nowMs) }
        dashboard.take(restored.alerts)
        dashboard.take(restored.metrics)
        dashboard.groups = restored.groups
        alertKeys.take(restored.alerts)
        links.recent.watch(alertKeys.firing)
    }

    /// Finds the partitions and begins to read where the store, or else the script, says.
    ///
    /// Where it begins is committed before anything is read, so that a restart begins there too.
    ///
    /// - Throws: ``FeedFailure``; after one that may be retried it can be called again. Or
    ///   ``StoreFailure``, for another cluster for example.
    mutating func open() throws {
        for source in feeds.indices where positions.count <= source {
            if !hasFailedToConnect {
                dashboard.phase = .starting("connecting to \(plan.sources[source].streamName)")
                publish()
            }
            if let clusterID = try feeds[source].clusterID() {
                try store.confirmCluster(clusterID, of: plan.sources[source].name)
            }
            try feeds[source].open(from: stored.filter { $0.source == source })
            positions.append([])
            for partition in feeds[source].partitions.indices { add(partition, of: source) }
        }
        if hasBegun { try commit() }
        hasBegun = false
        dashboard.phase = .catchingUp
    }

    /// Takes a partition in that the feed has from now on.
    mutating func add(_ partition: Int, of source: Int) {
        let place = feeds[source].partitions[partition]
        positions[source].append(
            PartitionPosition(
                source: source, partition: partition, topic: place.topic,
                topicPartition: place.topicPartition, nextOffset: place.startOffset,
                stopOffset: place.stopOffset))
        hasBegun = hasBegun || !stored.contains { $0.source == source && $0.partition == partition }
        engine.addPartition(source: source, partition: partition)
        let isIdle =
            engine.clocks.partitions.first { $0.source == source && $0.partition == partition }?
            .isIdle ?? false
        idleness.add(source: source, isIdle: isIdle)
        dashboard.partitions[source].append(PartitionView(startOffset: place.startOffset))
    }

    /// Every bounded source has been read to its end.
    var hasEnded: Bool {
        positions.count == feeds.count
            && feeds.indices.allSatisfy {
                !positions[$0].isEmpty && ended[$0].count == positions[$0].count
            }
    }

    /// Something waits for the next commit.
    var hasWork: Bool { hasMoved || pendingRows > 0 }

    mutating func takeCommands() {
        for command in links.commands.takeAll() {
            switch command {
            case .watch(let group, let keys):
                watched = WatchedKeys(group: group, keys: keys, plan: plan)
            case .unwatch:
                watched = nil
            case .stop:
                isStopAsked = true
            case .setClockSpeed(let speed):
                var clock = links.clock.read()
                clock.setSpeed(speed)
                links.clock.post(clock)
            case .injectBurst:
                break  // The traffic's; who runs the demo passes it there.
            }
        }
    }
}

extension Restored {
    /// Where to go on.
    ///
    /// After a run that read everything to its end the next one goes to the end that there is by
    /// then; after one that was interrupted it goes to the same end.
    fileprivate var unfinishedPositions: [PartitionPosition] {
        guard clocks.allSatisfy({ $0.watermarkMs == .max }) else { return positions }
        return positions.map { position in
            var position = position
            position.stopOffset = nil
            return position
        }
    }
}
