import Control
import Terminal

/// What is wrong, worst first, and below it the likely cause.
enum AlertsPane {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let state = scene.state.overview
        let problems = scene.problems
        let open = problems.count { !$0.isResolved }
        let isFocused = state.focus == .alerts
        let inside = canvas.panel(
            area, "Alerts  worst first", trailing: "\(Numbers.grouped(open)) open",
            isFocused: isFocused, boxed: scene.layout.hasBoxes)
        guard inside.height > 0 else { return }
        let cause = ProbableCause.sentence(for: scene.snapshot).map {
            (open > 0 ? "Why? " : "") + $0
        }
        let causeLines = cause.map {
            min(Canvas.lines(of: $0, width: inside.width - 2).count, max(1, inside.height / 3), 3)
        }
        var list = inside.droppingBottom(inside.height >= 3 ? causeLines ?? 0 : 0)
        if open == 0 {
            let used = drawCalm(scene, on: &canvas, in: list)
            list = list.droppingTop(used)
        }
        let keys = problems.map(\.id)
        let first = state.alerts.first(in: keys, visible: list.height)
        let selected = state.alerts.position(in: keys)
        var row = 0
        // Where all have room, long sentences get a second line.
        var spare = list.height - problems.count
        for place in problems.indices.dropFirst(first) where row < list.height {
            let isOver = textWidth(problems[place], in: list) > list.width
            let lines = isOver && spare > 0 ? 2 : 1
            spare -= lines - 1
            draw(
                problems[place], scene, isSelected: place == selected && isFocused,
                lines: lines, on: &canvas, in: list, row: row)
            row += lines
        }
        drawLog(scene, below: row, on: &canvas, in: list)
        if let cause, inside.height >= 3 {
            let below = inside.bottom(causeLines ?? 0).inset(rows: 0, columns: 1)
            canvas.wrap(cause, in: below, .accent)
        }
    }

    /// Says so, and in the demo what to press; returns the rows that took.
    private static func drawCalm(_ scene: Scene, on canvas: inout Canvas, in list: Area) -> Int {
        canvas.put([Canvas.Span(" ✓ nothing is wrong", .ok)], in: list, row: 0)
        guard scene.state.offersBurst(scene.snapshot), list.height > 2 else { return 1 }
        return 1
            + canvas.wrap(
                "Demo: press i for a burst of the fraud, and 3 to see who it is.",
                in: list.droppingTop(1).inset(rows: 0, columns: 1), .dim)
    }

    /// The newest lines of the log, where the alerts leave room for them.
    private static func drawLog(
        _ scene: Scene, below used: Int, on canvas: inout Canvas, in list: Area
    ) {
        var room = list.droppingTop(used + 1).inset(rows: 0, columns: 1)
        for line in scene.snapshot.log.reversed().prefix(5) where room.height > 0 {
            let role: Role =
                switch line.level {
                case .info: .dim
                case .warning: .warning
                case .error: .critical
                }
            let text = "\(Times.clock(line.timeMs)) \(line.text)"
            let lines = min(2, room.height, Canvas.lines(of: text, width: room.width).count)
            canvas.wrap(text, in: room.bottom(lines), role)
            room = room.droppingBottom(lines)
        }
    }

    private static func textWidth(_ problem: Problem, in list: Area) -> Int {
        CellWidth.of(problem.text) + (list.width >= 56 ? 25 : 10)
    }

    private static func draw(
        _ problem: Problem, _ scene: Scene, isSelected: Bool, lines: Int,
        on canvas: inout Canvas, in area: Area, row: Int
    ) {
        let role = Roles.of(problem)
        let line = Area(
            row: area.row + row, column: area.column, width: area.width, height: lines)
        var spans = [Canvas.Span(" \(problem.symbol) ", role)]
        if area.width >= 56 { spans.append(Canvas.Span(problem.word + " ", role)) }
        if let sinceMs = problem.sinceMs {
            let age = Times.duration(max(0, scene.snapshot.nowMs &- sinceMs))
            if area.width >= 56 { spans.append(Canvas.Span(Times.clock(sinceMs) + " ", .dim)) }
            let padding = String(repeating: " ", count: max(0, 6 - age.count))
            spans.append(Canvas.Span(padding + age + " ", .dim))
        } else {
            spans.append(Canvas.Span(area.width >= 56 ? "         " : "", .dim))
            spans.append(Canvas.Span("       ", .dim))
        }
        canvas.put(spans, in: line, row: 0)
        let start = spans.reduce(0) { $0 + CellWidth.of($1.text) }
        canvas.wrap(
            problem.text, in: line.droppingLeft(start), problem.isResolved ? .dim : .text)
        canvas.mark(line, as: .problem(problem.id))
        guard isSelected else { return }
        canvas.frame.put("▌", in: line, row: 0, column: 0, role: .accent)
        for row in line.row..<line.endRow {
            canvas.frame.setRole(.cursor, row: row, columns: line.columns)
        }
        canvas.cursor = Canvas.Cursor(row: line.row, column: line.column, isText: false)
    }
}
