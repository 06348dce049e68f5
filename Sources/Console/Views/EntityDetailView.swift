import Control
import Terminal

/// One entity's history: a graph of one of its numbers, and every row it had.
enum EntityDetailView {
    static func draw(
        _ detail: EntityDetail, _ scene: Scene, on canvas: inout Canvas, in body: Area
    ) {
        let graphRows =
            body.height >= 14 ? body.height * 2 / 5 : 0
        let group = scene.snapshot.groups.first { $0.name == detail.group }
        if graphRows > 0 { drawGraph(detail, on: &canvas, in: body.top(graphRows)) }
        let area = body.droppingTop(graphRows)
        let name = EntityKey.display(detail.key)
        let count = detail.history?.rows.count ?? 0
        let more = detail.history?.isTruncated == true ? "+" : ""
        let inside = canvas.panel(
            area, "\(detail.group) › \(name)", trailing: "\(count)\(more) rows, newest first",
            isFocused: true, boxed: scene.layout.hasBoxes)
        if let problem = detail.problem {
            canvas.wrap("✗ " + problem, in: inside.inset(rows: 0, columns: 1), .critical)
            return
        }
        guard let table = detail.history else {
            canvas.put(" reading the history…", in: inside, row: 0, .dim)
            return
        }
        guard !table.rows.isEmpty else {
            canvas.put(" no row of \(name) is stored yet", in: inside, row: 0, .dim)
            return
        }
        drawRows(detail, table, group, scene, on: &canvas, in: inside)
    }

    private static func drawGraph(
        _ detail: EntityDetail, on canvas: inout Canvas, in area: Area
    ) {
        let numbers = HistoryTable.numbers(of: detail.history)
        guard let table = detail.history, !numbers.isEmpty else {
            _ = canvas.panel(area, EntityKey.display(detail.key))
            return
        }
        let column = numbers[detail.graphed % numbers.count]
        let name = "\(EntityKey.display(detail.key))  \(table.columns[column])"
        let inside = canvas.panel(
            area, name, trailing: numbers.count > 1 ? "←→ other feature" : "")
        guard let line = HistoryTable.timeline(column, of: table, steps: inside.width * 2) else {
            GraphPane.draw(
                HistoryTable.series(column, of: table), fromMs: nil, toMs: nil, on: &canvas,
                in: inside)
            return
        }
        GraphPane.draw(
            line.values, fromMs: line.fromMs, toMs: line.toMs, on: &canvas, in: inside)
    }

    private static func drawRows(
        _ detail: EntityDetail, _ table: Table, _ group: GroupStatus?, _ scene: Scene,
        on canvas: inout Canvas, in area: Area
    ) {
        let keys = Set(group?.columns.filter(\.isKey).map(\.name) ?? [])
        let hidden: Set<String> = ["is_deleted", "commit_id", "api_invocation_time", "expires_at"]
        let places = table.columns.indices.filter {
            !keys.contains(table.columns[$0]) && !hidden.contains(table.columns[$0].lowercased())
                && table.columns[$0].lowercased() != "event_time"
                && (group?.windowMs == nil || table.columns[$0].lowercased() != "window_time")
        }
        let numbers = Set(HistoryTable.numbers(of: table))
        let isWindow = area.width >= 56 && HistoryTable.isByWindow(table, slideMs: group?.slideMs)
        var columns = [TableColumn(isWindow ? "WINDOW" : "EVENT TIME", isWindow ? 18 : 10)]
        columns += places.map { place in
            let name = table.columns[place]
            let width = max(9, CellWidth.of(name))
            return TableColumn(
                name, min(width, 18), width, align: numbers.contains(place) ? .right : .left,
                rank: numbers.contains(place) ? 1 : name.hasSuffix("_time") ? 5 : 3)
        }
        columns.append(TableColumn("STATE", 6, 8, rank: 2))
        let grid = TableGrid(columns, width: area.width)
        grid.drawHeads(on: &canvas, in: area)
        var list = area.droppingTop(1)
        list = drawOpen(detail, table, places, grid, group, scene, on: &canvas, in: list)
        let top = min(detail.top, max(0, table.rows.count - list.height))
        for (line, row) in table.rows.dropFirst(top).prefix(list.height).enumerated() {
            let isGone = HistoryTable.isDeleted(row, in: table)
            var spans = [Canvas.Span(window(row, table, isWindow ? group : nil), .dim)]
            spans += places.map { place in
                let value = place < row.count ? row[place] : nil
                return isGone && numbers.contains(place)
                    ? Canvas.Span(Numbers.unknown, .dim) : Canvas.Span.value(value)
            }
            spans.append(isGone ? Canvas.Span("✗ gone", .dim) : Canvas.Span("fired", .dim))
            grid.drawRow(spans, on: &canvas, in: list, row: line)
        }
    }

    /// The window that is still open stands above the ones that have fired.
    private static func drawOpen(
        _ detail: EntityDetail, _ table: Table, _ places: [Int], _ grid: TableGrid,
        _ group: GroupStatus?, _ scene: Scene, on canvas: inout Canvas, in list: Area
    ) -> Area {
        guard let group, let open = scene.snapshot.open, open.group == detail.group,
            let values = open.rows[detail.key], list.height > 2
        else { return list }
        var spans = [Canvas.Span("still open", .accent)]
        spans += places.map { place in
            let column = group.columns.firstIndex { $0.name == table.columns[place] }
            let value = column.flatMap { $0 < values.count ? values[$0] : nil }
            return value.map { Canvas.Span.value($0, .accent) } ?? Canvas.Span("")
        }
        grid.drawRow(spans + [Canvas.Span("open", .accent)], on: &canvas, in: list, row: 0)
        return list.droppingTop(1)
    }

    private static func window(_ row: [Cell], _ table: Table, _ group: GroupStatus?) -> String {
        guard let timeMs = HistoryTable.timeMs(of: "event_time", row, in: table) else {
            return Numbers.unknown
        }
        // A window's rows carry its last millisecond as their event time.
        guard let windowMs = group?.windowMs else { return Times.clock(timeMs) }
        return "\(Times.bare(timeMs &+ 1 &- windowMs))-\(Times.clock(timeMs &+ 1))"
    }
}
