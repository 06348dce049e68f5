/// Where text stands in a field that is wider than it.
public enum Alignment: Sendable, Equatable {
    case left, right, center
}

extension Frame {
    /// The whole frame.
    public var area: Area { Area(row: 0, column: 0, width: columns, height: rows) }

    /// Draws text from a cell to the right, made safe and clipped to the frame.
    ///
    /// This and what is built on it are the only ways into the cells, so that nothing from outside
    /// reaches a terminal raw.
    public mutating func put(_ text: String, row: Int, column: Int, role: Role = .text) {
        put(text, row: row, column: column, clip: 0..<columns, role: role)
    }

    /// Draws text at a place counted from an area's corner, clipped to the area.
    public mutating func put(
        _ text: String, in area: Area, row: Int, column: Int, role: Role = .text
    ) {
        guard (0..<area.height).contains(row) else { return }
        put(
            text, row: area.row + row, column: area.column + column, clip: area.columns, role: role)
    }

    /// Draws text into a field of exactly that many cells: padded with blanks, or cut off with `…`.
    public mutating func put(
        _ text: String, row: Int, column: Int, width: Int, align: Alignment = .left,
        role: Role = .text
    ) {
        guard width > 0, (0..<rows).contains(row) else { return }
        let field = column..<column + width
        let used = CellWidth.of(text)
        put(String(repeating: " ", count: width), row: row, column: column, clip: field, role: role)
        if used > width {
            put(text, row: row, column: column, clip: column..<column + width - 1, role: role)
            put("…", row: row, column: column + width - 1, clip: field, role: role)
        } else {
            let space = width - used
            let indent =
                switch align {
                case .left: 0
                case .right: space
                case .center: space / 2
                }
            put(text, row: row, column: column + indent, clip: field, role: role)
        }
    }

    /// Covers a rectangle with one character; a character that is not one cell wide counts as `·`.
    public mutating func fill(
        row: Int, column: Int, width: Int, height: Int, character: Character = " ",
        role: Role = .text
    ) {
        let covered = Area(row: row, column: column, width: width, height: height).clipped(to: area)
        let shown = CellWidth.of(character) == 1 ? String(character) : "·"
        let line = String(repeating: shown, count: covered.width)
        for row in covered.rows { put(line, row: row, column: covered.column, role: role) }
    }

    /// Covers an area with one character.
    public mutating func fill(_ area: Area, character: Character = " ", role: Role = .text) {
        fill(
            row: area.row, column: area.column, width: area.width, height: area.height,
            character: character, role: role)
    }

    /// Changes what cells mean and leaves their text, as for the bar of a selected row.
    public mutating func setRole(_ role: Role, row: Int, columns range: Range<Int>) {
        guard (0..<rows).contains(row) else { return }
        for column in range.clamped(to: 0..<columns) {
            cells[row * columns + column].role = role
        }
    }

    /// Lets `body` draw on a blank frame of the area's size and shows the result in the area.
    ///
    /// What lies outside this frame is dropped; an empty area calls nothing.
    public mutating func draw(in area: Area, _ body: (inout Frame) -> Void) {
        guard !area.isEmpty else { return }
        var pane = Frame(columns: area.width, rows: area.height)
        body(&pane)
        show(pane, row: area.row, column: area.column)
    }

    /// Copies another frame's cells onto this one.
    public mutating func show(_ other: Frame, row: Int, column: Int) {
        for sourceRow in 0..<other.rows {
            for sourceColumn in 0..<other.columns {
                let index = sourceRow * other.columns + sourceColumn
                let cell = other.cells[index]
                guard !cell.isContinuation else { continue }
                let isWide =
                    sourceColumn + 1 < other.columns && other.cells[index + 1].isContinuation
                write(
                    cell.text, width: isWide ? 2 : 1, row: row + sourceRow,
                    column: column + sourceColumn, clip: 0..<columns, role: cell.role)
            }
        }
    }

    private mutating func put(
        _ text: String, row: Int, column: Int, clip: Range<Int>, role: Role
    ) {
        guard (0..<rows).contains(row) else { return }
        let clip = clip.clamped(to: 0..<columns)
        var column = column
        for character in text {
            guard column < clip.upperBound else { return }
            SafeText.forEachCell(of: character) { piece, width in
                write(piece, width: width, row: row, column: column, clip: clip, role: role)
                column += width
            }
        }
    }

    /// Writes one safe piece; a wide one that does not fit whole leaves a blank where it would.
    private mutating func write(
        _ piece: Character, width: Int, row: Int, column: Int, clip: Range<Int>, role: Role
    ) {
        guard (0..<rows).contains(row) else { return }
        let shown = (column..<column + width).clamped(to: clip)
        guard !shown.isEmpty else { return }
        let start = row * columns
        if cells[start + shown.lowerBound].isContinuation {
            cells[start + shown.lowerBound - 1].text = " "
        }
        if shown.upperBound < columns, cells[start + shown.upperBound].isContinuation {
            cells[start + shown.upperBound].isContinuation = false
        }
        let isWhole = shown.count == width
        for column in shown {
            let isContinuation = isWhole && column > shown.lowerBound
            cells[start + column] = Cell(
                isWhole && !isContinuation ? piece : " ", role: role, isContinuation: isContinuation
            )
        }
    }
}

extension Area {
    /// The part that lies inside another area.
    public func clipped(to other: Area) -> Area {
        let top = max(row, other.row)
        let left = max(column, other.column)
        return Area(
            row: top, column: left, width: min(endColumn, other.endColumn) - left,
            height: min(endRow, other.endRow) - top)
    }
}
