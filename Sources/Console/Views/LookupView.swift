import Control
import Terminal

/// One entity: every feature it has online, beside the newest offline row.
enum LookupView {
    static func draw(_ scene: Scene, on canvas: inout Canvas, in body: Area) {
        let boxed = scene.layout.hasBoxes
        let promptRows = boxed && body.height >= 12 ? 4 : 1
        drawPrompt(scene, on: &canvas, in: body.top(promptRows))
        let rest = body.droppingTop(promptRows)
        let recentWidth = scene.layout.kind == .wide ? 34 : 0
        drawResults(scene, on: &canvas, in: rest.droppingRight(recentWidth))
        if recentWidth > 0 { drawRecent(scene, on: &canvas, in: rest.right(recentWidth)) }
    }

    private static func drawPrompt(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let lookup = scene.state.lookup
        let inside = canvas.panel(
            area, "Lookup", isFocused: lookup.isFieldFocused, boxed: area.height >= 4)
        let line = area.height >= 4 ? inside.top(1) : area.top(1)
        canvas.mark(area, as: .idField)
        PromptLine.draw(
            " id ", lookup.field, in: line, isFocused: lookup.isFieldFocused,
            isSelected: lookup.isFieldSelected, on: &canvas)
        guard area.height >= 4 else { return }
        canvas.put(" " + summary(lookup), in: inside, row: 1, .dim)
    }

    private static func summary(_ lookup: LookupState) -> String {
        guard lookup.subject != nil else {
            return "the newest values of an entity in every group; a composite key is a JSON array"
        }
        guard let results = lookup.results else { return "looking…" }
        let hits = results.count { $0.online != nil }
        var text = "\(hits) of \(results.count) groups have it online"
        if let ms = lookup.durationMs { text += "   answered in \(Numbers.fixed(ms, 2)) ms" }
        return text + "   read again with every commit"
    }

    private static func drawResults(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let lookup = scene.state.lookup
        let title = lookup.subject.map { EntityKey.display($0) } ?? "Features"
        let inside = canvas.panel(
            area, title, trailing: "online beside newest offline",
            isFocused: !lookup.isFieldFocused, boxed: scene.layout.hasBoxes)
        if let problem = lookup.problem {
            canvas.wrap("✗ " + problem, in: inside.inset(rows: 0, columns: 1), .critical)
            return
        }
        guard lookup.subject != nil else {
            canvas.wrap(
                "type an id and press Enter; or select a row in Entities or Suspects and press 4",
                in: inside.inset(rows: 0, columns: 1), .dim)
            return
        }
        guard let results = lookup.results else {
            canvas.put(" looking…", in: inside, row: 0, .dim)
            return
        }
        guard !results.isEmpty else {
            canvas.put(" no feature group has a key like this", in: inside, row: 0, .dim)
            return
        }
        drawLines(LookupLines.all(lookup, scene.snapshot), scene, on: &canvas, in: inside)
    }

    private static let columns = [
        TableColumn("FEATURE", 18, 28, flexible: true),
        TableColumn("VALUE", 9, 14, align: .right),
        TableColumn("TYPE", 4, 5, rank: 6),
        TableColumn("EVENT TIME", 10, rank: 4),
        TableColumn("AGE", 6, 7, align: .right, rank: 1),
        TableColumn("SLO", 4, 5, align: .right, rank: 5),
        TableColumn("EXPIRES", 9, align: .right, rank: 3),
        TableColumn("OFFLINE", 9, 14, align: .right, rank: 2),
        TableColumn("", 9, rank: 1),
    ]

    private static func drawLines(
        _ lines: [LookupLine], _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        let grid = TableGrid(columns, width: area.width)
        grid.drawHeads(on: &canvas, in: area)
        let list = area.droppingTop(1)
        let state = scene.state.lookup
        let keys = lines.indices.map { "\($0)" }
        var shown: [(place: Int?, spans: [Canvas.Span], wide: [Canvas.Span]?)] = []
        for (place, line) in lines.enumerated() {
            if line.isFirst { shown.append((nil, [], head(line))) }
            if !line.feature.isEmpty { shown.append((place, spans(line, scene), nil)) }
        }
        let selected = state.list.position(in: keys)
        let row = shown.firstIndex { $0.place == selected } ?? 0
        let top = ListState.top(
            for: row, from: max(0, row - list.height / 2), visible: list.height,
            count: shown.count)
        for (line, entry) in shown.dropFirst(top).prefix(list.height).enumerated() {
            if let wide = entry.wide {
                canvas.put(wide, in: list, row: line)
            } else {
                grid.drawRow(
                    entry.spans, on: &canvas, in: list, row: line,
                    isSelected: entry.place == selected && !state.isFieldFocused)
                canvas.mark(
                    Area(row: list.row + line, column: list.column, width: list.width, height: 1),
                    as: .lookupLine(entry.place ?? 0))
            }
        }
    }

    private static func head(_ line: LookupLine) -> [Canvas.Span] {
        var spans = [Canvas.Span(" " + line.group, .title)]
        if let why = line.whyEmpty { spans.append(Canvas.Span("  ∅ " + why, .warning)) }
        return spans
    }

    private static func spans(_ line: LookupLine, _ scene: Scene) -> [Canvas.Span] {
        let age = line.eventTimeMs.map { max(0, scene.snapshot.nowMs &- $0) }
        let isOld = age.flatMap { age in line.promiseMs.map { age > $0 } } ?? false
        let left = line.expiresAtMs.map { $0 &- scene.snapshot.nowMs }
        return [
            Canvas.Span("  " + line.feature), Canvas.Span.value(line.online),
            Canvas.Span(CellText.typeName(line.online ?? line.offline), .dim),
            Canvas.Span(line.eventTimeMs.map(Times.clock) ?? Numbers.unknown, .dim),
            Canvas.Span(
                (age.map(Times.duration) ?? Numbers.unknown) + (isOld ? "✗" : ""),
                isOld ? .warning : .text),
            Canvas.Span(line.promiseMs.map(Times.promise) ?? Numbers.unknown, .dim),
            Canvas.Span(left.map { "in " + Times.duration(max(0, $0)) } ?? "never", .dim),
            Canvas.Span.value(line.offline, .dim), comparison(line.comparison),
        ]
    }

    private static func comparison(_ comparison: LookupLine.Comparison) -> Canvas.Span {
        switch comparison {
        case .equal: Canvas.Span("= equal", .ok)
        case .differs: Canvas.Span("✗ differs", .critical)
        case .onlyOnline: Canvas.Span("▲ online", .warning)
        case .onlyOffline: Canvas.Span("· offline", .dim)
        case .none: Canvas.Span(Numbers.unknown, .dim)
        }
    }

    private static func drawRecent(_ scene: Scene, on canvas: inout Canvas, in area: Area) {
        let inside = canvas.panel(area, "Recent", trailing: "↑ in the field")
            .inset(rows: 0, columns: 1)
        let recent = scene.state.lookup.recent
        if recent.isEmpty { canvas.put("none yet", in: inside, row: 0, .dim) }
        for (row, entry) in recent.prefix(inside.height).enumerated() {
            let outcome =
                entry.durationMs == nil ? "…" : entry.hits == 0 ? "∅ none" : "\(entry.hits) ✓"
            canvas.put(
                [
                    Canvas.Span(Times.bare(entry.timeMs) + " ", .dim),
                    Canvas.Span(EntityKey.display(entry.key)),
                ], in: inside.droppingRight(8), row: row)
            canvas.frame.put(
                outcome, row: inside.row + row, column: inside.endColumn - 7, width: 7,
                align: .right, role: .dim)
        }
    }
}
