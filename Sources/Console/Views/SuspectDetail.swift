import Control
import Terminal

/// The evidence against one suspect: graph, reason, values, latest raw events.
enum SuspectDetail {
    static func draw(
        _ alert: AlertStatus, _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        // The reason and the graph side by side, what is tried right now below them.
        let hasEvents = !AttemptsPane.lines(of: alert, scene).isEmpty
        let parts = area.splitRows(
            hasEvents || area.height < 12
                ? [.weight(50), .weight(50)] : [.weight(1), .cells(3)])
        let top = parts[0].splitColumns([.weight(50), .weight(50)])
        drawGraph(alert, scene, on: &canvas, in: top[0])
        drawWhy(alert, scene, on: &canvas, in: top[1])
        AttemptsPane.draw(alert, scene, on: &canvas, in: parts[1])
    }

    private static func drawGraph(
        _ alert: AlertStatus, _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        let state = scene.state.suspects
        let name = EntityKey.display(alert.key)
        guard let history = state.history, history.id == ConsoleState.alertId(alert),
            let column = HistoryTable.numbers(of: history.table).first
        else {
            let inside = canvas.panel(area, name)
            let text = state.historyProblem.map { "✗ " + $0 } ?? "reading the history…"
            canvas.put(" " + text, in: inside, row: 0, .dim)
            return
        }
        let table = history.table
        let range = range(of: alert, scene.snapshot)
        let length = Times.promise((range.upperBound - range.lowerBound) / 60_000 * 60_000)
        let inside = canvas.panel(
            area, "\(name)  \(table.columns[column])", trailing: "\(length), gaps: nothing fired")
        let line = HistoryTable.timeline(
            column, of: table, steps: inside.width * 2, range: range)
        GraphPane.draw(
            line?.values ?? [], fromMs: range.lowerBound, toMs: range.upperBound, on: &canvas,
            in: inside)
    }

    /// From before it was suspected to now, or to when it no longer was.
    private static func range(of alert: AlertStatus, _ snapshot: Snapshot) -> ClosedRange<Int64> {
        let to = min(snapshot.nowMs, (alert.resolvedMs ?? snapshot.nowMs) &+ leadMs)
        let from = min(alert.firstSeenMs &- leadMs, to &- shortestMs)
        return min(from, to)...to
    }

    private static let leadMs: Int64 = 60_000
    private static let shortestMs: Int64 = 180_000

    private static func drawWhy(
        _ alert: AlertStatus, _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        let inside = canvas.panel(
            area, "Why  \(EntityKey.display(alert.key))", trailing: "⏎ history"
        )
        .inset(rows: 0, columns: 1)
        let used = canvas.wrap(
            alert.message.isEmpty ? "it is in \(alert.group)" : alert.message,
            in: inside.top(max(1, inside.height - 2)), .accent)
        var rest = inside.droppingTop(used)
        rest = rest.droppingTop(
            canvas.wrap(times(alert), in: rest, .dim))
        for fact in facts(alert, scene) where rest.height > 0 {
            canvas.put(fact, in: rest, row: 0)
            rest = rest.droppingTop(1)
        }
    }

    private static func times(_ alert: AlertStatus) -> String {
        let first = "first \(Times.clock(alert.firstSeenMs))"
        if let resolved = alert.resolvedMs { return first + "  resolved \(Times.clock(resolved))" }
        return first + "  last \(Times.clock(alert.lastSeenMs))"
    }

    /// The row's numbers, each beside what the open window has already.
    private static func facts(_ alert: AlertStatus, _ scene: Scene) -> [[Canvas.Span]] {
        let group = scene.snapshot.groups.first { $0.name == alert.group }
        let named = (group?.columns ?? []).enumerated().filter {
            !$0.element.isKey && $0.element.kind != .time
        }
        var lines = named.map { place, column -> [Canvas.Span] in
            let value = place < alert.values.count ? alert.values[place] : nil
            var spans = [
                Canvas.Span(column.name + " ", .dim), Canvas.Span(CellText.display(value)),
            ]
            if let now = scene.openValue(alert.group, alert.key, place), CellText.isNumber(now) {
                spans.append(Canvas.Span("  now \(CellText.display(now))", .accent))
            }
            return spans
        }
        if let share = SuspectRows.invalidShare(of: alert, scene.snapshot) {
            let text = Canvas.Span("  \(Numbers.percent(share)) % of all", .warning)
            let place = named.firstIndex { $0.element.name == "invalid" }
            if let place { lines[place].append(text) }
        }
        return lines
    }
}
