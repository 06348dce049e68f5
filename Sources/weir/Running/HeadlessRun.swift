import Control
import Glibc
import Runtime

/// Watches a pipeline without a screen: a line a second on standard output, a summary at the end.
struct HeadlessRun {
    let thread: PipelineThread
    /// Stop after this long; `nil` runs until the pipeline ends or a signal asks.
    var durationMs: Int64?
    /// Nothing but errors is printed.
    var isQuiet = false
    /// Standard output is for the rows of print sinks: no line a second, and no summary.
    var printsRows = false
    /// Where the rows are that were not counted; `nil` when nobody needs to be told.
    var directory: String?
    /// Called once, before the pipeline is asked to stop; a demo ends its traffic there.
    var beforeStop: () -> Void = {}

    /// Runs to the end.
    ///
    /// - Returns: How it ended, and the last snapshot.
    func run() -> (end: PipelineThread.End, last: Snapshot) {
        let beganMs = SystemTime.monotonicMs()
        var nextLineMs = beganMs + 1000
        var isStopping = false
        while true {
            let sliceMs = max(1, min(50, nextLineMs - SystemTime.monotonicMs()))
            let end = thread.wait(timeoutMs: Int(sliceMs))
            let nowMs = SystemTime.monotonicMs()
            if nowMs >= nextLineMs, end == nil {
                if !isQuiet, !printsRows {
                    let links = thread.links
                    Standard.line(
                        Self.line(links.board.read(), nowMs: links.clock.read().nowMs()))
                }
                nextLineMs += 1000
            }
            if let end { return (end, thread.links.board.read()) }
            let isTimeUp = durationMs.map { nowMs - beganMs >= $0 } ?? false
            if !isStopping, isTimeUp || StopSignal.wasReceived {
                isStopping = true
                beforeStop()
                thread.stop()
            }
        }
    }

    /// Prints the summary, or says what failed.
    func finish(_ end: PipelineThread.End, _ last: Snapshot) throws -> ExitCode {
        switch (end, last.phase) {
        case (.failed(let sentence), _): throw Failure.failed(sentence)
        case (.stopped, .starting(let what)):
            throw Failure.failed("stopped before anything was read: \(what)")
        default: break
        }
        if !isQuiet {
            if !printsRows { Standard.line(Self.summary(last)) }
            if let directory { explainRejections(last.total, in: directory) }
        }
        return last.total.isBalanced ? .done : .auditFailed
    }

    private func explainRejections(_ total: Totals, in directory: String) {
        for (rows, table) in [(total.quarantined, "quarantine"), (total.late, "late_rows")]
        where rows > 0 {
            Standard.note(
                "weir: \(Numbers.grouped(rows)) went into \(table); why: weir query --data "
                    + "\(Safe.text(directory)) \"SELECT reason, count(*) FROM \(table) "
                    + "GROUP BY reason\"")
        }
    }

    /// What a second looked like, in one line.
    static func line(_ snapshot: Snapshot, nowMs: Int64) -> String {
        let total = snapshot.total
        var parts = [
            "\(Times.clock(nowMs))", Self.phase(snapshot.phase),
            "received \(Numbers.grouped(total.received))",
            "\(Numbers.grouped(Int64(snapshot.eventsPerSecond.rounded())))/s",
        ]
        let lag = snapshot.sources.flatMap(\.partitions).reduce(Int64(0)) { $0 + ($1.lag ?? 0) }
        parts.append("lag \(Numbers.grouped(lag))")
        if let watermarkMs = snapshot.sources.compactMap(\.watermarkMs).min() {
            parts.append("watermark \(Times.clock(watermarkMs))")
        }
        parts += [
            "late \(Numbers.grouped(total.late))",
            "quarantined \(Numbers.grouped(total.quarantined))",
        ]
        if total.lost > 0 { parts.append("LOST \(Numbers.grouped(total.lost))") }
        let firing = snapshot.alerts.filter { $0.resolvedMs == nil }
        if !firing.isEmpty {
            let keys = firing.prefix(5).map(\.key).joined(separator: ", ")
            parts.append("SUSPECTS \(firing.count): \(Safe.text(keys))")
        }
        return parts.joined(separator: "  ")
    }

    private static func phase(_ phase: Snapshot.Phase) -> String {
        switch phase {
        case .starting(let what): "starting (\(brief(what)))"
        case .catchingUp: "catching-up"
        case .live: "live"
        case .disconnected(_, let reason):
            "DISCONNECTED (\(brief(reason)))"
        case .ended: "ended"
        case .failed: "failed"
        }
    }

    /// A sentence without what stands in brackets at its end, cut when it is still long.
    private static func brief(_ sentence: String) -> String {
        let words = sentence.hasSuffix(")") ? sentence.prefix { $0 != "(" } : sentence[...]
        let text = words.last == " " ? words.dropLast() : words
        return Safe.text(text.count > 100 ? text.prefix(99) + "…" : String(text))
    }

    /// Where every event went, per source and statement, and what the groups hold.
    static func summary(_ snapshot: Snapshot) -> String {
        var lines = ["", "events (received = accepted + filtered + late + quarantined)"]
        var rows = [["", "received", "accepted", "filtered", "late", "quarantined", "lost", ""]]
        rows.append(row("total", snapshot.total))
        for source in snapshot.sources { rows.append(row("source \(source.name)", source.totals)) }
        for statement in snapshot.statements {
            rows.append(row("into \(statement.sink)", statement.totals))
        }
        lines += TextTable.lines(rows, rightAlignedFrom: 1)
        if !snapshot.groups.isEmpty {
            lines += ["", "feature groups"]
            var rows = [["", "keys", "offline rows", "tombstones", "newest event"]]
            for group in snapshot.groups {
                rows.append([
                    group.name, Numbers.grouped(group.keys), Numbers.grouped(group.offlineRows),
                    Numbers.grouped(group.tombstones),
                    group.newestEventTimeMs.map(Times.full) ?? "—",
                ])
            }
            lines += TextTable.lines(rows, rightAlignedFrom: 1)
        }
        lines += refusals(snapshot)
        return lines.joined(separator: "\n")
    }

    /// Results that were computed and are not what the script asked for.
    private static func refusals(_ snapshot: Snapshot) -> [String] {
        var lines: [String] = []
        for group in snapshot.groups where group.refusedRows > 0 {
            lines.append(
                "\(group.name): result rows refused (a key that is NULL or NaN, or too late for a "
                    + "window over an OVER): "
                    + Numbers.grouped(group.refusedRows))
        }
        for statement in snapshot.statements where statement.failedValues > 0 {
            lines.append(
                "into \(statement.sink): values that became NULL, by an overflow or another error "
                    + "after the aggregate: \(Numbers.grouped(statement.failedValues))")
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    private static func row(_ name: String, _ totals: Totals) -> [String] {
        [
            name, Numbers.grouped(totals.received), Numbers.grouped(totals.accepted),
            Numbers.grouped(totals.filtered), Numbers.grouped(totals.late),
            Numbers.grouped(totals.quarantined), Numbers.grouped(totals.lost),
            totals.isBalanced ? "balanced" : "DOES NOT BALANCE",
        ]
    }
}
