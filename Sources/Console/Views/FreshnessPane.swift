import Control
import Terminal

/// How old what each group serves is, against what was promised.
enum FreshnessPane {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let state = scene.state.overview
        let groups = scene.snapshot.groups
        let isFocused = state.focus == .freshness
        let inside = canvas.panel(
            area, "Freshness", trailing: "age / promise", isFocused: isFocused,
            boxed: scene.layout.hasBoxes)
        let keys = groups.map(\.name)
        guard !groups.isEmpty else {
            canvas.put(" no feature group yet", in: inside, row: 0, .dim)
            return
        }
        // Where whole names do not fit, what they share is left out.
        let names = ShortNames(keys)
        let whole = keys.map(CellWidth.of).max() ?? 0
        let isShort = whole + 22 > inside.width
        let longest = isShort ? keys.map { CellWidth.of(names.short($0)) }.max() ?? 0 : whole
        let grid = TableGrid(columns(name: longest), width: inside.width)
        grid.drawHeads(on: &canvas, in: inside)
        let list = inside.droppingTop(1)
        let first = state.freshness.first(in: keys, visible: list.height)
        let selected = state.freshness.position(in: keys)
        for (line, place) in groups.indices.dropFirst(first).prefix(list.height).enumerated() {
            let row = Area(
                row: list.row + line, column: list.column, width: list.width, height: 1)
            grid.drawRow(
                spans(
                    groups[place], isShort ? names.short(keys[place]) : keys[place],
                    barWidth: grid.width(ofColumn: 3)), on: &canvas, in: list, row: line,
                isSelected: place == selected && isFocused, isFocused: isFocused)
            canvas.mark(row, as: .group(groups[place].name))
        }
    }

    private static func columns(name: Int) -> [TableColumn] {
        [
            TableColumn("FEATURE GROUP", 10, max(13, min(name, 34))),
            TableColumn("AGE", 6, align: .right),
            TableColumn("SLO", 4, align: .right, rank: 1),
            TableColumn("", 4, 8, flexible: true, rank: 2),
            TableColumn("", 1),
        ]
    }

    private static func spans(
        _ group: GroupStatus, _ name: String, barWidth: Int
    ) -> [Canvas.Span] {
        let age = group.freshnessMs.map(Times.duration) ?? Numbers.unknown
        guard let promiseMs = group.promiseMs, promiseMs > 0 else {
            return [
                Canvas.Span(name), Canvas.Span(age), Canvas.Span("none", .dim),
                Canvas.Span(""), Canvas.Span("·", .dim),
            ]
        }
        let promise = Canvas.Span(Times.promise(promiseMs), .dim)
        guard let freshMs = group.freshnessMs else {
            return [
                Canvas.Span(name), Canvas.Span(age, .dim), promise,
                Canvas.Span(barWidth >= 8 ? "no rows" : "", .dim), Canvas.Span("·", .dim),
            ]
        }
        let role: Role = group.isStale ? .critical : .text
        let bar = Bar.line(Double(freshMs) / Double(promiseMs), width: barWidth)
        return [
            Canvas.Span(name, role), Canvas.Span(age, role), promise,
            Canvas.Span(bar, group.isStale ? .graphCritical : .graphLow),
            group.isStale ? Canvas.Span("✗", .critical) : Canvas.Span("✓", .ok),
        ]
    }
}
