import Control
import Terminal

/// A stored value as text.
enum CellText {
    /// For a table: grouped, and short where it is long.
    static func display(_ cell: Cell?) -> String {
        switch cell {
        case nil: Numbers.unknown
        case .null: "∅"
        case .integer(let value): Numbers.grouped(value)
        case .real(let value): real(value)
        case .text(let text): text
        case .time(let timeMs): Times.clock(timeMs)
        case .boolean(let value): value ? "true" : "false"
        }
    }

    /// For a query's result and an export: nothing rounded, no grouping.
    static func exact(_ cell: Cell) -> String {
        switch cell {
        case .null: ""
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let text): text
        case .time(let timeMs): Times.exact(timeMs)
        case .boolean(let value): value ? "true" : "false"
        }
    }

    /// A number in few characters, for a column that is too narrow for all of it.
    static func short(_ cell: Cell?) -> String? {
        switch cell {
        case .integer(let value): Numbers.compact(value)
        case .real(let value): Numbers.compact(value)
        case .time(let timeMs): Times.minute(timeMs)
        default: nil
        }
    }

    static func number(_ cell: Cell?) -> Double? {
        switch cell {
        case .integer(let value): Double(value)
        case .real(let value): value.isFinite ? value : nil
        default: nil
        }
    }

    static func isNumber(_ cell: Cell?) -> Bool {
        switch cell {
        case .integer, .real: true
        default: false
        }
    }

    /// A type's name as the Lookup view shows it.
    static func typeName(_ cell: Cell?) -> String {
        switch cell {
        case nil, .null: Numbers.unknown
        case .integer: "int"
        case .real: "real"
        case .text: "text"
        case .time: "time"
        case .boolean: "bool"
        }
    }

    private static func real(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 9e12 else { return "\(value)" }
        return Numbers.fixed(value, abs(value) < 100 ? 3 : 2)
    }
}

extension Canvas.Span {
    /// A stored value; where it does not fit, a shorter form of it.
    static func value(_ cell: Cell?, _ role: Role = .text) -> Canvas.Span {
        Canvas.Span(CellText.display(cell), role, short: CellText.short(cell))
    }
}
