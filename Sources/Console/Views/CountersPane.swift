import Control
import Terminal

/// Where every received event went, and whether that adds up.
enum CountersPane {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let inside = canvas.panel(area, "Counters", trailing: "every event, once")
            .inset(rows: 0, columns: 1)
        let total = scene.snapshot.total
        let lines: [(String, Int64, Role, [Double?])] = [
            ("  received", total.received, .text, []),
            ("= accepted", total.accepted, .text, []),
            ("+ filtered", total.filtered, .text, []),
            ("+ late", total.late, .text, scene.window.increments(\.lateTotal)),
            (
                "+ quarantined", total.quarantined, .text,
                scene.window.increments(\.quarantinedTotal)
            ),
        ]
        let width = max(13, lines.map { Numbers.grouped($0.1).count }.max() ?? 0)
        for (row, line) in lines.enumerated() {
            draw(
                line.0, line.1, line.2, trend: line.3, width: width, on: &canvas, in: inside,
                row: row)
        }
        canvas.put(verdict(total), in: inside, row: 5)
        canvas.put(
            [
                Canvas.Span("partly late ", .dim), Canvas.Span(Numbers.grouped(total.partlyLate)),
                Canvas.Span("   lost ", .dim),
                Canvas.Span(
                    Numbers.grouped(total.lost), total.lost > 0 ? .critical : .text),
            ], in: inside, row: 6)
        guard let commit = scene.snapshot.lastCommit else { return }
        let text =
            "commit #\(Numbers.grouped(commit.id)) at \(Times.clock(commit.timeMs)), "
            + "took \(Numbers.fixed(commit.durationMs, 1)) ms"
        canvas.put(text, in: inside, row: 7, .dim)
    }

    private static func draw(
        _ name: String, _ value: Int64, _ role: Role, trend: [Double?], width: Int,
        on canvas: inout Canvas,
        in area: Area, row: Int
    ) {
        guard row < area.height else { return }
        canvas.put(name, in: area, row: row, .dim)
        canvas.frame.put(
            Numbers.grouped(value), row: area.row + row, column: area.column + 14, width: width,
            align: .right, role: role)
        let graph = area.width - 14 - width - 2
        guard graph >= 6, trend.contains(where: { $0 ?? 0 > 0 }) else { return }
        let line = Spark.line(trend, width: graph, high: max(5, trend.compactMap { $0 }.max() ?? 0))
        canvas.frame.put(line, in: area, row: row, column: 16 + width, role: .graphMid)
    }

    private static func verdict(_ total: Totals) -> [Canvas.Span] {
        if total.isBalanced { return [Canvas.Span("✓ balances", .ok)] }
        let sum = [total.accepted, total.filtered, total.late, total.quarantined]
            .reduce(Int64(0)) { $0.addingReportingOverflow($1).partialValue }
        let difference = total.received.subtractingReportingOverflow(sum).partialValue
        return [
            Canvas.Span("✗ does not balance: \(short(difference)) apart", .critical)
        ]
    }

    /// The same on one line, for narrow screens.
    static func oneLine(_ scene: Scene) -> [Canvas.Span] {
        let total = scene.snapshot.total
        let mark =
            total.isBalanced ? Canvas.Span("✓ ", .ok) : Canvas.Span("✗ ", .critical)
        var text = "\(short(total.received)) in = \(short(total.accepted)) accepted"
        text += " + \(short(total.filtered)) filtered + \(short(total.late)) late"
        text += " + \(short(total.quarantined)) quarantined"
        if total.lost > 0 { text += "  ✗ \(short(total.lost)) lost" }
        return [Canvas.Span(" COUNTERS   ", .header), mark, Canvas.Span(text)]
    }

    private static func short(_ value: Int64) -> String {
        value < 1_000_000 ? Numbers.grouped(value) : Numbers.compact(value)
    }
}
