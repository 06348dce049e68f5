import Control
import Terminal

/// Before the first snapshot: what is waited for.
enum ConnectingView {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in body: Area) {
        let inside = canvas.panel(
            body, scene.state.view.title, boxed: scene.layout.hasBoxes)
        let text =
            switch scene.live.phase {
            case .starting(let sentence):
                sentence.isEmpty ? "connecting…" : "connecting… \(sentence)"
            case .failed(let sentence): "✗ \(sentence)"
            case .disconnected(_, let reason):
                "✗ the broker does not answer: \(BrokerReason.short(reason))"
            case .catchingUp, .live, .ended: "connecting…"
            }
        let role: Role = text.hasPrefix("✗") ? .critical : .info
        canvas.wrap(text, in: inside.inset(rows: inside.height > 4 ? 1 : 0, columns: 1), role)
    }
}
