import Terminal

/// The theme picker: the whole screen is the preview.
enum ThemeView {
    static func draw(
        _ scene: Scene, choice: Int, before: String, on canvas: inout Canvas
    ) {
        let themes = scene.state.themes
        let samples = samples()
        let inside = Overlays.box(
            scene, width: 64, height: max(themes.count, samples.count) + 2,
            title: "Theme  the screen shows it", on: &canvas)
        let list = inside.left(max(20, inside.width * 2 / 5))
        let top = ListState.top(
            for: choice, from: 0, visible: list.height, count: themes.count)
        for (row, index) in themes.indices.dropFirst(top).prefix(list.height).enumerated() {
            let mark = themes[index] == before ? "● " : "○ "
            canvas.put(" " + mark + themes[index], in: list, row: row)
            Overlays.mark(
                row: row, choice: index, isChosen: index == choice, in: list, on: &canvas)
        }
        let preview = inside.droppingLeft(list.width + 1)
        for (row, sample) in samples.enumerated() { canvas.put(sample, in: preview, row: row) }
    }

    private static func samples() -> [[Canvas.Span]] {
        [
            [Canvas.Span("✗ CRIT", .critical), Canvas.Span(" stale device_attempts")],
            [Canvas.Span("▲ WARN", .warning), Canvas.Span(" lag growing +60/s")],
            [
                Canvas.Span("✓ ok", .ok), Canvas.Span("  · info", .info),
                Canvas.Span("  dimmed", .dim),
            ],
            [
                Canvas.Span("▁▂▃", .graphLow), Canvas.Span("▄▅", .graphMid),
                Canvas.Span("▆▇", .graphHigh), Canvas.Span("██", .graphCritical),
            ],
            [
                Canvas.Span("SELECT", .sqlKeyword), Canvas.Span(" a = "),
                Canvas.Span("'b'", .sqlString), Canvas.Span(" + "),
                Canvas.Span("1", .sqlNumber), Canvas.Span(" -- c", .sqlComment),
            ],
            [Canvas.Span(" selected row      ", .cursor)],
        ]
    }
}
