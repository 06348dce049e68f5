import Control
import Terminal

/// Says over dimmed values since when they are old, and why.
enum StaleNotice {
    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        guard scene.isDimmed, let text = text(scene) else { return }
        guard scene.layout.hasNotice else { return }
        let line = Area(
            row: scene.layout.body.row - 1, column: 0, width: scene.layout.columns, height: 1)
        canvas.put(" " + text, in: line, row: 0, .critical)
    }

    private static func text(_ scene: Scene) -> String? {
        if case .disconnected(let sinceMs, let reason) = scene.live.phase {
            return "✗ values from \(Times.clock(sinceMs)), dimmed: \(BrokerReason.short(reason))"
        }
        guard let arrival = scene.state.arrival else { return nil }
        return "▲ no news from the pipeline since \(Times.clock(arrival.atMs)), values are dimmed"
    }
}
