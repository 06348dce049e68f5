import Control
import Terminal

/// Who raises alerts, why, and what they do right now.
enum SuspectsView {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in body: Area) {
        let alerts = SuspectRows.shown(
            of: scene.snapshot, for: scene.state.suspects, nowMs: scene.nowMs)
        let areas = scene.layout.suspectsAndEvidence(alerts.count)
        drawList(alerts, scene, on: &canvas, in: areas.list)
        guard areas.evidence.height >= 4 else { return }
        if let alert = scene.state.selectedAlert(scene.snapshot) {
            SuspectDetail.draw(alert, scene, on: &canvas, in: areas.evidence)
        } else {
            drawEmptyDetail(on: &canvas, in: areas.evidence)
        }
    }

    private static func drawList(
        _ alerts: [AlertStatus], _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        let state = scene.state.suspects
        let numbers = SuspectRows.numberColumns(of: scene.snapshot)
        let isFocused = state.focus == .list
        let inside = canvas.panel(
            area, title(scene), trailing: sortText(state), isFocused: isFocused,
            boxed: scene.layout.hasBoxes)
        guard !alerts.isEmpty else {
            canvas.wrap(
                emptyText(scene), in: inside.inset(rows: 0, columns: 1), .dim)
            return
        }
        let columns = columns(numbers, scene)
        let grid = TableGrid(columns, width: inside.width, sort: state.sort)
        grid.drawHeads(on: &canvas, in: inside)
        let list = inside.droppingTop(1)
        let keys = alerts.map(ConsoleState.alertId)
        let first = state.list.first(in: keys, visible: list.height)
        let selected = state.list.position(in: keys)
        let top = trendTop(alerts, state)
        let trendWidth = grid.width(ofColumn: columns.count - 2)
        for (line, place) in alerts.indices.dropFirst(first).prefix(list.height).enumerated() {
            grid.drawRow(
                spans(alerts[place], numbers, scene, trendWidth: trendWidth, top: top),
                on: &canvas, in: list, row: line, isSelected: place == selected,
                isFocused: isFocused)
            canvas.mark(
                Area(row: list.row + line, column: list.column, width: list.width, height: 1),
                as: .suspect(keys[place]))
        }
    }

    private static func title(_ scene: Scene) -> String {
        let alerts = scene.snapshot.alerts
        let firing = alerts.filter { $0.resolvedMs == nil }
        let critical = firing.count { $0.severity == .critical }
        var title = "Suspects  \(Numbers.grouped(critical)) critical"
        title += "  \(Numbers.grouped(firing.count - critical)) other"
        let resolved = alerts.count - firing.count
        if resolved > 0 { title += "  \(Numbers.grouped(resolved)) resolved" }
        let filter = scene.state.suspects.filter
        if !filter.isEmpty { title += "  /\(filter)" }
        if scene.state.suspects.list.isHeld(nowMs: scene.nowMs) { title += "  order held" }
        return title
    }

    private static func sortText(_ state: SuspectsState) -> String {
        guard let sort = state.sort else { return "worst first" }
        return "sorted by \(sort.column) \(sort.isDescending ? "▼" : "▲")"
    }

    private static func emptyText(_ scene: Scene) -> String {
        if !scene.state.suspects.filter.isEmpty {
            return "no suspect matches /\(scene.state.suspects.filter): Esc clears the filter"
        }
        let groups = scene.snapshot.groups.filter(\.isAlert)
        guard !groups.isEmpty else {
            return "this pipeline has no alert group: put -- @alert above a sink with a "
                + "PRIMARY KEY, and every key in it is a suspect"
        }
        let hint =
            scene.state.offersBurst(scene.snapshot) ? ". Press i for a burst of the fraud" : ""
        return "✓ nobody is suspected: \(groups.map(\.name).joined(separator: ", ")) "
            + "\(groups.count == 1 ? "is" : "are") empty" + hint
    }

    private static func drawEmptyDetail(on canvas: inout Canvas, in area: Area) {
        let inside = canvas.panel(area, "Why")
        canvas.put(
            " a suspect's evidence stands here: message, values, trend, latest events",
            in: inside, row: 0, .dim)
    }

    private static func columns(_ numbers: [String], _ scene: Scene) -> [TableColumn] {
        let alertGroups = scene.snapshot.groups.filter(\.isAlert).count
        var columns = [
            TableColumn("", 1),
            TableColumn("SUBJECT", 9, 20, sort: "SUBJECT"),
            TableColumn("GROUP", 8, 18, rank: alertGroups > 1 ? 7 : 99),
        ]
        for (order, name) in numbers.enumerated() {
            let width = max(7, CellWidth.of(name))
            columns.append(
                TableColumn(
                    name, min(width, 16), min(width + 2, 18), align: .right, sort: name,
                    rank: order == 0 ? 1 : order + 5))
        }
        columns.append(
            TableColumn(
                SuspectRows.share, 8, 9, align: .right, sort: SuspectRows.share,
                rank: SuspectRows.hasShare(scene.snapshot) ? 2 : 99))
        columns += [
            TableColumn("FIRST", 9, align: .right, sort: "FIRST", rank: 4),
            TableColumn("LAST", 6, align: .right, sort: "LAST", rank: 3),
            TableColumn("TREND", 8, 12, flexible: true, rank: 5),
            TableColumn("STATE", 9, 10, rank: 1),
        ]
        // Columns that nothing could fill are not shown, however wide the screen is.
        return columns.map { column in
            guard column.rank == 99 else { return column }
            var hidden = column
            (hidden.minimum, hidden.ideal, hidden.title) = (0, 0, "")
            return hidden
        }
    }

    private static func trendTop(_ alerts: [AlertStatus], _ state: SuspectsState) -> Double {
        let known = alerts.flatMap { state.trends[$0.group]?[$0.key]?.values ?? [] }
            .compactMap { $0 }
        return max(1, known.max() ?? 1)
    }

    /// A place for each slide up to the newest window that any group has fired.
    private static func trend(of alert: AlertStatus, _ scene: Scene, width: Int) -> [Double?] {
        guard let trend = scene.state.suspects.trends[alert.group]?[alert.key] else { return [] }
        let group = scene.snapshot.groups.first { $0.name == alert.group }
        let slideMs = group?.slideMs ?? group?.windowMs
        let newestMs = scene.snapshot.groups.filter { $0.slideMs == group?.slideMs }
            .compactMap(\.newestEventTimeMs)
        return trend.places(
            width, slideMs: slideMs, toMs: (newestMs + trend.timesMs.suffix(1)).max())
    }

    private static func spans(
        _ alert: AlertStatus, _ numbers: [String], _ scene: Scene, trendWidth: Int, top: Double
    ) -> [Canvas.Span] {
        let isGone = alert.resolvedMs != nil
        let role: Role = isGone ? .dim : .text
        let mark = mark(alert)
        var spans = [
            mark, Canvas.Span(EntityKey.display(alert.key), role), Canvas.Span(alert.group, .dim),
        ]
        spans += numbers.map { name in
            Canvas.Span.value(SuspectRows.value(of: name, in: alert, scene.snapshot), role)
        }
        let share = SuspectRows.invalidShare(of: alert, scene.snapshot)
        let last = max(0, scene.snapshot.nowMs &- alert.lastSeenMs)
        spans += [
            Canvas.Span(share.map(Numbers.percent) ?? Numbers.unknown, role),
            Canvas.Span(Times.clock(alert.firstSeenMs), .dim),
            Canvas.Span(Times.duration(last), .dim),
            Canvas.Span(
                Spark.line(
                    trend(of: alert, scene, width: trendWidth), width: trendWidth, high: top),
                isGone ? .dim : .graphHigh),
            Canvas.Span(stateText(alert), mark.role),
        ]
        return spans
    }

    static func mark(_ alert: AlertStatus) -> Canvas.Span {
        if alert.resolvedMs != nil { return Canvas.Span("✓", .dim) }
        return switch alert.severity {
        case .critical: Canvas.Span("✗", .critical)
        case .warning: Canvas.Span("▲", .warning)
        case .info: Canvas.Span("·", .info)
        }
    }

    static func stateText(_ alert: AlertStatus) -> String {
        if alert.resolvedMs != nil { return "resolved" }
        return switch alert.severity {
        case .critical: "CRITICAL"
        case .warning: "WARNING"
        case .info: "INFO"
        }
    }
}
