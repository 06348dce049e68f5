import Control
import Terminal

/// What lies over a view: help, menus, the `:` prompt and the theme picker.
enum Overlays {
    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        switch scene.state.mode {
        case .list, .filter, .confirmQuit: break
        case .help(let top): drawHelp(scene, top: top, on: &canvas)
        case .menu(let menu): drawMenu(menu, scene, on: &canvas)
        case .commands(let field, let choice):
            drawCommands(field, choice, scene, on: &canvas)
        case .theme(let choice, let before):
            ThemeView.draw(scene, choice: choice, before: before, on: &canvas)
        }
    }

    /// An empty box of that size in the middle of the body; returns what is inside.
    static func box(
        _ scene: Scene, width: Int, height: Int, title: String, on canvas: inout Canvas
    ) -> Area {
        let room = scene.layout.rows >= 5 ? scene.layout.body : scene.layout.area
        let size = (width: min(width, room.width), height: min(height, room.height))
        let area = Area(
            row: room.row + (room.height - size.height) / 3,
            column: room.column + (room.width - size.width) / 2, width: size.width,
            height: size.height)
        canvas.coverAll()
        canvas.frame.fill(area)
        return canvas.panel(area, title, isFocused: true)
    }

    private static func drawHelp(_ scene: Scene, top: Int, on canvas: inout Canvas) {
        let lines = HelpPage.lines(for: scene.state.view)
        let room = scene.layout.body
        let columns = room.width >= 116 ? 2 : 1
        let height = (lines.count + columns - 1) / columns
        let inside = box(
            scene, width: min(56 * columns + 4, room.width),
            height: min(height + 2, room.height),
            title: "Help  \(scene.state.view.title)", on: &canvas)
        let parts = inside.splitColumns(Array(repeating: .weight(1), count: columns))
        let first = max(0, min(top, lines.count - inside.height * columns))
        for (number, part) in parts.enumerated() {
            let start = first + number * inside.height
            for (row, line) in lines.dropFirst(start).prefix(inside.height).enumerated() {
                canvas.put(line, in: part, row: row)
            }
        }
        let rest = lines.count - first - inside.height * columns
        guard rest > 0, inside.height > 1 else { return }
        canvas.frame.put(
            " ↓ \(rest) more ", row: inside.endRow - 1, column: max(0, inside.endColumn - 14),
            width: min(13, inside.width), align: .right, role: .accent)
    }

    private static func drawMenu(_ menu: Menu, _ scene: Scene, on canvas: inout Canvas) {
        let names = menu.items.map { CellWidth.of($0.value) }.max() ?? 0
        let details = menu.items.map { CellWidth.of($0.detail) }.max() ?? 0
        let inside = box(
            scene, width: max(30, names + details + 7), height: menu.items.count + 2,
            title: menu.title, on: &canvas)
        let top = ListState.top(
            for: menu.choice, from: 0, visible: inside.height, count: menu.items.count)
        for (row, index) in menu.items.indices.dropFirst(top).prefix(inside.height).enumerated() {
            let item = menu.items[index]
            let padding = String(repeating: " ", count: names - CellWidth.of(item.value) + 2)
            canvas.put(
                [
                    Canvas.Span(" " + item.value + padding),
                    Canvas.Span(item.detail, .dim),
                ], in: inside, row: row)
            mark(row: row, choice: index, isChosen: index == menu.choice, in: inside, on: &canvas)
        }
    }

    private static func drawCommands(
        _ field: TextField, _ choice: Int, _ scene: Scene, on canvas: inout Canvas
    ) {
        let offers = CommandList.matches(field.text, scene.state, scene.live)
        let inside = box(
            scene, width: 84, height: min(16, max(4, offers.count + 3)), title: "Commands",
            on: &canvas)
        PromptLine.draw(" : ", field, in: inside.top(1), on: &canvas)
        let list = inside.droppingTop(1)
        let grid = TableGrid(
            [
                TableColumn("", 12, 34), TableColumn("", 10, 30, flexible: true, rank: 2),
                TableColumn("", 3, 5, align: .right, rank: 1),
            ], width: list.width)
        let top = ListState.top(
            for: choice, from: 0, visible: list.height, count: offers.count)
        for (row, index) in offers.indices.dropFirst(top).prefix(list.height).enumerated() {
            let offer = offers[index]
            let role: Role = offer.reasonAgainst == nil ? .text : .dim
            let detail = offer.reasonAgainst.map { "not now: " + $0 } ?? offer.detail
            let cursor = canvas.cursor
            grid.drawRow(
                [
                    Canvas.Span(offer.name, role), Canvas.Span(detail, .dim),
                    Canvas.Span(offer.key, .key),
                ], on: &canvas, in: list, row: row)
            mark(row: row, choice: index, isChosen: index == choice, in: list, on: &canvas)
            canvas.cursor = cursor
        }
        if offers.isEmpty { canvas.put(" nothing by that name", in: list, row: 0, .dim) }
    }

    static func mark(
        row: Int, choice: Int, isChosen: Bool, in area: Area, on canvas: inout Canvas
    ) {
        let line = Area(row: area.row + row, column: area.column, width: area.width, height: 1)
        canvas.mark(line, as: .choice(choice))
        guard isChosen else { return }
        canvas.frame.put("▌", in: line, row: 0, column: 0, role: .accent)
        canvas.frame.setRole(.cursor, row: line.row, columns: line.columns)
        canvas.cursor = Canvas.Cursor(row: line.row, column: line.column, isText: false)
    }
}
