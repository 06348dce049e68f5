import Terminal

/// The help of a view, made from the key table.
enum HelpPage {
    static func lines(for view: ViewName) -> [[Canvas.Span]] {
        var lines: [[Canvas.Span]] = []
        let here = KeyTable.bindings.filter {
            $0.modes.contains(.list) && ($0.views?.contains(view) ?? false)
        }
        lines.append([Canvas.Span(" IN \(view.title.uppercased())", .header)])
        lines += rows(of: here)
        let common = KeyTable.bindings.filter { $0.modes.contains(.list) && $0.views == nil }
        for section in [KeyBinding.Section.move, .find, .act, .go] {
            let part = common.filter { $0.section == section }
            guard !part.isEmpty else { continue }
            lines += [[], [Canvas.Span(" " + section.rawValue, .header)]] + rows(of: part)
        }
        if let mode = typing(in: view) {
            let keys = KeyTable.bindings(in: mode, view).filter { $0.section == .text }
            lines += [[], [Canvas.Span(" WHILE TYPING", .header)]] + rows(of: keys)
        }
        return lines + symbols
    }

    /// The text mode that belongs to a view.
    private static func typing(in view: ViewName) -> KeyMode? {
        switch view {
        case .lookup: .field
        case .query: .editor
        case .overview, .entities, .suspects: nil
        }
    }

    private static func rows(of bindings: [KeyBinding]) -> [[Canvas.Span]] {
        bindings.map { binding in
            let keys = binding.keys.map(\.label).joined(separator: " ")
            let padding = String(repeating: " ", count: max(1, 15 - CellWidth.of(keys)))
            return [Canvas.Span("  " + keys + padding, .key), Canvas.Span(binding.help)]
        }
    }

    private static let symbols: [[Canvas.Span]] =
        [[], [Canvas.Span(" SYMBOLS", .header)]]
        + [
            "✗ critical  ▲ warning, growing  ▼ falling  ‖ stalled",
            "✓ fine  · information  — unknown  ? too old to say",
            "» reading the past  ∅ NULL  ≥ at least  … cut off",
            "LAG     events that wait in the topic",
            "BEHIND  how old the newest event read is",
            "AGE     the clock minus the value's event time",
            "SLO     how old it may be: the group's promise",
            "NOW     the value of the window still open",
            "STALE   no snapshot for 5 s; after 15 s rates are ?",
            "Graphs start at 0; the number beside is the top.",
        ].map { [Canvas.Span("  " + $0, .dim)] }
}
