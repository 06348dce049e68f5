import Control
import Terminal

/// Line 1: which pipeline, how it is, how old that is, and how many things are wrong.
enum VitalSigns {
    typealias Span = Canvas.Span

    /// A part of the line in its long and its short form.
    private struct Part {
        var long: [Span]
        var short: [Span]
        /// Parts with higher numbers go first when there is no room.
        var rank: Int
        /// Stands behind the part before it with nothing but a blank between.
        var isGlued = false
    }

    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        let width = scene.layout.columns
        var parts = parts(of: scene)
        var isShort = width < 100
        while true {
            let spans = join(parts, isShort: isShort)
            let needed = spans.reduce(0) { $0 + CellWidth.of($1.text) }
            if needed <= width || (isShort && parts.count == 1) {
                canvas.put(spans, in: scene.layout.area, row: 0)
                return
            }
            if !isShort {
                isShort = true
            } else if let worst = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }) {
                parts.remove(at: worst)
            }
        }
    }

    private static func join(_ parts: [Part], isShort: Bool) -> [Span] {
        var spans: [Span] = []
        for (index, part) in parts.enumerated() {
            let piece = isShort ? part.short : part.long
            // The name and the state belong together; all else is set apart.
            spans.append(Span(index == 0 || part.isGlued ? " " : " │ ", .dim))
            spans += piece
        }
        return spans
    }

    private static func parts(of scene: Scene) -> [Part] {
        let name = [Span("weir ", .title), Span(scene.snapshot.pipeline, .badge)]
        var short = name
        if CellWidth.of(scene.snapshot.pipeline) > 16 {
            short[1].text = String(SafeText.visible(scene.snapshot.pipeline).prefix(15)) + "…"
        }
        let status = status(of: scene)
        var parts = [Part(long: name, short: short, rank: 4)]
        if scene.live.isDemo {
            let speed = scene.live.clockSpeed > 1 ? " \(scene.live.clockSpeed)x" : ""
            let demo = [Span("DEMO" + speed, .badge)]
            parts.append(Part(long: demo, short: demo, rank: 3, isGlued: true))
        }
        parts.append(Part(long: status, short: status, rank: 0, isGlued: true))
        guard !scene.isConnecting else { return parts }
        parts += [age(scene), clock(scene)]
        parts += [rate(scene), lag(scene), counts(scene)]
        return parts
    }

    private static func status(of scene: Scene) -> [Span] {
        if let pause = scene.state.pause {
            let new = scene.live.sequence &- pause.snapshot.sequence
            let age = Times.duration(max(0, scene.nowMs - pause.sinceMs))
            return [Span("‖ PAUSED \(age), \(Numbers.grouped(Int64(clamping: new))) new", .warning)]
        }
        if scene.isConnecting {
            switch scene.live.phase {
            case .failed: return [Span("✗ FAILED", .critical)]
            case .disconnected: return [Span("✗ DISCONNECTED", .critical)]
            default: return [Span("○ connecting…", .info)]
            }
        }
        if case .disconnected(let sinceMs, _) = scene.live.phase {
            let gone = scene.live.nowMs - sinceMs + (scene.dataAgeMs ?? 0)
            return [Span("✗ DISCONNECTED \(Times.duration(max(0, gone)))", .critical)]
        }
        let age = Times.duration(scene.dataAgeMs ?? 0)
        if scene.isDead { return [Span("✗ STALE \(age)", .critical)] }
        if scene.isStale { return [Span("▲ STALE \(age)", .warning)] }
        switch scene.live.phase {
        case .starting: return [Span("○ STARTING", .info)]
        case .catchingUp: return [Span("» CATCHING UP", .info)]
        case .live: return [Span("● LIVE", .ok)]
        case .disconnected: return [Span("✗ DISCONNECTED", .critical)]
        case .ended: return [Span("✓ ENDED", .ok)]
        case .failed: return [Span("✗ FAILED", .critical)]
        }
    }

    private static func age(_ scene: Scene) -> Part {
        let text = Times.duration(scene.dataAgeMs ?? 0)
        let role: Role = scene.isStale ? .warning : .dim
        return Part(long: [Span("data \(text) old", role)], short: [Span(text, role)], rank: 5)
    }

    private static func clock(_ scene: Scene) -> Part {
        let clock = Span(Times.clock(scene.snapshot.nowMs), .text)
        guard let delay = scene.vitals.watermarkDelayMs else {
            return Part(long: [clock, Span("  wm —", .dim)], short: [clock], rank: 6)
        }
        let watermark = Span("  wm -\(Times.duration(max(0, delay)))", .text)
        return Part(long: [clock, watermark], short: [clock], rank: 6)
    }

    private static func rate(_ scene: Scene) -> Part {
        let rate = scene.isDead ? "?" : Numbers.compact(scene.snapshot.eventsPerSecond)
        return Part(long: [Span("\(rate) ev/s")], short: [Span("\(rate)/s")], rank: 7)
    }

    private static func lag(_ scene: Scene) -> Part {
        let vitals = scene.vitals
        var text = "lag \(scene.isDead ? "?" : vitals.lagText)"
        var role = Role.text
        if !scene.isDead {
            if !vitals.trendSymbol.isEmpty { text += " \(vitals.trendSymbol)" }
            if vitals.lag ?? 0 > 0, vitals.trend != .steady, let behind = vitals.behindMs {
                text += " \(Times.duration(behind))"
            }
            if vitals.trend == .rising { role = .warning }
        }
        return Part(long: [Span(text, role)], short: [Span(text, role)], rank: 2)
    }

    private static func counts(_ scene: Scene) -> Part {
        let open = scene.problems.filter { !$0.isResolved }
        let critical = open.count { $0.severity == .critical }
        let warning = open.count { $0.severity == .warning }
        var spans: [Span] = []
        if critical > 0 { spans.append(Span("✗\(Numbers.compact(Int64(critical)))", .critical)) }
        if critical > 0, warning > 0 { spans.append(Span(" ")) }
        if warning > 0 { spans.append(Span("▲\(Numbers.compact(Int64(warning)))", .warning)) }
        if spans.isEmpty { spans = [Span("✓ ok", .ok)] }
        return Part(long: spans, short: spans, rank: 1)
    }
}

extension Layout {
    /// The whole screen.
    var area: Area { Area(row: 0, column: 0, width: columns, height: rows) }
}
