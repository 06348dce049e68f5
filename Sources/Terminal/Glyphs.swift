/// The characters that pictures are made of, each one cell wide.
///
/// Views draw with `unicode`; `Frame.ascii` turns each of them into its twin in `ascii` for
/// terminals that cannot show it.
public struct Glyphs: Sendable, Equatable {
    /// The pieces of a rectangle.
    public struct Border: Sendable, Equatable {
        public let horizontal: Character
        public let vertical: Character
        public let topLeft: Character
        public let topRight: Character
        public let bottomLeft: Character
        public let bottomRight: Character
    }

    public let light: Border
    public let heavy: Border
    /// Eight heights of a column, lowest first.
    public let heights: [Character]
    /// Eight lengths of a bar, shortest first; the last fills the cell.
    public let lengths: [Character]
    /// The empty part of a bar.
    public let barRest: Character
    /// The unseen part of a progress bar.
    public let shade: Character
    public let critical: Character
    public let warning: Character
    public let falling: Character
    public let ok: Character
    public let live: Character
    public let off: Character
    public let stalled: Character
    /// Marks the selected row at its left edge.
    public let cursor: Character
    public let ellipsis: Character
    public let unknown: Character
    public let null: Character
    public let approximately: Character
    public let separator: Character
    public let enter: Character

    public static let unicode = Glyphs(
        light: Border(
            horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
            bottomRight: "┘"),
        heavy: Border(
            horizontal: "━", vertical: "┃", topLeft: "┏", topRight: "┓", bottomLeft: "┗",
            bottomRight: "┛"),
        heights: Array("▁▂▃▄▅▆▇█"), lengths: Array("▏▎▍▌▋▊▉█"), barRest: "·", shade: "░",
        critical: "✗", warning: "▲", falling: "▼", ok: "✓", live: "●", off: "○", stalled: "‖",
        cursor: "▌", ellipsis: "…", unknown: "—", null: "∅", approximately: "≈", separator: "│",
        enter: "⏎")

    public static let ascii = Glyphs(
        light: Border(
            horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
            bottomRight: "+"),
        heavy: Border(
            horizontal: "=", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
            bottomRight: "+"),
        heights: Array("_.-:=+*#"), lengths: Array("..->=+##"), barRest: ".", shade: ".",
        critical: "X", warning: "^", falling: "v", ok: ".", live: "*", off: "o", stalled: "|",
        cursor: ">", ellipsis: "~", unknown: "-", null: "@", approximately: "~", separator: "|",
        enter: ">")
}
