extension Frame {
    /// The rows as text, without the blanks at their ends.
    public var text: String {
        (0..<rows).map(rowText).joined(separator: "\n")
    }

    /// Each row followed by a line that says which roles its cells have, for golden tests.
    ///
    /// `~ 3 title 10 text 7 border` are the lengths from the left; the plain text at a row's end is
    /// left out, so a row of nothing but plain text has a bare `~` below it.
    public var styledText: String {
        (0..<rows).map { "\(rowText($0))\n\(roleRuns($0))" }.joined(separator: "\n")
    }

    /// One row as text, without the blanks at its end.
    public func rowText(_ row: Int) -> String {
        var line = cells(inRow: row)
        while let last = line.last, last.text == " ", !last.isContinuation { line.removeLast() }
        return String(line.lazy.filter { !$0.isContinuation }.map(\.text))
    }

    func cells(inRow row: Int) -> ArraySlice<Cell> {
        cells[row * columns..<(row + 1) * columns]
    }

    private func roleRuns(_ row: Int) -> String {
        var runs: [(role: Role, length: Int)] = []
        for cell in cells(inRow: row) {
            if runs.last?.role == cell.role {
                runs[runs.count - 1].length += 1
            } else {
                runs.append((cell.role, 1))
            }
        }
        if runs.last?.role == .text { runs.removeLast() }
        return (["~"] + runs.map { "\($0.length) \($0.role)" }).joined(separator: " ")
    }
}
