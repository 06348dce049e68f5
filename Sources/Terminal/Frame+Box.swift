extension Frame {
    /// Draws a border with its title, heavy when it has the focus, and returns the area inside.
    ///
    /// `trailing` stands at the right end of the upper border: counts, units, the scale of a graph.
    /// It gives way to the title. Areas smaller than 2 by 2 stay as they are.
    @discardableResult
    public mutating func box(
        _ area: Area, title: String = "", isFocused: Bool = false, trailing: String = "",
        glyphs: Glyphs = .unicode
    ) -> Area {
        guard area.width >= 2, area.height >= 2 else { return area.inset() }
        let border = isFocused ? glyphs.heavy : glyphs.light
        let role = isFocused ? Role.borderFocus : .border
        let line = String(repeating: border.horizontal, count: area.width - 2)
        let last = area.endRow - 1
        put(
            "\(border.topLeft)\(line)\(border.topRight)", row: area.row, column: area.column,
            role: role)
        for row in area.inset().rows {
            put(String(border.vertical), row: row, column: area.column, role: role)
            put(String(border.vertical), row: row, column: area.endColumn - 1, role: role)
        }
        put(
            "\(border.bottomLeft)\(line)\(border.bottomRight)", row: last, column: area.column,
            role: role)
        putTitles(title, trailing, on: area)
        return area.inset()
    }

    /// The corner and one piece of the line stay visible on either side of the titles.
    private mutating func putTitles(_ title: String, _ trailing: String, on area: Area) {
        var free = area.width - 4
        if !title.isEmpty, free >= 3 {
            let width = min(CellWidth.of(title), free - 2)
            put(
                " " + title, row: area.row, column: area.column + 2, width: width + 1,
                role: .title)
            put(" ", row: area.row, column: area.column + 3 + width, role: .border)
            free -= width + 2
        }
        let width = CellWidth.of(trailing)
        guard width > 0, free >= width + 2 else { return }
        put(" \(trailing) ", row: area.row, column: area.endColumn - width - 3, role: .dim)
    }
}
