import Control
import Terminal

/// The values of one feature group, entity by entity.
enum EntitiesView {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in body: Area) {
        if let detail = scene.state.entities.detail {
            return EntityDetailView.draw(detail, scene, on: &canvas, in: body)
        }
        guard let group = scene.state.shownGroup(scene.snapshot) else {
            let inside = canvas.panel(body, "Entities", boxed: scene.layout.hasBoxes)
            canvas.wrap(
                "no feature group: a sink with a PRIMARY KEY makes one",
                in: inside.inset(rows: 0, columns: 1), .dim)
            return
        }
        let list = scene.state.entities.lists[group.name] ?? EntityList()
        let areas = scene.layout.listAndDetail
        drawList(group, list, scene, on: &canvas, in: areas.list)
        guard areas.detail.height >= 4 else { return }
        EntityPreview.draw(group, list, scene, on: &canvas, in: areas.detail)
    }

    private static func drawList(
        _ group: GroupStatus, _ list: EntityList, _ scene: Scene, on canvas: inout Canvas,
        in area: Area
    ) {
        let columns = EntityColumns(group, list, scene)
        let page = list.page
        let visible = scene.layout.entityRows
        let matching = Int(clamping: page?.matching ?? 0)
        let place = list.shownPlace
        let top = ListState.top(for: place, from: list.top, visible: visible, count: matching)
        let last = min(top + visible, matching)
        let inside = canvas.panel(
            area, title(group, list, scene),
            trailing: matching > 0
                ? "\(Numbers.grouped(top + 1))-\(Numbers.grouped(last))" : "",
            isFocused: true, boxed: scene.layout.hasBoxes)
        let grid = TableGrid(columns.columns, width: inside.width, sort: columns.sort)
        grid.drawHeads(on: &canvas, in: inside)
        let rows = inside.droppingTop(1)
        if let note = note(group, list, scene) {
            canvas.wrap(
                note.text, in: rows.inset(rows: 0, columns: 1), note.isProblem ? .critical : .dim)
        }
        guard page != nil else { return }
        for line in 0..<min(visible, rows.height) {
            guard let row = list.row(at: top + line) else { continue }
            let isSelected = list.key.map { $0 == row.key } ?? (top + line == place)
            grid.drawRow(
                columns.spans(row, trendWidth: grid.width(ofColumn: columns.trendPlace)),
                on: &canvas, in: rows, row: line, isSelected: isSelected)
            canvas.mark(
                Area(row: rows.row + line, column: rows.column, width: rows.width, height: 1),
                as: .entity(place: top + line))
        }
        guard scene.layout.hasBoxes else { return }
        canvas.put(
            footer(list, columns.sort, shown: last, scene), in: inside.bottom(1), row: 0, .dim)
    }

    private static func title(_ group: GroupStatus, _ list: EntityList, _ scene: Scene) -> String {
        let groups = scene.snapshot.groups
        let number = (groups.firstIndex { $0.name == group.name } ?? 0) + 1
        var title = group.name
        if groups.count > 1, scene.layout.kind >= .medium {
            title += " (\(number)/\(groups.count))"
        }
        if scene.layout.kind >= .medium, let window = windowText(group) { title += "  \(window)" }
        if !list.filter.isEmpty { title += "  /\(list.filter)" }
        if FilterProblem.text(scene) != nil { title += " ✗" }
        guard let page = list.page else { return title }
        let total = Numbers.grouped(page.total)
        return page.matching == page.total
            ? "\(title)  \(total)" : "\(title)  \(Numbers.grouped(page.matching)) of \(total)"
    }

    static func windowText(_ group: GroupStatus) -> String? {
        guard let windowMs = group.windowMs else { return nil }
        let size = Times.promise(windowMs)
        guard let slideMs = group.slideMs, slideMs != windowMs else { return "window \(size)" }
        return "window \(size) every \(Times.promise(slideMs))"
    }

    /// What is shown where rows would be.
    private static func note(
        _ group: GroupStatus, _ list: EntityList, _ scene: Scene
    ) -> (text: String, isProblem: Bool)? {
        if let problem = list.problem { return ("✗ " + problem, true) }
        guard let page = list.page else { return ("reading the rows…", false) }
        if page.total == 0 { return (scene.firstRowHint(for: group), false) }
        if page.matching == 0 {
            return ("no row matches /\(list.filter): Esc clears the filter", false)
        }
        return nil
    }

    private static func footer(
        _ list: EntityList, _ sort: Sort, shown: Int, _ scene: Scene
    ) -> String {
        guard let page = list.page, page.total > 0 else { return "" }
        let more = page.matching - Int64(shown)
        var parts = more > 0 ? ["… \(Numbers.grouped(more)) more"] : []
        parts.append("sorted by \(sort.column) \(sort.isDescending ? "▼" : "▲")")
        if scene.nowMs < list.heldUntilMs {
            let left = Times.duration(list.heldUntilMs - scene.nowMs)
            parts.append("order held \(left): the cursor moved (o: live)")
        }
        if let key = list.key, !page.rows.contains(where: { $0.key == key }) {
            parts.append("▌\(EntityKey.display(key)) is not among these rows")
        }
        return " " + parts.joined(separator: "   ")
    }
}
