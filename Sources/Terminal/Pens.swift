internal import CNcurses

/// Cells as curses wants them: each role's pair of colours and its attributes.
struct Pens {
    /// A role's look in the numbers of curses.
    private struct Pen {
        var pair: Int32 = 0
        var attributes: attr_t = 0
    }

    private let limit: Int
    private var pens: [Pen]
    private var pairs: [UInt64: Int32] = [:]
    private var checked: [Character: Bool] = [:]

    /// - Parameter limit: How many pairs of colours the terminal has.
    init(limit: Int) {
        self.limit = limit
        pens = Array(repeating: Pen(), count: Role.allCases.count)
    }

    /// Makes the pairs of a theme; cells on the screen that use others have to be drawn anew.
    mutating func use(_ theme: Theme, depth: ColorDepth) {
        pairs = [:]
        for role in Role.allCases {
            let paint = theme.paint(role, depth: depth)
            pens[Int(role.rawValue)] = Pen(
                pair: pair(paint.foreground, paint.background),
                attributes: Self.attributes(paint.attributes))
        }
    }

    /// One row, filled up with blanks to that many columns.
    mutating func line(_ cells: ArraySlice<Frame.Cell>, columns: Int) -> [cchar_t] {
        var line: [cchar_t] = []
        line.reserveCapacity(columns)
        for index in cells.indices where !cells[index].isContinuation {
            let cell = cells[index]
            let isWide = index + 1 < cells.endIndex && cells[index + 1].isContinuation
            if isShown(cell.text, width: isWide ? 2 : 1) {
                line.append(self.cell(cell.text, cell.role))
            } else {
                line += Array(repeating: self.cell("·", cell.role), count: isWide ? 2 : 1)
            }
        }
        let missing = max(0, columns - cells.count)
        return line + Array(repeating: cell(" ", .text), count: missing)
    }

    private func cell(_ character: Character, _ role: Role) -> cchar_t {
        let pen = pens[Int(role.rawValue)]
        var pair = pen.pair
        var wide = character.unicodeScalars.prefix(Int(CCHARW_MAX)).map {
            wchar_t(bitPattern: $0.value)
        }
        wide.append(0)
        var cell = cchar_t()
        // The pair goes through the last argument: the one before it ends at 255.
        setcchar(&cell, &wide, pen.attributes, 0, &pair)
        return cell
    }

    /// Whether the system's idea of the width is ours; else curses would shift the rest of the row.
    private mutating func isShown(_ character: Character, width: Int) -> Bool {
        if character.isASCII { return true }
        if let known = checked[character] { return known }
        let widths = character.unicodeScalars.map { Int(wcwidth(wchar_t(bitPattern: $0.value))) }
        let isShown = widths.first == width && widths.dropFirst().allSatisfy { $0 == 0 }
        if checked.count > 10_000 { checked = [:] }
        checked[character] = isShown
        return isShown
    }

    private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
        if foreground == -1, background == -1 { return 0 }
        let key =
            UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
        if let pair = pairs[key] { return pair }
        let pair = Int32(pairs.count + 1)
        guard pair < limit, init_extended_pair(pair, foreground, background) == OK else { return 0 }
        pairs[key] = pair
        return pair
    }

    private static func attributes(_ attributes: Style.Attributes) -> attr_t {
        var result: attr_t = 0
        if attributes.contains(.bold) { result |= CNC_BOLD }
        if attributes.contains(.dim) { result |= CNC_DIM }
        if attributes.contains(.underline) { result |= CNC_UNDERLINE }
        if attributes.contains(.reverse) { result |= CNC_REVERSE }
        return result
    }
}
