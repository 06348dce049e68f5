import Console
import Engine
import Terminal

/// Numbers as the console shows them.
enum Numbers {
    /// Thousands apart: `1,234,567`.
    static func grouped(_ number: Int64) -> String { Console.Numbers.grouped(number) }
}

/// Times as people read them, always UTC.
enum Times {
    /// `2026-01-05T09:00:00.000Z`.
    static func full(_ instantMs: Int64) -> String {
        Timestamp.text(instantMs).replacing(" ", with: "T") + "Z"
    }

    /// `09:00:00Z`.
    static func clock(_ instantMs: Int64) -> String { Console.Times.clock(instantMs) }
}

/// Text from outside on its way to a person's terminal.
enum Safe {
    /// Control characters become visible symbols.
    static func text(_ text: String) -> String { SafeText.visible(text) }
}

/// Rows as aligned columns.
enum TextTable {
    /// One line per row; columns from `rightAlignedFrom` on stand to the right.
    static func lines(_ rows: [[String]], rightAlignedFrom: Int) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        return lines(rows, rightAligned: (0..<columns).map { $0 >= rightAlignedFrom })
    }

    /// One line per row, two blanks between the columns.
    static func lines(_ rows: [[String]], rightAligned: [Bool]) -> [String] {
        let widths = rightAligned.indices.map { column in
            rows.map { column < $0.count ? CellWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - CellWidth.of(cell))
                line += column == 0 ? "" : "  "
                line += rightAligned[column] ? padding + cell : cell + padding
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

/// Lengths of time as people read them.
enum Spans {
    /// `0.4s`, `27s`, `3m12s`, `2h05m`, `4d`.
    static func short(_ milliseconds: Int64) -> String {
        let seconds = abs(milliseconds) / 1000
        let sign = milliseconds < 0 ? "-" : ""
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        switch seconds {
        case ..<10: return sign + "\(seconds).\(abs(milliseconds) % 1000 / 100)s"
        case ..<60: return sign + "\(seconds)s"
        case ..<3600: return sign + "\(seconds / 60)m\(two(seconds % 60))s"
        case ..<86_400: return sign + "\(seconds / 3600)h\(two(seconds / 60 % 60))m"
        default: return sign + "\(seconds / 86_400)d"
        }
    }
}
