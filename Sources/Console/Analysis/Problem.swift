import Control

/// Something that is wrong now, for the alert list and the counts on line 1.
struct Problem: Sendable, Equatable {
    enum Severity: Int, Sendable { case info, warning, critical }

    /// Where Enter leads.
    enum Target: Sendable, Equatable {
        case none
        case group(String)
        case suspect(group: String, key: String)
        case partition(String)
    }

    var severity: Severity
    var text: String
    var sinceMs: Int64?
    var target = Target.none
    /// A suspect that is gone; kept in the list for a while.
    var isResolved = false

    var symbol: String {
        if isResolved { return "✓" }
        return switch severity {
        case .critical: "✗"
        case .warning: "▲"
        case .info: "·"
        }
    }

    var word: String {
        if isResolved { return "DONE" }
        return switch severity {
        case .critical: "CRIT"
        case .warning: "WARN"
        case .info: "INFO"
        }
    }

    var id: String {
        switch target {
        case .none: text
        case .group(let name): "g\u{0}" + name
        case .suspect(let group, let key): ConsoleState.alertId(group: group, key: key)
        case .partition(let name): "p\u{0}" + name
        }
    }
}

extension Problem {
    /// Everything that is wrong, worst first; the pipeline's own troubles before what it found.
    static func all(in snapshot: Snapshot) -> [Problem] {
        let found =
            phase(of: snapshot) + silence(in: snapshot) + balance(of: snapshot)
            + staleGroups(in: snapshot) + partitions(of: snapshot) + alerts(in: snapshot)
        return found.enumerated().sorted { one, other in
            let left = one.element.rank
            let right = other.element.rank
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
    }

    private var rank: Int { isResolved ? -1 : severity.rawValue }

    private static func phase(of snapshot: Snapshot) -> [Problem] {
        switch snapshot.phase {
        case .failed(let sentence):
            [Problem(severity: .critical, text: "pipeline stopped: \(sentence)")]
        case .disconnected(let sinceMs, let reason):
            [
                Problem(
                    severity: .critical, text: "no broker answers: \(BrokerReason.short(reason))",
                    sinceMs: sinceMs)
            ]
        case .starting(let sentence):
            // What a start waits for is a trouble once the log has it as one.
            snapshot.log.first { $0.level != .info && $0.text == sentence }.map {
                [Problem(severity: .critical, text: sentence, sinceMs: $0.timeMs)]
            } ?? []
        case .catchingUp, .live, .ended: []
        }
    }

    private static func silence(in snapshot: Snapshot) -> [Problem] {
        guard let silence = Silence(snapshot) else { return [] }
        return [
            Problem(
                severity: silence.isUnusual ? .warning : .info, text: silence.text,
                sinceMs: silence.sinceMs)
        ]
    }

    private static func balance(of snapshot: Snapshot) -> [Problem] {
        var problems: [Problem] = []
        if !snapshot.total.isBalanced {
            problems.append(
                Problem(severity: .critical, text: "counters do not balance: run weir audit"))
        }
        if snapshot.total.lost > 0 {
            let lost = Numbers.grouped(snapshot.total.lost)
            problems.append(
                Problem(severity: .critical, text: "\(lost) events lost: broker had dropped them"))
        }
        return problems
    }

    private static func staleGroups(in snapshot: Snapshot) -> [Problem] {
        let names = ShortNames(snapshot.groups.map(\.name))
        // What is read of the past will freshen them.
        let isReading = snapshot.phase == .catchingUp && !snapshot.hasBeenLive
        return snapshot.groups.enumerated().compactMap { index, group in
            guard group.isStale, let fresh = group.freshnessMs, let promise = group.promiseMs
            else { return nil }
            return Problem(
                severity: isReading ? .warning : .critical,
                text: "\(names.short(group.name)) \(Times.duration(fresh)) > "
                    + "\(Times.promise(promise)), stale",
                sinceMs: staleSince(snapshot, group: index, promiseMs: promise),
                target: .group(group.name))
        }
    }

    /// Since when, without a break, a group has been staler than promised, as far back as is known.
    private static func staleSince(
        _ snapshot: Snapshot, group: Int, promiseMs: Int64
    ) -> Int64? {
        var since: Int64?
        for point in snapshot.history.reversed() {
            guard group < point.freshnessMs.count, point.freshnessMs[group] > promiseMs else {
                break
            }
            since = point.timeMs
        }
        return since
    }

    /// One line for each partition in trouble, or one for all when they share it.
    private static func partitions(of snapshot: Snapshot) -> [Problem] {
        let rows = LagRows.all(of: snapshot).filter { $0.state.severity > 0 }
        let bySort = Dictionary(grouping: rows) { "\($0.source)\u{0}\($0.state.text)" }
        return bySort.sorted { $0.key < $1.key }.flatMap { _, rows in
            rows.count > 3
                ? [together(rows, snapshot)] : rows.map { alone($0, snapshot) }
        }
    }

    private static func alone(_ row: LagRow, _ snapshot: Snapshot) -> Problem {
        let lag = Numbers.compact(row.partition.lag ?? 0)
        let slope = Numbers.signed(row.partition.lagSlope)
        let text =
            switch row.state {
            case .stalled: "\(row.name) stalled: \(lag) wait, none is read"
            case .lost: "\(row.name) lost \(Numbers.grouped(row.partition.lost)) events"
            default: "\(row.name) lag \(lag) \(slope)/s: growing"
            }
        return Problem(
            severity: row.state.severity > 1 ? .critical : .warning, text: text,
            sinceMs: risingSince(row.partition, nowMs: snapshot.nowMs),
            target: .partition(row.id))
    }

    private static func together(_ rows: [LagRow], _ snapshot: Snapshot) -> Problem {
        let worst = rows.max { ($0.partition.lag ?? 0) < ($1.partition.lag ?? 0) } ?? rows[0]
        let lag = rows.reduce(0.0) { $0 + Double($1.partition.lag ?? 0) }
        let slope = rows.reduce(0.0) { $0 + $1.partition.lagSlope }
        let which = "\(worst.topic): \(rows.count) partitions"
        let text =
            switch worst.state {
            case .stalled: "\(which) stalled, \(Numbers.compact(lag)) wait"
            case .lost: "\(which) lost events"
            default: "\(which), lag \(Numbers.compact(lag)) \(Numbers.signed(slope))/s: growing"
            }
        let since = rows.compactMap { risingSince($0.partition, nowMs: snapshot.nowMs) }.min()
        return Problem(
            severity: worst.state.severity > 1 ? .critical : .warning, text: text, sinceMs: since,
            target: .partition(worst.id))
    }

    /// When the lag was last below a tenth of what it is now.
    static func risingSince(_ partition: PartitionStatus, nowMs: Int64) -> Int64? {
        guard let lag = partition.lag, lag > 0 else { return nil }
        let past = partition.lagHistory
        guard let low = past.lastIndex(where: { $0 <= lag / 10 }), low < past.count - 1 else {
            return nil
        }
        return nowMs - Int64(past.count - 1 - low) * 1_000
    }

    private static func alerts(in snapshot: Snapshot) -> [Problem] {
        snapshot.alerts.map { alert in
            let severity: Severity =
                switch alert.severity {
                case .info: .info
                case .warning: .warning
                case .critical: .critical
                }
            let text =
                alert.message.isEmpty
                ? "\(alert.group) \(EntityKey.display(alert.key))" : alert.message
            return Problem(
                severity: severity, text: text, sinceMs: alert.firstSeenMs,
                target: .suspect(group: alert.group, key: alert.key),
                isResolved: alert.resolvedMs != nil)
        }
    }
}
