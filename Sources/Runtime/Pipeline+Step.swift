import Control
import Engine
import Stores
import Streams

extension Pipeline {
    /// Where a step can be interrupted; the tests stop at each of them in turn.
    enum Point: CaseIterable, Sendable {
        case polled, applied, advanced, written, committed, announced
    }

    /// Moves one batch from the feeds to the stores, in the one order that loses nothing.
    ///
    /// - Throws: Whatever failed; see the type's comment for what to do then.
    mutating func step(_ reached: (Point) throws -> Void = { _ in }) throws {
        takeCommands()
        idleness.advance(toMs: links.clock.read().nowMs())
        var hadRecords = false
        for source in feeds.indices {
            let batch = try poll(source, mayWait: !hadRecords)
            try reached(.polled)
            hadRecords = hadRecords || !batch.records.isEmpty
            try take(batch, from: source)
        }
        decideIdleness()
        try reached(.applied)
        fire()
        try reached(.advanced)
        if isCommitDue { try commit(reached) } else { announceIfDue() }
        updatePhase(hadRecords: hadRecords)
        sampleIfDue()
        publishIfDue()
    }

    private func poll(_ source: Int, mayWait: Bool) throws -> FeedBatch {
        let tuning = definition.tuning
        return try feeds[source].poll(
            records: tuning.batchRecords,
            timeoutMs: mayWait ? tuning.pollMs / Int32(feeds.count) : 0)
    }

    /// Decodes and applies what a poll brought, and moves the positions past it.
    private mutating func take(_ batch: FeedBatch, from source: Int) throws {
        let nowMs = links.clock.read().nowMs()
        for trouble in batch.troubles {
            dashboard.noteOnce("\(plan.sources[source].name): \(trouble)", .warning, nowMs: nowMs)
        }
        for partition in batch.added {
            add(partition, of: source)
            hasMoved = true
            dashboard.note("\(place(source, partition)) is new and read too", nowMs: nowMs)
        }
        for (partition, count) in batch.lost {
            hasMoved = true
            ledger.countLost(count, source: source)
            dashboard.partitions[source][partition].lost += count
            dashboard.note(
                "\(count) events of \(place(source, partition)) were lost: the broker had "
                    + "dropped them before they could be read", .warning, nowMs: nowMs)
        }
        for (partition, nextOffset) in batch.moved {
            positions[source][partition].nextOffset = nextOffset
            dashboard.partitions[source][partition].readOffset = nextOffset
            hasMoved = true
        }
        try decodeAndApply(batch, source)
        for (partition, messages, nextOffset) in batch.records {
            idleness.sawRecords(source: source, partition: partition)
            positions[source][partition].nextOffset = nextOffset
            dashboard.partitions[source][partition].read(messages, nextOffset: nextOffset)
            hasMoved = true
        }
        ledger.countRefused(batch.refused.count, source: source)
        rejections.add(
            batch.refused.map {
                RejectedRow($0, source: source, place: feeds[source].partitions[$0.partition])
            })
        idleness.areCaughtUp(batch.caughtUp, source: source)
        for partition in batch.ended {
            ended[source].insert(partition)
            engine.finish(source: source, partition: partition)
            idleness.ended(source: source, partition: partition)
            hasMoved = true
        }
    }

    /// Cuts what a poll brought into parts, decodes them at once and applies them in their order.
    ///
    /// The next poll's records are fetched meanwhile. It comes first, and there are more parts than
    /// threads, so that all end at about the same time. One thread alone fetches nothing ahead and
    /// applies each part at once, while what it decoded is near.
    private mutating func decodeAndApply(_ batch: FeedBatch, _ source: Int) throws {
        let records = batch.records.reduce(0) { $0 + $1.messages.count }
        let share = max(
            DecodedPart.worthwhile, records / (workers.threadCount * DecodedPart.perThread) + 1)
        let parts = batch.records.flatMap { partition, messages, _ in
            stride(from: 0, to: messages.count, by: share).map { start in
                (partition, messages[start..<min(messages.count, start + share)])
            }
        }
        let decoder = decoders[source]
        let feed = feeds[source]
        let partitions = feed.partitions
        let batchRecords = definition.tuning.batchRecords
        func decoded(_ index: Int) -> DecodedPart {
            let (partition, messages) = parts[index]
            let place = partitions[partition]
            return DecodedPart(
                partition: partition, messages: messages,
                decoded: decoder.decode(
                    messages, topic: place.topic, partition: place.topicPartition))
        }
        // A few records, as they come live, are decoded before another thread would be awake.
        guard workers.threadCount > 1, records >= DecodedPart.worthwhile else {
            for index in parts.indices { try apply(decoded(index), source: source) }
            return
        }
        let all = workers.map(parts.count + 1) { index -> DecodedPart? in
            guard index == 0 else { return decoded(index - 1) }
            feed.readAhead(records: batchRecords)
            return nil
        }
        for part in all { if let part { try apply(part, source: source) } }
    }

    private mutating func apply(_ part: DecodedPart, source: Int) throws {
        let (decoded, messages) = (part.decoded, part.messages)
        let place = feeds[source].partitions[part.partition]
        let applied = engine.apply(
            SourceBatch(
                source: source, partition: part.partition, rows: decoded.rows,
                recordTimesMs: recordTimes(of: decoded, in: messages)))
        let rejected = RejectedRow.rows(
            decoded: decoded, applied: applied, messages: messages, source: source, place: place)
        if plan.isStrictFlink, let row = rejected.first(where: { $0.kind == .quarantined }) {
            throw StrictFailure(row)
        }
        ledger.count(applied, source: source)
        ledger.countRefused(decoded.refusals.count, source: source)
        ledger.countIgnored(decoded.ignored, source: source)
        rejections.add(rejected)
        alertKeys.collect(messages, partition: place, into: links.recent)
    }

    /// The record's time of every row; a record without one has any time.
    private func recordTimes(of decoded: DecodedRows, in messages: RawMessages) -> [Int64]? {
        let times = messages.timestampsMs
        guard times.contains(where: { $0 >= 0 }) else { return nil }
        let isOneToOne =
            decoded.refusals.isEmpty && decoded.ignored == 0
            && decoded.messageIndices.count == times.count
        if isOneToOne, !times.contains(where: { $0 < 0 }) { return times }
        return decoded.messageIndices.map { message in
            let timeMs = times[Int(message)]
            // Later than any event time, and no difference to one overflows.
            return timeMs >= 0 ? timeMs : .max / 2
        }
    }

    private mutating func decideIdleness() {
        let nowMs = links.clock.read().nowMs()
        for idle in idleness.newlyIdle() {
            engine.setIdle(source: idle.source, partition: idle.partition, isIdle: true)
            hasMoved = true
            dashboard.note(
                "\(place(idle.source, idle.partition)) is idle and no longer holds the watermark",
                nowMs: nowMs)
        }
    }

    private mutating func fire() {
        for batch in engine.advance() {
            ledger.count(batch)
            pending.results.append(batch)
            pendingRows += batch.rows.count
            let sink = plan.statements[batch.statement].sink
            if case .blackhole = plan.sinks[sink].kind { continue }
            hasReadableRows = hasReadableRows || batch.rows.count > 0
        }
    }

    private var isCommitDue: Bool {
        guard hasWork else { return false }
        if hasEnded || rejections.isFull { return true }
        return definition.tuning.isCommitDue(
            CommitMoment(
                rows: pendingRows, hasReadableRows: hasReadableRows,
                isCaughtUp: idleness.isCaughtUp,
                sinceMs: SystemTime.monotonicMs() - lastCommitMs, lastTookMs: lastCommitTookMs))
    }

    /// Makes everything since the last commit durable: rows, state, offsets and counters at once.
    mutating func commit(_ reached: (Point) throws -> Void = { _ in }) throws {
        let began = SystemTime.monotonicNs()
        // Before the transaction: it records how long the files are, and a longer one is cut back.
        try outputs.write(pending.results, plan: plan)
        try reached(.written)
        pending.writeTimeMs = SystemTime.wallMs()
        pending.rejections = rejections.takeAll()
        pending.deltas = engine.takeDeltas()
        pending.positions = Array(positions.joined())
        pending.setClocks(engine.clocks)
        pending.sourceCounters = ledger.sources
        pending.statementCounters = ledger.statements
        pending.fileLengths = outputs.lengths(plan: plan)
        let receipt = try store.commit(pending)
        try reached(.committed)
        try settle(receipt, tookMs: Double(SystemTime.monotonicNs() - began) / 1e6)
        unannounced = positions
        // Last: a crash before this line repeats nothing, it only leaves other people's monitors
        // behind.
        announceIfDue()
        try reached(.announced)
    }

    private mutating func settle(_ receipt: CommitReceipt, tookMs: Double) throws {
        let nowMs = links.clock.read().nowMs()
        try outputs.show(pending.results, plan: plan)
        pending = Commit(writeTimeMs: pending.writeTimeMs)
        pendingRows = 0
        hasReadableRows = false
        hasMoved = false
        lastCommitMs = SystemTime.monotonicMs()
        lastCommitTookMs = Int64(tookMs.rounded(.up))
        dashboard.groups = receipt.groups
        let turned = dashboard.take(receipt.alerts)
        dashboard.lastCommit = CommitStatus(
            id: receipt.commitID, timeMs: nowMs, durationMs: tookMs)
        for alert in turned {
            let hasResolved = alert.resolvedMs != nil
            dashboard.note(
                (hasResolved ? "resolved: " : "") + "\(alert.group): \(alert.message)",
                hasResolved ? .info : .warning, nowMs: nowMs)
        }
        if alertKeys.take(receipt.alerts) { links.recent.watch(alertKeys.firing) }
        for source in positions.indices {
            for (index, position) in positions[source].enumerated() {
                dashboard.partitions[source][index].durableOffset = position.nextOffset
            }
        }
        if !receipt.isBalanced {
            dashboard.note(
                "the counters of commit \(receipt.commitID) do not balance; please report this",
                .error, nowMs: nowMs)
        }
    }
}
