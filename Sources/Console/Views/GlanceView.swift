import Control
import Terminal

/// The Overview of a very small screen: what is wrong, worst first, then the numbers.
enum GlanceView {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in body: Area) {
        for (row, line) in lines(scene).prefix(body.height).enumerated() {
            canvas.put(line, in: body, row: row)
        }
    }

    private static func lines(_ scene: Scene) -> [[Canvas.Span]] {
        if scene.isConnecting { return [[Canvas.Span(" connecting…", .info)]] }
        var lines = scene.problems.filter { !$0.isResolved }.prefix(20).map { problem in
            [
                Canvas.Span("\(problem.symbol) ", Roles.of(problem)),
                Canvas.Span(problem.text),
            ]
        }
        if lines.isEmpty { lines = [[Canvas.Span("✓ nothing is wrong", .ok)]] }
        let vitals = scene.vitals
        lines.append([
            Canvas.Span("lag \(vitals.lagText) \(vitals.trendSymbol)"),
            Canvas.Span(vitals.behindMs.map { " \(Times.duration($0)) behind" } ?? ""),
        ])
        if let delay = vitals.watermarkDelayMs {
            lines.append([Canvas.Span("wm -\(Times.duration(max(0, delay)))")])
        }
        lines.append([Canvas.Span("fresh \(vitals.kept)/\(vitals.promised) ok")])
        return lines
    }
}
