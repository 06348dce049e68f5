import Terminal

/// A column of a table: how wide it may be, and how readily it gives way.
struct TableColumn: Sendable {
    /// The name it is sorted by; `nil` when it cannot be.
    var sortName: String?
    var title: String
    var minimum: Int
    var ideal: Int
    var align = Alignment.left
    /// Takes its share of the room that is left over.
    var isFlexible = false
    /// Columns with higher numbers go first when there is no room; 0 stays.
    var rank = 0

    init(
        _ title: String, _ minimum: Int, _ ideal: Int? = nil, align: Alignment = .left,
        sort: String? = nil, flexible: Bool = false, rank: Int = 0
    ) {
        self.title = title
        self.minimum = minimum
        self.ideal = max(minimum, ideal ?? minimum)
        self.align = align
        sortName = sort
        isFlexible = flexible
        self.rank = rank
    }
}

/// A table that fits its columns to the width it gets.
struct TableGrid: Sendable {
    struct Fitted: Sendable {
        /// The place among all columns.
        var index: Int
        var column: TableColumn
        var start: Int
        var width: Int
    }

    let fitted: [Fitted]
    var sort: Sort?

    /// The first column holds the mark of the selected row.
    static let gutter = 1

    init(_ columns: [TableColumn], width: Int, sort: Sort? = nil) {
        self.sort = sort
        let room = width - TableGrid.gutter
        var kept = Array(columns.enumerated())
        func needed() -> Int { kept.reduce(-1) { $0 + 1 + $1.element.minimum } }
        while needed() > room,
            let last = kept.indices.filter({ kept[$0].element.rank > 0 })
                .max(by: { kept[$0].element.rank <= kept[$1].element.rank })
        {
            kept.remove(at: last)
        }
        let widths = TableGrid.widths(kept.map(\.element), room: room)
        var start = TableGrid.gutter
        var fitted: [Fitted] = []
        for ((index, column), width) in zip(kept, widths) where width > 0 {
            fitted.append(Fitted(index: index, column: column, start: start, width: width))
            start += width + 1
        }
        self.fitted = fitted
    }

    /// Minimums first, then ideals in order of importance, the rest to the flexible ones.
    private static func widths(_ columns: [TableColumn], room: Int) -> [Int] {
        var widths = columns.map(\.minimum)
        var left = room - widths.reduce(-1) { $0 + 1 + $1 }
        if left < 0 {
            // Only columns that stay are left, and even they are too many.
            var free = room
            for index in widths.indices {
                widths[index] = max(0, min(widths[index], free))
                free -= widths[index] + 1
            }
            return widths
        }
        let byRank = columns.indices.sorted {
            columns[$0].rank == columns[$1].rank ? $0 < $1 : columns[$0].rank < columns[$1].rank
        }
        for index in byRank {
            let more = min(left, columns[index].ideal - widths[index])
            widths[index] += more
            left -= more
        }
        let flexible = columns.indices.filter { columns[$0].isFlexible }
        for (place, index) in flexible.enumerated() {
            let share = left / (flexible.count - place)
            widths[index] += share
            left -= share
        }
        return widths
    }

    /// The width that a column got; 0 when it gave way.
    func width(ofColumn index: Int) -> Int { fitted.first { $0.index == index }?.width ?? 0 }

    func drawHeads(on canvas: inout Canvas, in area: Area) {
        guard area.height > 0 else { return }
        for cell in fitted {
            var title = cell.column.title
            if let name = cell.column.sortName, name == sort?.column {
                title += sort?.isDescending == true ? " ▼" : " ▲"
                // The mark says more than the end of a name.
                if CellWidth.of(title) > cell.width {
                    title =
                        String(cell.column.title.prefix(max(0, cell.width - 1)))
                        + (sort?.isDescending == true ? "▼" : "▲")
                }
            }
            let width = min(cell.width, area.width - cell.start)
            canvas.frame.put(
                title, row: area.row, column: area.column + cell.start, width: width,
                align: cell.column.align, role: .header)
        }
    }

    /// Draws one row; `spans` has one piece for each of all columns.
    func drawRow(
        _ spans: [Canvas.Span], on canvas: inout Canvas, in area: Area, row: Int,
        isSelected: Bool = false, isFocused: Bool = true
    ) {
        guard (0..<area.height).contains(row) else { return }
        for cell in fitted where cell.index < spans.count {
            let width = min(cell.width, area.width - cell.start)
            let span = spans[cell.index]
            let isTooWide = CellWidth.of(span.text) > width
            canvas.frame.put(
                isTooWide ? span.short ?? span.text : span.text, row: area.row + row,
                column: area.column + cell.start,
                width: width, align: cell.column.align, role: span.role)
        }
        guard isSelected else { return }
        canvas.frame.put("▌", in: area, row: row, column: 0, role: isFocused ? .accent : .dim)
        guard isFocused else { return }
        canvas.frame.setRole(.cursor, row: area.row + row, columns: area.columns)
        canvas.cursor = Canvas.Cursor(row: area.row + row, column: area.column, isText: false)
    }
}
