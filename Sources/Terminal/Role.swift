/// What a cell means; a theme says how that looks.
public enum Role: UInt8, Sendable, CaseIterable {
    case text, dim, title, accent
    case border, borderFocus
    /// The selected row.
    case cursor
    case header, match
    case ok, info, warning, critical, stale
    case graphLow, graphMid, graphHigh, graphCritical, axis
    case sqlKeyword, sqlString, sqlNumber, sqlComment
    /// The name of the environment on line 1; the demo's badge.
    case badge
    /// Keys on the last line, and the words beside them.
    case key, keyLabel
}
