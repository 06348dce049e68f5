import Control
import Terminal

/// A query's rows: as wide as they need to be, scrolled by whole columns.
enum ResultGrid {
    static func draw(
        _ result: Table, _ query: QueryState, isFocused: Bool, on canvas: inout Canvas,
        in area: Area
    ) {
        guard area.height > 1 else { return }
        let list = area.droppingTop(1)
        let top = ListState.top(
            for: query.gridRow, from: query.gridTop, visible: list.height,
            count: result.rows.count)
        let shown = result.rows.dropFirst(top).prefix(list.height)
        let first = min(query.gridColumn, max(0, result.columns.count - 1))
        var columns = [TableColumn("#", "\(result.rows.count)".count, align: .right)]
        for place in result.columns.indices.dropFirst(first) {
            let widest = shown.map { CellWidth.of(text($0, place)) }.max() ?? 0
            let head = CellWidth.of(result.columns[place])
            let width = min(40, max(head, widest))
            let isNumber = shown.contains { place < $0.count && CellText.isNumber($0[place]) }
            columns.append(
                TableColumn(
                    result.columns[place], min(width, 24), width,
                    align: isNumber ? .right : .left, rank: place == first ? 0 : place))
        }
        let grid = TableGrid(columns, width: area.width)
        grid.drawHeads(on: &canvas, in: area)
        for (line, row) in shown.enumerated() {
            var spans = [Canvas.Span("\(top + line + 1)", .dim)]
            spans += result.columns.indices.dropFirst(first).map { place in
                let isNull = place < row.count && row[place] == .null
                return Canvas.Span(text(row, place), isNull ? .dim : .text)
            }
            grid.drawRow(
                spans, on: &canvas, in: list, row: line, isSelected: top + line == query.gridRow,
                isFocused: isFocused)
            canvas.mark(
                Area(row: list.row + line, column: list.column, width: list.width, height: 1),
                as: .gridRow(top + line))
        }
        let hidden = result.columns.count - first - (grid.fitted.count - 1)
        if hidden > 0, area.width > 20 {
            canvas.frame.put(
                " →\(hidden) ", row: area.row, column: area.endColumn - 5, width: 5, align: .right,
                role: .accent)
        }
    }

    private static func text(_ row: [Cell], _ place: Int) -> String {
        guard place < row.count else { return "" }
        return switch row[place] {
        case .null: "∅"
        case .text(let text): text
        case let cell: CellText.exact(cell)
        }
    }
}
