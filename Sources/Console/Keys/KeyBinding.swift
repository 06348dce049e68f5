public import Terminal

/// One row of the key table.
public struct KeyBinding: Sendable {
    /// The part of the help page it stands in.
    public enum Section: String, CaseIterable, Sendable {
        case move = "MOVE"
        case find = "FIND"
        case act = "ACT"
        case go = "GO"
        case text = "TEXT"
    }

    public var action: Action
    public var keys: [Key]
    public var modes: Set<KeyMode>
    /// Where it works; `nil`: in every view.
    public var views: Set<ViewName>?
    public var section: Section
    /// A word or two for the last line; empty: not shown there.
    public var label: String
    /// What it does, for the help page.
    public var help: String

    func works(in mode: KeyMode, _ view: ViewName) -> Bool {
        modes.contains(mode) && (views?.contains(view) ?? true)
    }
}

extension Key {
    /// How a key is written on the screen.
    public var label: String {
        switch self {
        case .character(let character): String(character)
        case .control(let character): "^" + String(character).uppercased()
        case .enter: "⏎"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "S-Tab"
        case .backspace: "⌫"
        case .delete: "Del"
        case .space: "Space"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        case .paste: "paste"
        case .mouse: "mouse"
        case .resize: "resize"
        case .terminate: "end"
        }
    }
}
