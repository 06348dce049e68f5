import Control
import Engine
import Stores

extension Pipeline {
    /// Tells the brokers what is durable: at the live cadence, however often is committed, and once
    /// nothing more will come.
    ///
    /// All offsets are told and not only what moved: nobody waits for the answer, so what a broker
    /// has refused is told again.
    mutating func announceIfDue() {
        let nowMs = SystemTime.monotonicMs()
        let isDue =
            hasEnded || isStopAsked || nowMs - lastAnnounceMs >= definition.tuning.liveCommitMs
        guard let durable = unannounced, isDue else { return }
        for source in durable.indices { feeds[source].announce(durable[source]) }
        unannounced = nil
        lastAnnounceMs = nowMs
    }

    mutating func updatePhase(hadRecords: Bool) {
        if hasEnded {
            dashboard.phase = .ended
            return
        }
        if let outage = feeds.compactMap(\.outage).max(by: { $0.forMs < $1.forMs }) {
            if case .disconnected = dashboard.phase { return }
            let nowMs = links.clock.read().nowMs()
            dashboard.phase = .disconnected(sinceMs: nowMs - outage.forMs, reason: outage.reason)
            dashboard.note("no broker answers: \(outage.reason)", .error, nowMs: nowMs)
            return
        }
        if case .disconnected = dashboard.phase {
            dashboard.note("a broker answers again", nowMs: links.clock.read().nowMs())
            dashboard.phase = .catchingUp
        }
        if idleness.isCaughtUp {
            dashboard.phase = .live
        } else if dashboard.phase != .live || isFarBehind {
            dashboard.phase = .catchingUp
        }
    }

    /// More than a few seconds of events wait; below that a live pipeline stays live.
    private var isFarBehind: Bool {
        guard let rate = dashboard.history.last?.eventsPerSecond else { return false }
        return Double(dashboard.lag) > max(10_000, rate * 5)
    }

    func place(_ source: Int, _ partition: Int) -> String {
        let place = feeds[source].partitions[partition]
        return "\(place.topic)/\(place.topicPartition)"
    }

    mutating func sampleIfDue() {
        let monotonicMs = SystemTime.monotonicMs()
        guard monotonicMs - lastSampleMs >= 1000 else { return }
        lastSampleMs = max(lastSampleMs + 1000, monotonicMs - 1000)
        refreshHighWatermarks()
        pending.metrics = dashboard.sample(
            ledger, watermarksMs: watermarks, nowMs: links.clock.read().nowMs(),
            wallMs: monotonicMs)
    }

    mutating func publishIfDue() {
        let monotonicMs = SystemTime.monotonicMs()
        guard monotonicMs - lastPublishMs >= definition.tuning.snapshotMs else { return }
        lastPublishMs = monotonicMs
        refreshHighWatermarks()
        publish()
    }

    mutating func publish() {
        let clock = links.clock.read()
        var snapshot = dashboard.snapshot(
            name: definition.name, ledger: ledger, clocks: partitionClocks,
            watermarksMs: watermarks,
            holding: plan.sources.indices.map { engine.holdingPartition(source: $0) },
            statistics: plan.statements.indices.map { engine.statistics(statement: $0) },
            nowMs: clock.nowMs())
        snapshot.isDemo = definition.isDemo
        snapshot.clockSpeed = clock.speed
        snapshot.open = watched.flatMap { openValues(of: $0) }
        links.board.post(snapshot)
        links.wake()
    }

    /// Says what the start is waiting for.
    mutating func publishWaiting(_ sentence: String) {
        if dashboard.phase != .starting(sentence) {
            dashboard.note(sentence, .warning, nowMs: links.clock.read().nowMs())
        }
        hasFailedToConnect = true
        dashboard.phase = .starting(sentence)
        publish()
    }

    /// Says why it was made again.
    mutating func noteRestart(_ trouble: String) {
        dashboard.note(
            "began again at the last commit: \(trouble)", .error,
            nowMs: links.clock.read().nowMs())
    }

    private var watermarks: [Int64?] {
        plan.sources.indices.map { source in
            engine.watermarkMs(source: source).map { instant(of: $0, source: source) }
        }
    }

    private var partitionClocks: [PartitionClock] {
        engine.clocks.partitions.map { clock in
            var clock = clock
            clock.watermarkMs = instant(of: clock.watermarkMs, source: clock.source)
            return clock
        }
    }

    /// A watermark of a TIMESTAMP column counts on the session's wall clock; people see UTC.
    private func instant(of watermarkMs: Int64, source: Int) -> Int64 {
        guard watermarkMs != .min, watermarkMs != .max, let rowtime = plan.sources[source].rowtime,
            case .timestamp = plan.sources[source].schema[rowtime].type
        else { return watermarkMs }
        return plan.zone.instantMs(ofWall: watermarkMs)
    }

    private mutating func refreshHighWatermarks() {
        for source in feeds.indices {
            for (index, high) in feeds[source].highWatermarks().enumerated()
            where index < dashboard.partitions[source].count {
                dashboard.partitions[source][index].highWatermark = high
            }
        }
    }

    private func openValues(of watched: WatchedKeys) -> OpenValues {
        let fields = plan.sinks[watched.sink].schema.fields
        let found = engine.openValues(
            statement: watched.statement, keys: watched.keys.map(\.values))
        var rows: [String: [Cell]] = [:]
        for (key, values) in zip(watched.keys, found) {
            guard let values else { continue }
            rows[key.text] = zip(values, fields).map {
                Cell($0, type: $1.type, zone: plan.zone)
            }
        }
        return OpenValues(group: watched.group, rows: rows)
    }
}
