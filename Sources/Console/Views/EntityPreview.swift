import Control
import Terminal

/// Below the entity list: the selected row's trend and all its values.
enum EntityPreview {
    static func draw(
        _ group: GroupStatus, _ list: EntityList, _ scene: Scene, on canvas: inout Canvas,
        in area: Area
    ) {
        guard let row = list.selectedRow else {
            let inside = canvas.panel(area, "Values")
            canvas.put(" select a row to see its values", in: inside, row: 0, .dim)
            return
        }
        let values = max(40, area.width * 45 / 100)
        let name = EntityKey.display(row.key)
        let sort = list.sort ?? ConsoleState.naturalSort(of: group)
        let graph = canvas.panel(
            area.droppingRight(values), "\(name)  \(sort.column)", trailing: "last fired values")
        drawGraph(Trend(row), group, on: &canvas, in: graph)
        let inside = canvas.panel(area.right(values), name, trailing: "⏎ history  4 lookup")
        drawValues(group, row, scene, on: &canvas, in: inside)
    }

    private static func drawGraph(
        _ trend: Trend, _ group: GroupStatus, on canvas: inout Canvas, in area: Area
    ) {
        guard let slideMs = group.slideMs ?? group.windowMs, slideMs > 0,
            let oldestMs = trend.timesMs.min(), let newestMs = trend.timesMs.max()
        else {
            return GraphPane.draw(trend.values, fromMs: nil, toMs: nil, on: &canvas, in: area)
        }
        let toMs = max(newestMs, group.newestEventTimeMs ?? newestMs)
        let count = Int(clamping: min((toMs &- oldestMs) / slideMs, 1 << 20)) + 1
        // A pause of hours would leave nothing to see of the values.
        let places = min(count, max(8, trend.values.count))
        GraphPane.draw(
            trend.places(places, slideMs: slideMs, toMs: toMs),
            fromMs: toMs &- Int64(places) &* slideMs, toMs: toMs, on: &canvas, in: area)
    }

    private static func drawValues(
        _ group: GroupStatus, _ row: EntityRow, _ scene: Scene, on canvas: inout Canvas,
        in area: Area
    ) {
        let grid = TableGrid(
            [
                TableColumn("FEATURE", 10, 18, flexible: true),
                TableColumn("VALUE", 8, 14, align: .right),
                TableColumn("NOW", 7, 10, align: .right, rank: 1),
            ], width: area.width)
        grid.drawHeads(on: &canvas, in: area)
        let places = group.columns.indices.filter { !group.columns[$0].isKey }
        let list = area.droppingTop(1)
        for (line, place) in places.prefix(list.height).enumerated() {
            let value = place < row.values.count ? row.values[place] : nil
            let now = scene.openValue(group.name, row.key, place)
            grid.drawRow(
                [
                    Canvas.Span(group.columns[place].name),
                    Canvas.Span.value(value), Canvas.Span.value(now, .accent),
                ], on: &canvas, in: list, row: line)
        }
        let left = list.droppingTop(places.count)
        var times = [
            "event time \(Times.clock(row.eventTimeMs))",
            "newest event \(Times.clock(row.newestEventTimeMs))",
        ]
        if CellWidth.of(times.joined(separator: "   ")) < left.width {
            times = [times.joined(separator: "   ")]
        }
        if let expiresAtMs = row.expiresAtMs {
            times.append("expires \(Times.full(expiresAtMs))")
        }
        for (line, text) in times.enumerated() { canvas.put(" " + text, in: left, row: line, .dim) }
    }
}
