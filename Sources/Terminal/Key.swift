/// One thing that a person did at the keyboard, or that the terminal reported.
public enum Key: Hashable, Sendable {
    /// A printable character.
    case character(Character)
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete, space
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// Text that was pasted in one piece.
    case paste(String)
    case mouse(column: Int, row: Int, isWheelUp: Bool, isWheelDown: Bool)
    /// The terminal has a new size.
    case resize
    /// The program is asked to end: by a signal such as SIGTERM, or because the terminal is gone.
    case terminate
}
