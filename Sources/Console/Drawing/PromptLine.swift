import Terminal

/// A line of text with its cursor in sight.
enum PromptLine {
    static func draw(
        _ prompt: String, _ field: TextField, in line: Area, isProblem: Bool = false,
        isFocused: Bool = true, isSelected: Bool = false, on canvas: inout Canvas
    ) {
        canvas.put(prompt, in: line, row: 0, .key)
        let area = line.droppingLeft(CellWidth.of(prompt))
        guard area.width > 0 else { return }
        // The text scrolls to the left so far that the cursor still has a cell.
        var before = Array(field.characters[..<field.cursor])
        while CellWidth.of(String(before)) > area.width - 1, !before.isEmpty {
            before.removeFirst()
        }
        let after = String(field.characters[field.cursor...])
        canvas.frame.put(
            String(before) + after, in: area, row: 0, column: 0,
            role: isProblem ? .critical : isSelected ? .match : .text)
        guard isFocused else { return }
        let column = area.column + min(CellWidth.of(String(before)), area.width - 1)
        canvas.frame.setRole(.match, row: area.row, columns: column..<column + 1)
        canvas.cursor = Canvas.Cursor(row: area.row, column: column, isText: true)
    }
}
