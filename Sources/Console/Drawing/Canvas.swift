import Terminal

/// A frame being drawn, with what each place on it means to the mouse and where the cursor goes.
struct Canvas: Sendable {
    /// What a click hits.
    enum Target: Sendable, Equatable {
        case view(ViewName)
        case lag(String)
        case group(String)
        case problem(String)
        case entity(place: Int)
        case suspect(String)
        case lookupLine(Int)
        case gridRow(Int)
        case example(Int)
        case choice(Int)
        case idField
        case editor
    }

    /// A place for the terminal's cursor: the selected row, or where text goes.
    struct Cursor: Sendable, Equatable {
        var row: Int
        var column: Int
        var isText: Bool
    }

    var frame: Frame
    private(set) var hits: [(area: Area, target: Target)] = []
    var cursor: Cursor?

    init(columns: Int, rows: Int) { frame = Frame(columns: columns, rows: rows) }

    mutating func mark(_ area: Area, as target: Target) { hits.append((area, target)) }

    /// Forgets what lies below an overlay.
    mutating func coverAll() {
        hits = []
        cursor = nil
    }

    /// What was drawn last at a place.
    func target(row: Int, column: Int) -> Target? {
        hits.last { $0.area.contains(row: row, column: column) }?.target
    }

    /// A piece of text in one role.
    struct Span: Sendable, Equatable {
        var text: String
        var role: Role
        /// Stands in a column of a table that the text is too wide for.
        var short: String?

        init(_ text: String, _ role: Role = .text, short: String? = nil) {
            self.text = text
            self.role = role
            self.short = short
        }
    }

    /// Draws pieces one after the other inside an area's row; what does not fit ends in `…`.
    mutating func put(_ spans: [Span], in area: Area, row: Int) {
        guard (0..<area.height).contains(row) else { return }
        var column = 0
        for span in spans {
            let left = area.width - column
            guard left > 0 else { return }
            let width = CellWidth.of(span.text)
            if width > left {
                frame.put(
                    span.text, row: area.row + row, column: area.column + column, width: left,
                    role: span.role)
                return
            }
            frame.put(
                span.text, in: area, row: row, column: column, role: span.role)
            column += width
        }
    }

    mutating func put(_ text: String, in area: Area, row: Int, _ role: Role = .text) {
        put([Span(text, role)], in: area, row: row)
    }

    /// Draws text broken at blanks over an area's rows, and returns how many rows it took.
    @discardableResult
    mutating func wrap(_ text: String, in area: Area, _ role: Role = .text) -> Int {
        let lines = Canvas.lines(of: text, width: area.width)
        for (row, line) in lines.prefix(area.height).enumerated() {
            let isCut = row == area.height - 1 && lines.count > area.height
            put(isCut ? line + " " + lines[row + 1] : line, in: area, row: row, role)
        }
        return min(lines.count, area.height)
    }

    static func lines(of text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in SafeText.visible(text).split(separator: " ") {
            var word = String(word)
            if !line.isEmpty, CellWidth.of(line) + 1 + CellWidth.of(word) > width {
                lines.append(line)
                line = ""
            }
            while CellWidth.of(word) > width {
                var head = ""
                while let first = word.first, CellWidth.of(head + String(first)) <= width {
                    head.append(first)
                    word.removeFirst()
                }
                guard !head.isEmpty else { return lines }
                lines.append(head)
            }
            line += line.isEmpty ? word : " " + word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// A titled box where there is room for boxes, else a line of title; returns what is inside.
    mutating func panel(
        _ area: Area, _ title: String, trailing: String = "", isFocused: Bool = false,
        boxed: Bool = true
    ) -> Area {
        guard !area.isEmpty else { return area }
        if boxed, area.height >= 3, area.width >= 8 {
            return frame.box(area, title: title, isFocused: isFocused, trailing: trailing)
        }
        let text = trailing.isEmpty ? title : "\(title)  \(trailing)"
        put(text, in: area, row: 0, .title)
        return area.droppingTop(1)
    }
}
