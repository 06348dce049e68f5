import SQL

/// What `weir help functions` prints.
enum FunctionHelp {
    /// Grouped as the catalog groups them, one line each.
    static var lines: [String] {
        var lines: [String] = []
        var group = ""
        let width = FunctionCatalog.entries.map(\.form.count).max() ?? 0
        for entry in FunctionCatalog.entries {
            if entry.group != group {
                if !lines.isEmpty { lines.append("") }
                lines.append(entry.group)
                group = entry.group
            }
            let padding = String(repeating: " ", count: width - entry.form.count)
            lines.append("  \(entry.form)\(padding)  \(entry.summary)")
        }
        return lines
    }
}
