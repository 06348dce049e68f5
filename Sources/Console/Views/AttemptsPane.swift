import Control
import Terminal

/// The newest raw events of a suspect, one to a line, their fields in columns.
enum AttemptsPane {
    static func draw(
        _ alert: AlertStatus, _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        let state = scene.state.suspects
        let isHere = state.events?.id == alert.key
        let lines = lines(of: alert, scene)
        let inside = canvas.panel(
            area, "Latest attempts  \(EntityKey.display(alert.key))",
            trailing: lines.isEmpty ? "" : "\(lines.count) newest",
            isFocused: state.focus == .attempts)
        if let problem = state.eventsProblem {
            canvas.wrap("✗ " + problem, in: inside.inset(rows: 0, columns: 1), .critical)
            return
        }
        guard isHere else {
            canvas.put(" reading the latest events…", in: inside, row: 0, .dim)
            return
        }
        guard !lines.isEmpty else {
            let text =
                alert.resolvedMs == nil
                ? "no raw event of it has come since it was first suspected"
                : "its raw events are no longer kept: they are while it is suspected"
            canvas.wrap(text, in: inside.inset(rows: 0, columns: 1), .dim)
            return
        }
        drawLines(lines, alert, scene, on: &canvas, in: inside)
    }

    static func lines(of alert: AlertStatus, _ scene: Scene) -> [EventLine] {
        guard let events = scene.state.suspects.events, events.id == alert.key else { return [] }
        return events.lines
    }

    private static func drawLines(
        _ lines: [EventLine], _ alert: AlertStatus, _ scene: Scene, on canvas: inout Canvas,
        in area: Area
    ) {
        let table = EventTable(lines, of: alert.key)
        let places = lines.map(place(of:))
        var columns = [TableColumn("TIME", 9)]
        columns += table.columns.enumerated().map { order, column in
            let least = min(column.width, max(8, column.width * 2 / 3))
            return TableColumn(column.name, least, column.width, rank: order + 1)
        }
        let widest = places.map(CellWidth.of).max() ?? 0
        columns.append(TableColumn("RECORD", min(widest, 40), rank: columns.count + 1))
        let grid = TableGrid(columns, width: area.width)
        grid.drawHeads(on: &canvas, in: area)
        let list = area.droppingTop(1)
        let flagged = flaggedWords(alert, scene)
        let top = min(scene.state.suspects.attemptsTop, max(0, lines.count - list.height))
        for (row, index) in lines.indices.dropFirst(top).prefix(list.height).enumerated() {
            let time = Canvas.Span(Times.clock(lines[index].timeMs), .dim)
            switch table.rows[index] {
            case .fields(let values):
                let spans = values.map { value in
                    Canvas.Span(value, flagged.contains(value.lowercased()) ? .warning : .text)
                }
                grid.drawRow(
                    [time] + spans + [Canvas.Span(places[index], .dim)], on: &canvas, in: list,
                    row: row)
            case .text(let text):
                canvas.put(
                    [Canvas.Span(" " + time.text + " ", .dim), Canvas.Span(text)], in: list,
                    row: row)
            }
        }
    }

    /// A value that a feature counts, such as `INVALID` in the column `invalid`.
    private static func flaggedWords(_ alert: AlertStatus, _ scene: Scene) -> Set<String> {
        let group = scene.snapshot.groups.first { $0.name == alert.group }
        let names = (group?.columns ?? []).filter { !$0.isKey && $0.kind == .integer }
        return Set(names.map { $0.name.lowercased() })
    }

    private static func place(of line: EventLine) -> String {
        "\(line.topic)/\(line.partition)@\(Numbers.grouped(line.offset))"
    }
}
