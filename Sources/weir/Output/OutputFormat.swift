import Control

/// How a command prints its rows.
enum OutputFormat: String, CaseIterable {
    case table, json, csv

    static func of(_ invocation: Invocation) throws -> OutputFormat {
        let word = try invocation.choice(
            .format, of: allCases.map(\.rawValue), default: OutputFormat.table.rawValue)
        return OutputFormat(rawValue: word) ?? .table
    }
}

extension Table {
    /// The rows in a format: aligned text, one JSON object a line, or csv with a header.
    func text(_ format: OutputFormat) -> [String] {
        switch format {
        case .table:
            return TextTable.lines([columns] + rows.map { $0.map(\.shown) }, numbersIn: rows)
        case .json:
            return rows.map { JSONLine.object(zip(columns, $0.map(\.json))) }
        case .csv:
            return ([columns] + rows.map { $0.map(\.plain) }).map { row in
                row.map(CSVField.text).joined(separator: ",")
            }
        }
    }
}

/// One field of a csv line (RFC 4180).
enum CSVField {
    static func text(_ field: String) -> String {
        guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}

extension Cell {
    /// For a person: safe for a terminal, `∅` for NULL.
    var shown: String {
        switch self {
        case .null: "∅"
        case .text(let text): Safe.text(text)
        case .integer, .real, .time, .boolean: plain
        }
    }

    /// For another program: the bare value, nothing for NULL.
    var plain: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .time(let instantMs): Times.full(instantMs)
        case .boolean(let flag): flag ? "true" : "false"
        }
    }

    var json: String {
        switch self {
        case .null: "null"
        case .integer, .boolean: plain
        case .real(let number): number.isFinite ? String(number) : "null"
        case .text, .time: JSONLine.quoted(plain)
        }
    }

    var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .time, .boolean: false
        }
    }
}

extension TextTable {
    /// Aligned columns where a column whose cells are numbers stands to the right.
    static func lines(_ text: [[String]], numbersIn rows: [[Cell]]) -> [String] {
        let columns = text.first?.count ?? 0
        let isNumeric = (0..<columns).map { column in
            rows.contains { $0[column].isNumber }
                && rows.allSatisfy { $0[column].isNumber || $0[column] == .null }
        }
        return lines(text, rightAligned: isNumeric)
    }
}
