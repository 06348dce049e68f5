import Control
import Terminal

/// Throughput, lag, watermark delay and freshness, each with how it went.
enum VitalTiles {
    /// One vital sign in words, numbers and a line.
    private struct Tile {
        var title: String
        var value: String
        var role = Role.text
        var note: String
        var history: [Double?]
        /// The top of the line's scale, never so low that noise looks like a spike.
        var top: Double
        var topText: String
        /// The most useful first; what does not fit whole is left out.
        var details: [String]
        var mark: Canvas.Span
    }

    static func drawBoxes(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let tiles = tiles(of: scene)
        let areas = area.splitColumns(tiles.map { _ in .weight(1) })
        for (tile, area) in zip(tiles, areas) {
            let inside = canvas.panel(area, tile.title, trailing: tile.topText)
                .inset(rows: 0, columns: 1)
            canvas.put([Canvas.Span(tile.value, tile.role)], in: inside, row: 0)
            let note = min(inside.width - CellWidth.of(tile.value) - 3, CellWidth.of(tile.note))
            if note > 3 {
                canvas.frame.put(
                    tile.note, row: inside.row, column: inside.endColumn - 2 - note, width: note,
                    align: .right, role: .dim)
            }
            canvas.frame.put(
                tile.mark.text, in: inside, row: 0, column: inside.width - 1,
                role: tile.mark.role)
            let graph = inside.droppingTop(1).droppingBottom(1)
            for (row, line) in lines(of: tile, in: graph).enumerated() {
                canvas.put(line, in: graph, row: row, graphRole(tile.mark.role))
            }
            canvas.put(fit(tile.details, inside.width), in: inside.bottom(1), row: 0, .dim)
        }
    }

    /// One row of blocks, or a graph of dots where there are more.
    private static func lines(of tile: Tile, in area: Area) -> [String] {
        area.height > 1
            ? BrailleGraph.rows(
                tile.history, width: area.width, height: area.height, max: tile.top)
            : [Spark.line(tile.history, width: area.width, high: tile.top)]
    }

    static func drawLines(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let spark = area.width >= 60 ? max(12, area.width / 4) : 0
        var row = 0
        for tile in tiles(of: scene) where row < area.height {
            // The first word says enough where a line has to do.
            let word = tile.title.split(separator: " ").first.map(String.init) ?? ""
            let title = word.uppercased() + String(repeating: " ", count: 12)
            var spans = [
                Canvas.Span(" " + String(title.prefix(11)), .header),
                tile.mark, Canvas.Span(" "),
                Canvas.Span(padded(tile.value, 12), tile.role),
            ]
            if spark > 0 {
                let line = Spark.line(tile.history, width: spark, high: tile.top)
                spans.append(Canvas.Span(line + " ", graphRole(tile.mark.role)))
            }
            let used = spans.reduce(0) { $0 + CellWidth.of($1.text) }
            let words = (tile.note.isEmpty ? [] : [tile.note]) + tile.details
            spans.append(Canvas.Span(fit(words, area.width - used), .dim))
            canvas.put(spans, in: area, row: row)
            row += 1
        }
        guard row < area.height else { return }
        canvas.put(CountersPane.oneLine(scene), in: area, row: row)
    }

    /// As many of these as fit one after the other; the first may be cut off.
    private static func fit(_ words: [String], _ width: Int) -> String {
        var text = words.first ?? ""
        for word in words.dropFirst() where CellWidth.of(text + "  " + word) <= width {
            text += "  " + word
        }
        return text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - CellWidth.of(text)))
    }

    private static func graphRole(_ mark: Role) -> Role {
        switch mark {
        case .critical: .graphCritical
        case .warning: .graphHigh
        default: .graphLow
        }
    }

    private static func tiles(of scene: Scene) -> [Tile] {
        [throughput(scene), lag(scene), watermark(scene), freshness(scene)]
    }

    private static let fine = Canvas.Span("✓", .ok)

    private static func throughput(_ scene: Scene) -> Tile {
        let history = scene.window.values(\.eventsPerSecond)
        let peak = history.compactMap { $0 }.max() ?? scene.snapshot.eventsPerSecond
        let sources = scene.snapshot.sources
            .map { "\($0.topic) \(Numbers.compact($0.eventsPerSecond))/s" }
        var details = sources.isEmpty ? ["no source yet"] : sources
        let silence = Silence(scene.snapshot)
        if let silence {
            let age = Times.duration(scene.snapshot.nowMs &- silence.sinceMs)
            details = ["no event for \(age)"]
        }
        let isSilent = silence?.isUnusual == true
        return Tile(
            title: "Throughput",
            value: scene.isDead
                ? "? ev/s" : "\(Numbers.compact(scene.snapshot.eventsPerSecond)) ev/s",
            role: isSilent ? .warning : .text,
            note: "peak \(Numbers.compact(peak))", history: history,
            // Room above what is usual, so that a burst shows.
            top: max(1, peak * 1.25), topText: scene.window.text, details: details,
            mark: scene.isDead
                ? Canvas.Span("?", .dim)
                : isSilent ? Canvas.Span("▲", .warning) : Canvas.Span(" ", .dim))
    }

    private static func lag(_ scene: Scene) -> Tile {
        let vitals = scene.vitals
        let history = scene.window.values { Double($0.lag) }
        let highest = history.compactMap { $0 }.max() ?? 0
        let top = max(highest, 2 * scene.snapshot.eventsPerSecond, 100)
        let rows = LagRows.all(of: scene.snapshot)
        let worst = rows.max { ($0.partition.lag ?? 0) < ($1.partition.lag ?? 0) }
        let severity = rows.map(\.state.severity).max() ?? 0
        let isReading = rows.contains { $0.state == .catchingUp }
        var details = vitals.drainText.map { [$0] } ?? []
        if let worst, worst.partition.lag ?? 0 > 0, severity > 0 {
            details.append("worst \(worst.name)")
        }
        if details.isEmpty { details = [isReading ? "reading the past" : "keeping up"] }
        if Silence(scene.snapshot) != nil { details = ["nothing comes to read"] }
        if scene.isDead || vitals.lag == nil { details = ["the broker does not say"] }
        // Less than a second is what a healthy reader has in its hands.
        let behind = vitals.lag ?? 0 > 0 ? vitals.behindMs.flatMap { $0 >= 1_000 ? $0 : nil } : nil
        return Tile(
            title: "Lag", value: value(vitals, scene), role: role(severity),
            note: behind.map { "\(Times.duration($0)) behind" } ?? "", history: history,
            top: top, topText: "0-\(Numbers.compact(top))", details: details,
            mark: scene.isDead
                ? Canvas.Span("?", .dim)
                : vitals.lag == nil
                    ? Canvas.Span("·", .dim)
                    : isReading ? Canvas.Span("»", .info) : mark(severity, vitals))
    }

    private static func value(_ vitals: Vitals, _ scene: Scene) -> String {
        guard let lag = vitals.lag else { return "— events" }
        if scene.isDead { return "? events" }
        let text = lag < 10_000_000 ? Numbers.grouped(lag) : Numbers.compact(lag)
        return "\(vitals.isLagPartial ? "≥" : "")\(text) ev"
    }

    private static func mark(_ severity: Int, _ vitals: Vitals) -> Canvas.Span {
        switch severity {
        case 0: vitals.trend == .falling ? Canvas.Span("▼", .info) : fine
        case 1: Canvas.Span("▲", .warning)
        default: Canvas.Span("✗", .critical)
        }
    }

    private static func role(_ severity: Int) -> Role {
        severity == 0 ? .text : severity == 1 ? .warning : .critical
    }

    private static func watermark(_ scene: Scene) -> Tile {
        let history = scene.window.values { Double(max(0, $0.watermarkDelayMs)) }
        let top = max(history.compactMap { $0 }.max() ?? 0, 30_000)
        let delay = scene.vitals.watermarkDelayMs.map { max(0, $0) }
        let promise = scene.snapshot.groups.compactMap(\.promiseMs).min()
        let isReading = scene.snapshot.phase == .catchingUp
        let isLate = !isReading && (promise.map { delay ?? 0 > $0 } ?? false)
        let holder =
            scene.snapshot.sources.compactMap(WatermarkHolder.init)
            .max { $0.behindOthersMs < $1.behindOthersMs }
        let detail = holder.map { "held by \($0.name)" } ?? "no partition holds it back"
        return Tile(
            title: "Watermark delay", value: delay.map(Times.duration) ?? "—",
            role: isLate ? .warning : .text, note: "", history: history, top: top,
            topText: "0-\(Times.duration(Int64(top)))",
            details: [delay == nil ? "no event has been read" : detail],
            mark: isLate
                ? Canvas.Span("▲", .warning)
                : delay == nil || isReading
                    ? Canvas.Span("·", .dim) : fine)
    }

    private static func freshness(_ scene: Scene) -> Tile {
        let groups = scene.snapshot.groups
        let promises = groups.map(\.promiseMs)
        let history = scene.window.values { point -> Double? in
            let shares = zip(point.freshnessMs, promises).compactMap { age, promise -> Double? in
                guard let promise, promise > 0, age >= 0 else { return nil }
                return Double(age) / Double(promise)
            }
            return shares.max()
        }
        let vitals = scene.vitals
        let names = ShortNames(groups.map(\.name))
        let worst = groups.filter { $0.promiseMs ?? 0 > 0 && $0.freshnessMs != nil }
            .max { share(of: $0) < share(of: $1) }
        let broken = vitals.promised - vitals.kept
        return Tile(
            title: "Freshness",
            value: vitals.promised == 0 ? "—" : "\(vitals.kept)/\(vitals.promised) OK",
            role: broken > 0 ? .critical : .text, note: broken > 0 ? "\(broken) stale" : "",
            history: history, top: 1, topText: "worst age / promise",
            details: [worst.map { describe($0, names) } ?? "no group has served a row yet"],
            mark: broken > 0
                ? Canvas.Span("✗", .critical)
                : vitals.promised == 0 ? Canvas.Span("·", .dim) : fine)
    }

    private static func share(of group: GroupStatus) -> Double {
        Double(group.freshnessMs ?? 0) / Double(max(1, group.promiseMs ?? 1))
    }

    private static func describe(_ group: GroupStatus, _ names: ShortNames) -> String {
        let age = Times.duration(group.freshnessMs ?? 0)
        return "\(age)/\(Times.promise(group.promiseMs ?? 0)) \(names.short(group.name))"
    }
}
