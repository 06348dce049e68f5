import Control

/// One sentence on why things are as they are, computed or not said.
enum ProbableCause {
    static func sentence(for snapshot: Snapshot) -> String? {
        switch snapshot.phase {
        case .failed, .starting, .ended: return nil
        case .disconnected(let sinceMs, _):
            return "The broker has not answered since \(Times.clock(sinceMs)); "
                + "nothing new can arrive until it does."
        case .catchingUp:
            guard !snapshot.hasBeenLive else { break }
            guard let lag = Vitals(snapshot).lag, lag > 0 else { return nil }
            return "Reading what was there before the start: "
                + "\(Numbers.grouped(lag)) events to go."
        case .live: break
        }
        let rows = LagRows.all(of: snapshot)
        return stalled(rows) ?? Silence(snapshot)?.cause(snapshot.log) ?? growing(rows, snapshot)
            ?? draining(rows, snapshot) ?? stale(snapshot)
    }

    private static func stalled(_ rows: [LagRow]) -> String? {
        guard let row = rows.first(where: { $0.state == .stalled }) else { return nil }
        let lag = Numbers.grouped(row.partition.lag ?? 0)
        return "\(row.name): \(lag) events wait and none is read."
    }

    /// The partition that makes up most of the lag, and how it falls behind.
    private static func growing(_ rows: [LagRow], _ snapshot: Snapshot) -> String? {
        let growing = rows.filter { $0.state == .growing || $0.state == .growingBeyondPromise }
        guard let worst = growing.max(by: { ($0.partition.lag ?? 0) < ($1.partition.lag ?? 0) })
        else { return nil }
        let partition = worst.partition
        let into = Numbers.rate(partition.inPerSecond)
        let out = Numbers.rate(partition.outPerSecond)
        var sentence = "\(worst.name) gets \(into)/s, and \(out)/s are read"
        if let since = Problem.risingSince(partition, nowMs: snapshot.nowMs) {
            sentence += ", since \(Times.clock(since))"
        }
        let total = rows.reduce(0.0) { $0 + Double($1.partition.lag ?? 0) }
        if rows.count > 1, total > 0 {
            let share = Double(partition.lag ?? 0) / total
            if share >= 0.3 { sentence += ": \(Numbers.fixed(share * 100, 0)) % of all lag" }
        }
        return sentence + "."
    }

    /// What piled up while the pipeline could not read it.
    private static func draining(_ rows: [LagRow], _ snapshot: Snapshot) -> String? {
        let vitals = Vitals(snapshot)
        guard snapshot.phase == .catchingUp, let lag = vitals.lag, lag > 0 else { return nil }
        return "Reading what piled up: \(Numbers.grouped(lag)) events to go"
            + (vitals.drainText.map { ", \($0)" } ?? "") + "."
    }

    /// Stale groups without lag: their windows wait for newer events.
    private static func stale(_ snapshot: Snapshot) -> String? {
        guard let group = snapshot.groups.first(where: \.isStale), let promise = group.promiseMs,
            let source = snapshot.sources.filter({ $0.watermarkMs != nil })
                .min(by: { $0.watermarkMs ?? 0 < $1.watermarkMs ?? 0 }),
            let watermarkMs = source.watermarkMs
        else { return nil }
        let delay = snapshot.nowMs &- watermarkMs
        let slide = group.slideMs ?? group.windowMs ?? 0
        if delay < promise {
            guard slide + delay > promise else { return nil }
            return "\(group.name) fires every \(Times.promise(slide)) of event time: "
                + "it cannot keep \(Times.promise(promise))."
        }
        if let holder = WatermarkHolder(source) {
            let reason = holder.lag > 0 ? "it is behind" : "nothing newer is produced to it"
            return "\(holder.name) holds the watermark \(Times.duration(delay)) back, the others "
                + "are \(Times.duration(holder.behindOthersMs)) ahead: \(reason); "
                + "\(group.name) waits for it."
        }
        let lag = source.partitions.reduce(0.0) { $0 + Double($1.lag ?? 0) }
        guard lag <= max(100, 2 * source.eventsPerSecond) else { return nil }
        let back =
            "All of \(source.topic) was read, and its watermark is "
            + "\(Times.duration(delay)) back: "
        return back
            + (source.eventsPerSecond > 0
                ? "events are that old when they come." : "nothing newer is produced.")
    }
}
