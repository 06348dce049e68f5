import Control
import Terminal

/// The columns of the entity list, and a row's pieces for them.
struct EntityColumns {
    let columns: [TableColumn]
    let sort: Sort
    /// The place of the sparkline among ``columns``.
    let trendPlace: Int

    private let group: GroupStatus
    private let scene: Scene
    /// The places of the group's columns in the order they are shown.
    private let places: [Int]
    /// The column that NOW shows.
    private let nowPlace: Int?
    private let trendTop: Double
    /// The newest window: the rows can be newer than the snapshot.
    private let trendEndMs: Int64?

    init(_ group: GroupStatus, _ list: EntityList, _ scene: Scene) {
        self.group = group
        self.scene = scene
        let sort = list.sort ?? ConsoleState.naturalSort(of: group)
        self.sort = sort
        let keys = group.columns.indices.filter { group.columns[$0].isKey }
        places = keys + group.columns.indices.filter { !group.columns[$0].isKey }
        let isNumber = { (place: Int) in
            group.columns[place].kind == .integer || group.columns[place].kind == .real
        }
        let values = places.filter { !group.columns[$0].isKey && isNumber($0) }
        let sorted = values.first { group.columns[$0].name == sort.column }
        nowPlace = group.windowMs == nil ? nil : sorted ?? values.first
        var columns = places.enumerated().map { order, place in
            EntityColumns.column(
                group.columns[place], rank: order, widest: EntityColumns.widest(place, list),
                isSorted: group.columns[place].name == sort.column)
        }
        columns.append(
            TableColumn(
                "AGE", 6, align: .right, sort: Sort.age, rank: sort.column == Sort.age ? 0 : 2))
        columns.append(TableColumn("NOW", 6, 9, align: .right, rank: nowPlace == nil ? 99 : 4))
        trendPlace = columns.count
        columns.append(TableColumn("TREND", 8, scene.layout.trendLength, rank: 5))
        self.columns = columns
        trendEndMs = ([group.newestEventTimeMs] + (list.page?.rows.map(\.eventTimeMs) ?? []))
            .compactMap { $0 }.max()
        trendTop = max(1, list.page?.rows.flatMap { $0.trend.compactMap { $0 } }.max() ?? 1)
    }

    /// The width of the widest text of a column among the rows at hand.
    private static func widest(_ place: Int, _ list: EntityList) -> Int {
        list.page?.rows.map { row in
            place < row.values.count ? CellWidth.of(CellText.display(row.values[place])) : 0
        }.max() ?? 0
    }

    private static func column(
        _ column: GroupStatus.Column, rank: Int, widest: Int, isSorted: Bool
    ) -> TableColumn {
        let head = CellWidth.of(column.name)
        if column.isKey {
            return TableColumn(
                column.name, min(max(8, head), 12), max(head + 2, min(max(widest, 12), 48)),
                sort: column.name,
                rank: rank == 0 ? 0 : 3)
        }
        // The sorted column stays; times repeat what AGE says and go first.
        let keep = isSorted ? 0 : column.kind == .time ? 50 : 6 + rank
        switch column.kind {
        case .integer, .real:
            return TableColumn(
                column.name, min(max(7, head + 2), 18), max(9, head + 2), align: .right,
                sort: column.name, rank: keep)
        case .time:
            return TableColumn(column.name, 9, max(9, head), sort: column.name, rank: keep)
        case .text, .boolean:
            return TableColumn(
                column.name, min(max(6, head), 14), max(min(widest, 30), head + 2),
                sort: column.name,
                rank: keep)
        }
    }

    func spans(_ row: EntityRow, trendWidth: Int) -> [Canvas.Span] {
        var spans = places.map { place -> Canvas.Span in
            Canvas.Span.value(place < row.values.count ? row.values[place] : nil)
        }
        let age = scene.snapshot.nowMs &- row.eventTimeMs
        let isOld = group.promiseMs.map { age > $0 } ?? false
        spans.append(
            Canvas.Span(Times.duration(max(0, age)) + (isOld ? "✗" : ""), isOld ? .warning : .dim))
        spans.append(now(row))
        spans.append(
            Canvas.Span(
                Spark.line(
                    Trend(row).places(
                        trendWidth, slideMs: group.slideMs ?? group.windowMs,
                        toMs: trendEndMs),
                    width: trendWidth, high: trendTop), .graphLow))
        return spans
    }

    private func now(_ row: EntityRow) -> Canvas.Span {
        guard let nowPlace, let value = scene.openValue(group.name, row.key, nowPlace) else {
            return Canvas.Span(Numbers.unknown, .dim)
        }
        return Canvas.Span.value(value, .accent)
    }
}

extension Scene {
    /// The value of a window that has not fired yet.
    func openValue(_ group: String, _ key: String, _ place: Int) -> Cell? {
        guard let open = snapshot.open, open.group == group, let row = open.rows[key],
            place < row.count
        else { return nil }
        return row[place]
    }
}
