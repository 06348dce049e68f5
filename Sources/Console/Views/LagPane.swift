import Control
import Terminal

/// How far each partition is behind its newest event, and what that is doing.
enum LagPane {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let state = scene.state.overview
        let rows = LagRows.shown(of: scene.snapshot, for: state, nowMs: scene.nowMs)
        let all = scene.snapshot.sources.reduce(0) { $0 + $1.partitions.count }
        let isFocused = state.focus == .lag
        let top = scale(of: scene.snapshot)
        let inside = canvas.panel(
            area, title(state, shown: rows.count, of: all, scene),
            trailing: "trend 0-\(Numbers.compact(top))", isFocused: isFocused,
            boxed: scene.layout.hasBoxes)
        guard all > 0 else {
            canvas.wrap(
                "no partition is known yet: the broker has not said which there are",
                in: inside.inset(rows: 0, columns: 1), .dim)
            return
        }
        let longest = rows.map { CellWidth.of($0.name) }.max() ?? 0
        let grid = TableGrid(
            columns(name: longest), width: inside.width, sort: state.sort)
        grid.drawHeads(on: &canvas, in: inside)
        let list = inside.droppingTop(1)
        let keys = rows.map(\.id)
        let first = state.lag.first(in: keys, visible: list.height)
        let selected = state.lag.position(in: keys)
        for (line, place) in rows.indices.dropFirst(first).prefix(list.height).enumerated() {
            let row = rows[place]
            grid.drawRow(
                spans(row, scene, trendWidth: grid.width(ofColumn: 4), top: top), on: &canvas,
                in: list, row: line, isSelected: place == selected, isFocused: isFocused)
            canvas.mark(
                Area(row: list.row + line, column: list.column, width: list.width, height: 1),
                as: .lag(row.id))
        }
        let below = rows.count - first - list.height
        if below > 0 {
            let more = " \(Numbers.grouped(below)) more "
            canvas.frame.put(
                more, row: area.endRow - 1, column: area.endColumn - 2 - more.count,
                width: more.count, role: .dim)
        }
        if rows.isEmpty {
            canvas.put(" nothing matches /\(state.filter)   Esc clears", in: list, row: 0, .dim)
        }
    }

    private static func columns(name: Int) -> [TableColumn] {
        [
            TableColumn("TOPIC/PART", 10, min(name, 40), sort: "TOPIC/PART"),
            TableColumn("LAG", 6, 7, align: .right, sort: "LAG"),
            TableColumn("BEHIND", 6, 7, align: .right, sort: "BEHIND", rank: 2),
            TableColumn("Δ/s", 5, 6, align: .right, sort: "Δ/s", rank: 4),
            TableColumn("TREND", 8, 16, flexible: true, rank: 3),
            TableColumn("IN/s", 6, align: .right, sort: "IN/s", rank: 5),
            TableColumn("OUT/s", 6, align: .right, sort: "OUT/s", rank: 6),
            TableColumn("STATE", 9, rank: 1),
        ]
    }

    private static func title(
        _ state: OverviewState, shown: Int, of all: Int, _ scene: Scene
    ) -> String {
        var title = "Lag by partition"
        if !state.filter.isEmpty { title += "  /\(state.filter)" }
        title += shown == all ? "  \(all)" : "  \(shown) of \(all)"
        if state.lag.isHeld(nowMs: scene.nowMs) { title += "  order held" }
        return title
    }

    /// One scale for all, so that lines can be compared; two seconds of traffic stay flat.
    private static func scale(of snapshot: Snapshot) -> Double {
        var top = 100.0
        for source in snapshot.sources {
            for partition in source.partitions {
                top = max(top, Double(partition.lag ?? 0), 4 * partition.inPerSecond)
                top = max(top, Double(partition.lagHistory.max() ?? 0))
            }
        }
        return top
    }

    private static func spans(
        _ row: LagRow, _ scene: Scene, trendWidth: Int, top: Double
    ) -> [Canvas.Span] {
        let partition = row.partition
        let role = Roles.of(row.state)
        let isDead = scene.isDead
        let trend = Spark.line(
            partition.lagHistory.suffix(120).map { Double($0) }, width: trendWidth, high: top)
        let graph: Role =
            switch row.state.severity {
            case 0: .graphLow
            case 1: .graphHigh
            default: .graphCritical
            }
        return [
            Canvas.Span(row.name),
            Canvas.Span(isDead ? "?" : partition.lag.map(lagText) ?? Numbers.unknown, role),
            Canvas.Span(
                isDead ? "?" : partition.behindMs.map(Times.duration) ?? Numbers.unknown, role),
            Canvas.Span(isDead ? "?" : Numbers.signed(partition.lagSlope), .dim),
            Canvas.Span(trend, graph),
            Canvas.Span(isDead ? "?" : Numbers.rate(partition.inPerSecond)),
            Canvas.Span(isDead ? "?" : Numbers.rate(partition.outPerSecond)),
            Canvas.Span(isDead ? "? unknown" : row.state.text, role),
        ]
    }

    private static func lagText(_ lag: Int64) -> String {
        lag < 1_000_000 ? Numbers.grouped(lag) : Numbers.compact(lag)
    }
}
