import Control
import Terminal

/// The last line: a prompt while one is typed into, a message for a while, else the keys that work.
enum KeyLine {
    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        let line = scene.layout.area.bottom(1)
        switch scene.state.mode {
        case .filter(let field):
            return drawFilter(field, scene, in: line, on: &canvas)
        case .confirmQuit:
            return canvas.put(
                [
                    Canvas.Span(" Quit Weir? ", .warning), Canvas.Span("y", .key),
                    Canvas.Span(" yes  ", .keyLabel), Canvas.Span("n", .key),
                    Canvas.Span(" no", .keyLabel),
                ], in: line, row: 0)
        case .list, .commands, .menu, .help, .theme: break
        }
        if let toast = scene.state.toast, scene.nowMs < toast.untilMs {
            let mark = toast.isProblem ? "▲ " : "· "
            return canvas.put(
                " " + mark + toast.text, in: line, row: 0, toast.isProblem ? .warning : .info)
        }
        if scene.state.mode == .list, let problem = FilterProblem.text(scene) {
            return canvas.put(
                [
                    Canvas.Span(" ✗ " + problem, .critical), Canvas.Span("  /", .key),
                    Canvas.Span(" edit  ", .keyLabel), Canvas.Span("Esc", .key),
                    Canvas.Span(" clear", .keyLabel),
                ], in: line, row: 0)
        }
        canvas.put(spans(for: scene, width: line.width), in: line, row: 0)
    }

    /// As many keys as fit, most useful first; help is always among them.
    private static func spans(for scene: Scene, width: Int) -> [Canvas.Span] {
        let state = scene.state
        let shown = KeyTable.bindings(in: state.keyMode, state.view)
            .filter { !$0.label.isEmpty && $0.action != .help && applies($0.action, scene) }
            .map { binding in
                var binding = binding
                binding.label = label(of: binding, scene)
                return key(binding, reason: state.reasonAgainst(binding.action, scene.live))
            }
        let help = [Canvas.Span(" ?", .key), Canvas.Span(" help ", .keyLabel)]
        let tail = state.keyMode == .list ? help : []
        var room = width - KeyLine.width(tail)
        var spans: [Canvas.Span] = []
        for piece in shown where KeyLine.width(piece) <= room {
            spans += piece
            room -= KeyLine.width(piece)
        }
        return spans + (room >= 0 ? tail : [])
    }

    /// The drill-down uses some keys of the list for its own purposes.
    private static func label(of binding: KeyBinding, _ scene: Scene) -> String {
        if binding.action == .backOrQuit, scene.state.view == .overview { return "quit" }
        guard scene.state.view == .entities, scene.state.entities.detail != nil else {
            return binding.label
        }
        return switch binding.action {
        case .up: "↑↓ scroll"
        case .left: "←→ feature"
        case .open: "lookup"
        default: binding.label
        }
    }

    private static func width(_ spans: [Canvas.Span]) -> Int {
        spans.reduce(0) { $0 + CellWidth.of($1.text) }
    }

    private static func key(_ binding: KeyBinding, reason: String?) -> [Canvas.Span] {
        // A label that begins with keys of its own, such as "↑↓ move", shows those.
        let parts = binding.label.split(separator: " ", maxSplits: 1).map(String.init)
        if parts.count == 2, "↑←".contains(parts[0].prefix(1)) {
            return [Canvas.Span(" " + parts[0], .key), Canvas.Span(" " + parts[1], .keyLabel)]
        }
        let label = binding.keys.first?.label ?? ""
        return [
            Canvas.Span(" " + label, .key),
            Canvas.Span(" " + binding.label, reason == nil ? .keyLabel : .dim),
        ]
    }

    /// Leaves out what would do nothing here.
    private static func applies(_ action: Action, _ scene: Scene) -> Bool {
        let state = scene.state
        let isDetail = state.view == .entities && state.entities.detail != nil
        switch action {
        case .injectBurst: return state.offersBurst(scene.live)
        case .groupMenu, .filter, .sortMenu: return !isDetail
        case .open where state.view == .query: return state.query.result == nil
        case .left where state.view == .query: return state.query.result != nil
        default: return true
        }
    }

    private static func drawFilter(
        _ field: TextField, _ scene: Scene, in line: Area, on canvas: inout Canvas
    ) {
        let problem = FilterProblem.text(scene)
        let note =
            problem.map { "  ✗ " + $0 } ?? "  part of a key, or column>number   ⏎ keep  Esc clear"
        PromptLine.draw(" /", field, in: line, isProblem: problem != nil, on: &canvas)
        let used = 3 + CellWidth.of(field.text)
        canvas.put(
            note, in: line.droppingLeft(used), row: 0, problem == nil ? .dim : .critical)
    }
}
