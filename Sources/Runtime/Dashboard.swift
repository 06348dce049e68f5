import Control
import Engine
import Stores

/// What the console is shown: gathered from the pipeline's values, one point of history a second.
struct Dashboard {
    var phase = Snapshot.Phase.starting("opening the stores")
    /// Live for some seconds on end; a topic that is still empty and a short pause do not count.
    private var hasBeenLive = false
    private var liveSamples = 0
    var partitions: [[PartitionView]]
    var groups: [GroupTotals?]
    var lastCommit: CommitStatus?
    private(set) var log: [LogLine] = []
    private(set) var alerts: [AlertStatus] = []
    private(set) var history: [HistoryPoint] = []
    private var received: [(wallMs: Int64, bySource: [Int64])] = []
    private var sequence: UInt64 = 0
    private let plan: Plan
    private let windows: [Window?]

    private static let historySeconds = 300
    private static let logLines = 200
    private static let resolvedAlerts = 50
    /// The last commit of the past can come two seconds after its last event was read.
    private static let replaySamples = 4
    /// Over how many seconds rates are measured.
    private static let rateSeconds = 3

    init(plan: Plan) {
        self.plan = plan
        partitions = plan.sources.map { _ in [] }
        groups = plan.sinks.map { _ in nil }
        windows = plan.sinks.indices.map { sink in
            plan.statements.first { $0.sink == sink }.flatMap { plan.window(of: $0) }
        }
    }

    mutating func note(_ text: String, _ level: LogLine.Level = .info, nowMs: Int64) {
        log.append(LogLine(timeMs: nowMs, level: level, text: text))
        if log.count > Self.logLines { log.removeFirst(log.count - Self.logLines) }
    }

    /// Says something at most once a minute, however often it happens.
    mutating func noteOnce(_ text: String, _ level: LogLine.Level, nowMs: Int64) {
        let isNews = !log.contains { $0.text == text && nowMs - $0.timeMs < 60_000 }
        if isNews { note(text, level, nowMs: nowMs) }
    }

    /// Takes alerts that began, changed or were resolved; returns those that began or were
    /// resolved.
    @discardableResult
    mutating func take(_ changed: [StoredAlert]) -> [AlertStatus] {
        guard !changed.isEmpty else { return [] }
        var turned: [AlertStatus] = []
        for alert in changed.map(AlertStatus.init) {
            let known = alerts.firstIndex { $0.group == alert.group && $0.key == alert.key }
            let wasFiring = known.map { alerts[$0].resolvedMs == nil } ?? false
            if wasFiring != (alert.resolvedMs == nil) { turned.append(alert) }
            if let known { alerts[known] = alert } else { alerts.append(alert) }
        }
        alerts.sort(by: AlertStatus.worstFirst)
        let firing = alerts.count { $0.resolvedMs == nil }
        alerts = Array(alerts.prefix(firing + Self.resolvedAlerts))
        return turned
    }

    /// Takes the history that an earlier run left in the store.
    mutating func take(_ points: [MetricsPoint]) {
        let names = groupSinks.map { plan.sinks[$0].name }
        history = points.suffix(Self.historySeconds).map { HistoryPoint($0, groups: names) }
    }

    /// Takes the numbers of one second; the point is for the store too.
    mutating func sample(
        _ ledger: Ledger, watermarksMs: [Int64?], nowMs: Int64, wallMs: Int64
    ) -> MetricsPoint {
        for source in partitions.indices {
            for partition in partitions[source].indices { partitions[source][partition].sample() }
        }
        received.append((wallMs, ledger.sources.map(\.received)))
        if !hasBeenLive {
            liveSamples = phase == .live ? liveSamples + 1 : 0
            if liveSamples == Self.replaySamples { forgetReplay() }
        }
        if received.count > Self.rateSeconds + 1 { received.removeFirst() }
        let total = ledger.total
        let point = HistoryPoint(
            timeMs: nowMs, eventsPerSecond: rates.reduce(0, +), lag: lag,
            watermarkDelayMs: delayMs(watermarksMs, nowMs: nowMs), lateTotal: total.late,
            quarantinedTotal: total.quarantined,
            freshnessMs: groupSinks.map { freshnessMs($0, nowMs: nowMs) ?? -1 },
            isReplay: !hasBeenLive)
        history.append(point)
        if history.count > Self.historySeconds { history.removeFirst() }
        var freshness: [String: Int64?] = [:]
        for sink in groupSinks {
            freshness.updateValue(
                freshnessMs(sink, nowMs: nowMs), forKey: plan.sinks[sink].name)
        }
        return MetricsPoint(
            timeMs: nowMs, eventsPerSecond: point.eventsPerSecond, lag: point.lag,
            watermarkDelayMs: point.watermarkDelayMs, lateTotal: total.late,
            quarantinedTotal: total.quarantined, freshnessMs: freshness)
    }

    /// What was measured while the past was read at full speed says nothing about rates and trends.
    private mutating func forgetReplay() {
        hasBeenLive = true
        received = Array(received.suffix(2))
        for source in partitions.indices {
            for partition in partitions[source].indices {
                partitions[source][partition].keepSamples(2)
            }
        }
    }

    /// Everything at this moment.
    mutating func snapshot(
        name: String, ledger: Ledger, clocks: [PartitionClock], watermarksMs: [Int64?],
        holding: [Int?], statistics: [StateStatistics], nowMs: Int64
    ) -> Snapshot {
        sequence += 1
        var snapshot = Snapshot(pipeline: name, nowMs: nowMs)
        snapshot.phase = phase
        snapshot.hasBeenLive = hasBeenLive
        snapshot.sequence = sequence
        snapshot.total = ledger.total.totals
        let rates = rates
        snapshot.eventsPerSecond = rates.reduce(0, +)
        snapshot.sources = plan.sources.indices.map { source in
            sourceStatus(
                source, ledger: ledger, clocks: clocks, watermarkMs: watermarksMs[source],
                holding: holding[source], rate: rates[source], nowMs: nowMs)
        }
        snapshot.statements = plan.statements.indices.map { index in
            let counters = ledger.statements[index]
            return StatementStatus(
                sink: plan.sinks[plan.statements[index].sink].name,
                totals: counters.events.totals, rowsFired: counters.rowsFired,
                keysExpired: counters.keysExpired, failedValues: counters.failedValues,
                openKeys: statistics[index].openKeys, stateBytes: statistics[index].bytes)
        }
        snapshot.groups = groupSinks.map { groupStatus($0, nowMs: nowMs) }
        snapshot.alerts = alerts
        snapshot.history = history
        snapshot.lastCommit = lastCommit
        snapshot.log = log
        return snapshot
    }

    /// The sinks that are feature groups, in the plan's order.
    var groupSinks: [Int] {
        plan.sinks.indices.filter { plan.sinks[$0].kind == .featureGroup }
    }

    /// Records that are not durable yet, over all partitions.
    var lag: Int64 { partitions.joined().reduce(0) { $0 + ($1.lag ?? 0) } }

    private func sourceStatus(
        _ source: Int, ledger: Ledger, clocks: [PartitionClock], watermarkMs: Int64?,
        holding: Int?, rate: Double, nowMs: Int64
    ) -> SourceStatus {
        let own = clocks.filter { $0.source == source }
        let statuses = partitions[source].enumerated().map { index, view in
            let clock = own.first { $0.partition == index }
            return view.status(
                id: index, watermarkMs: clock.flatMap { $0.watermarkMs.shown },
                isIdle: clock?.isIdle ?? false, nowMs: nowMs)
        }
        let table = plan.sources[source]
        return SourceStatus(
            name: table.name, topic: table.options["topic"] ?? table.options["path"] ?? table.name,
            totals: ledger.sources[source].totals, eventsPerSecond: rate,
            watermarkMs: watermarkMs.flatMap(\.shown), heldBy: holding, partitions: statuses)
    }

    private func groupStatus(_ sink: Int, nowMs: Int64) -> GroupStatus {
        let table = plan.sinks[sink]
        let totals = groups[sink] ?? GroupTotals()
        return GroupStatus(
            name: table.name, title: table.annotations.title ?? table.name,
            columns: table.schema.fields.enumerated().map { index, field in
                GroupStatus.Column(
                    name: field.name, kind: GroupStatus.Kind(field.type),
                    isKey: table.primaryKey.contains(index))
            },
            keys: totals.onlineKeys, offlineRows: totals.offlineRows,
            tombstones: totals.tombstones, refusedRows: totals.refusedRows,
            freshnessMs: freshnessMs(sink, nowMs: nowMs),
            promiseMs: table.annotations.freshnessMs,
            newestEventTimeMs: totals.newestEventTimeMs, windowMs: windows[sink]?.sizeMs,
            slideMs: windows[sink]?.slideMs, isAlert: table.annotations.alert != nil)
    }

    private func freshnessMs(_ sink: Int, nowMs: Int64) -> Int64? {
        groups[sink]?.newestEventTimeMs.map { max(0, nowMs - $0) }
    }

    private func delayMs(_ watermarksMs: [Int64?], nowMs: Int64) -> Int64 {
        watermarksMs.compactMap { $0.flatMap(\.shown) }.min().map { max(0, nowMs - $0) } ?? 0
    }

    /// Events a second by source.
    private var rates: [Double] {
        guard let first = received.first, let last = received.last, last.wallMs > first.wallMs
        else { return plan.sources.map { _ in 0 } }
        let seconds = Double(last.wallMs - first.wallMs) / 1000
        return zip(last.bySource, first.bySource).map { Double($0 - $1) / seconds }
    }
}

extension Int64 {
    /// A watermark as people see it: none before the first row and after the end of everything.
    fileprivate var shown: Int64? { self == .min || self == .max ? nil : self }
}

extension Plan {
    /// The window of a statement's aggregation, found from its sink backwards.
    func window(of statement: Statement) -> Window? {
        var node = statement.node
        while true {
            if case .window(let aggregate) = nodes[node].operation { return aggregate.window }
            guard let input = nodes[node].inputs.first else { return nil }
            node = input
        }
    }
}
