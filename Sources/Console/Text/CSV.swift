import Control

/// Rows as comma-separated values (RFC 4180), nothing rounded.
enum CSV {
    static func text(_ table: Table) -> String {
        var text = line(table.columns)
        for row in table.rows { text += line(row.map(CellText.exact)) }
        return text
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        let special: Set<Character> = [",", "\"", "\n", "\r", "\r\n"]
        guard text.contains(where: special.contains) else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
