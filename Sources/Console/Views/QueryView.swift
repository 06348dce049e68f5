import Control
import Terminal

/// SQL over the stores: an editor, a grid, and what there is to ask about.
enum QueryView {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in body: Area) {
        let catalogWidth = scene.layout.kind == .wide ? min(42, body.width * 3 / 10) : 0
        if catalogWidth > 0 { drawCatalog(scene, on: &canvas, in: body.left(catalogWidth)) }
        let area = body.droppingLeft(catalogWidth)
        let wanted = scene.state.query.editor.lines.count + (scene.layout.hasBoxes ? 2 : 1)
        let least = scene.layout.kind >= .medium ? 7 : 3
        let editorRows = max(min(least, area.height), min(wanted, area.height / 2))
        drawEditor(scene, on: &canvas, in: area.top(editorRows))
        let rest = area.droppingTop(editorRows)
        let historyRows = scene.layout.kind == .wide ? 6 : 0
        drawResult(scene, on: &canvas, in: rest.droppingBottom(historyRows))
        if historyRows > 0 { drawHistory(scene, on: &canvas, in: rest.bottom(historyRows)) }
    }

    // MARK: Editor

    private static func drawEditor(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let query = scene.state.query
        let isFocused = query.focus == .editor
        let inside = canvas.panel(
            area, "Query", trailing: "read only, limit \(QueryState.rowLimit)",
            isFocused: isFocused, boxed: scene.layout.hasBoxes)
        canvas.mark(area, as: .editor)
        guard inside.height > 0, inside.width > 4 else { return }
        let editor = query.editor
        if editor.isEmpty, !isFocused {
            canvas.put(" / or Tab to type a query", in: inside, row: 0, .dim)
        }
        let numbers = editor.lines.count > 9 ? 4 : 3
        let text = inside.droppingLeft(numbers)
        let top = ListState.top(
            for: editor.row, from: 0, visible: inside.height, count: editor.lines.count)
        let before = String(editor.lines[editor.row][..<editor.column])
        let left = max(0, CellWidth.of(before) - text.width + 1)
        let error = errorPlace(query)
        for (row, number) in editor.lines.indices.dropFirst(top).prefix(inside.height).enumerated()
        {
            canvas.frame.put(
                "\(number + 1)", row: inside.row + row, column: inside.column, width: numbers - 1,
                align: .right, role: .dim)
            draw(line: editor.lines[number], shifted: left, on: &canvas, in: text, row: row)
            if let error, error.line == number {
                let start = text.column + error.column - left
                canvas.frame.setRole(
                    .critical, row: text.row + row,
                    columns: max(text.column, start)..<max(text.column, start + error.length))
            }
        }
        guard isFocused else { return }
        let column = text.column + min(CellWidth.of(before) - left, text.width - 1)
        let row = text.row + editor.row - top
        canvas.frame.setRole(.match, row: row, columns: column..<column + 1)
        canvas.cursor = Canvas.Cursor(row: row, column: column, isText: true)
    }

    /// Draws a line from a cell on, so that the cursor of a long line is in sight.
    private static func draw(
        line: [Character], shifted left: Int, on canvas: inout Canvas, in area: Area, row: Int
    ) {
        var column = -left
        for (character, role) in zip(line, SQLHighlight.roles(line)) {
            let width = CellWidth.of(String(character))
            if column >= 0, column + width <= area.width {
                canvas.frame.put(String(character), in: area, row: row, column: column, role: role)
            }
            column += width
        }
    }

    private static func errorPlace(
        _ query: QueryState
    ) -> (line: Int, column: Int, length: Int)? {
        guard let run = query.runs.first, case .failed(let message) = run.outcome,
            run.sql == query.editor.text
        else { return nil }
        return SQLErrorPlace.find(in: run.sql, message: message)
    }

    // MARK: Result

    private static func drawResult(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let query = scene.state.query
        let isFocused = query.focus == .grid
        let inside = canvas.panel(
            area, resultTitle(scene), trailing: position(query), isFocused: isFocused,
            boxed: scene.layout.hasBoxes)
        var room = inside
        if let run = query.runs.first, case .failed(let message) = run.outcome {
            room = drawError(message, run.sql, on: &canvas, in: inside)
        }
        guard let result = query.result else {
            return drawExamples(scene, on: &canvas, in: room)
        }
        guard !result.rows.isEmpty else {
            canvas.put(
                " no rows: \(result.columns.joined(separator: ", "))", in: room, row: 0, .dim)
            return
        }
        ResultGrid.draw(result, query, isFocused: isFocused, on: &canvas, in: room)
    }

    private static func resultTitle(_ scene: Scene) -> String {
        let query = scene.state.query
        guard let run = query.runs.first else { return "Examples" }
        let took = run.durationMs.map { "  \(Numbers.fixed($0, $0 < 10 ? 1 : 0)) ms" } ?? ""
        switch run.outcome {
        case .running:
            let so = Times.duration(max(0, scene.nowMs - run.timeMs))
            return "Running \(so)  Ctrl-C cancels"
        case .rows(let count, let isTruncated):
            let text =
                isTruncated
                ? "\(count)+ rows, truncated"
                : count == 1 ? "1 row" : "\(Numbers.grouped(count)) rows"
            return "Result  " + text + took
        case .failed:
            return "✗ Error" + took + (query.result == nil ? "" : "  earlier result below")
        case .cancelled:
            return "Cancelled" + took + (query.result == nil ? "" : "  earlier result below")
        }
    }

    private static func position(_ query: QueryState) -> String {
        guard let result = query.result, !result.rows.isEmpty else { return "" }
        return "row \(query.gridRow + 1)  column \(query.gridColumn + 1)/\(result.columns.count)"
    }

    /// The message, and the line it is about with carets below the words it names.
    private static func drawError(
        _ message: String, _ sql: String, on canvas: inout Canvas, in area: Area
    ) -> Area {
        let text = area.inset(rows: 0, columns: 1)
        var used = canvas.wrap("✗ " + message, in: text.top(max(1, area.height / 2)), .critical)
        if let place = SQLErrorPlace.find(in: sql, message: message) {
            let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
            let line = String(lines[place.line])
            let before = CellWidth.of(String(line.prefix(place.column)))
            canvas.put("\(place.line + 1) │ \(line)", in: text, row: used, .dim)
            let indent = String(
                repeating: " ", count: before + CellWidth.of("\(place.line + 1) │ "))
            canvas.put(
                indent + String(repeating: "^", count: place.length), in: text, row: used + 1,
                .critical)
            used += 2
        }
        return area.droppingTop(used + 1)
    }

    private static func drawExamples(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let query = scene.state.query
        let examples = QueryExamples.all(for: scene.snapshot)
        guard !examples.isEmpty else {
            canvas.wrap(
                "SELECT name FROM sqlite_master;  lists the tables",
                in: area.inset(rows: 0, columns: 1), .dim)
            return
        }
        let isFocused = query.focus == .grid
        canvas.put(
            isFocused
                ? " ↑↓ choose, ⏎ puts it into the editor" : " Tab, then ⏎ takes one of these:",
            in: area, row: 0, .dim)
        var row = 1
        for (place, example) in examples.enumerated() where row < area.height {
            let line = Area(row: area.row + row, column: area.column, width: area.width, height: 1)
            let isChosen = place == query.example && isFocused
            canvas.put(
                [
                    Canvas.Span(isChosen ? "▌" : " ", .accent),
                    Canvas.Span("\(example.title)", .title),
                ], in: line, row: 0)
            if isChosen {
                canvas.frame.setRole(.cursor, row: line.row, columns: line.columns)
                canvas.cursor = Canvas.Cursor(row: line.row, column: line.column, isText: false)
            }
            canvas.mark(line, as: .example(place))
            row += 1
            guard scene.layout.kind >= .medium, row < area.height else { continue }
            let sql = example.sql.split(separator: "\n").joined(separator: " ")
            canvas.put("   " + sql, in: area, row: row, .dim)
            row += 1
        }
    }

    // MARK: Around

    private static func drawHistory(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let inside = canvas.panel(area, "History", trailing: "↑ in the first line of the editor")
            .inset(rows: 0, columns: 1)
        let runs = scene.state.query.runs
        if runs.isEmpty { canvas.put("nothing was run yet", in: inside, row: 0, .dim) }
        for (row, run) in runs.prefix(inside.height).enumerated() {
            let sql = run.sql.split(whereSeparator: \.isNewline).joined(separator: " ")
            let time = run.durationMs.map { "\(Numbers.fixed($0, $0 < 10 ? 1 : 0)) ms" } ?? ""
            let (mark, text, role): (String, String, Role) =
                switch run.outcome {
                case .running: ("…", "running", .info)
                case .rows(let count, let isTruncated):
                    ("✓", isTruncated ? "\(count)+" : "\(count)", .ok)
                case .failed: ("✗", "failed", .critical)
                case .cancelled: ("·", "cancelled", .dim)
                }
            canvas.put(
                [
                    Canvas.Span("\(mark) ", role), Canvas.Span(Times.clock(run.timeMs), .dim),
                    Canvas.Span(padLeft(time, 10) + padLeft(text, 10) + "  ", .dim),
                    Canvas.Span(sql),
                ], in: inside, row: row)
        }
    }

    private static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - CellWidth.of(text))) + text
    }

    private static func drawCatalog(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let inside = canvas.panel(area, "Catalog").inset(rows: 0, columns: 1)
        guard let all = scene.state.query.catalog else {
            canvas.put("reading the tables…", in: inside, row: 0, .dim)
            return
        }
        // What the groups store comes before what the pipeline keeps for itself.
        let isOwn = { (table: CatalogTable) in
            table.name.hasPrefix("online_") || table.name.hasPrefix("offline_")
        }
        let tables = all.filter(isOwn) + all.filter { !isOwn($0) }
        if tables.isEmpty { canvas.put("no table yet", in: inside, row: 0, .dim) }
        let total = tables.reduce(0) { $0 + 1 + $1.columns.count }
        // Where not everything fits, columns give way to names of tables.
        let withColumns = total <= inside.height || tables.count * 2 < inside.height
        var row = 0
        for table in tables where row < inside.height {
            canvas.put(table.name, in: inside, row: row, .title)
            row += 1
            guard withColumns else { continue }
            let words = Canvas.lines(
                of: table.columns.joined(separator: " "), width: inside.width - 2)
            let room = max(1, (inside.height - tables.count) / max(1, tables.count))
            for line in words.prefix(total <= inside.height ? 9 : room) where row < inside.height {
                canvas.put("  " + line, in: inside, row: row, .dim)
                row += 1
            }
        }
    }
}
