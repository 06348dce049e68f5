public import Control

/// What the console wants done; who runs the loop does it.
public enum Effect: Sendable, Equatable {
    case command(Command)
    /// Ask, then tell the ticket with ``ConsoleState/asked(_:ticket:)``.
    case ask(Question, Purpose)
    case cancel(Ticket)
    /// Draw with this theme from now on; also sent while the picker previews.
    case setTheme(String)
    /// Write this text to a new file of about this name, and say where.
    ///
    /// The name is safe for a file: ``ConsoleState/notify(_:isProblem:nowMs:)`` tells the person.
    case export(name: String, text: String)
    case suspend
    /// Repaint every cell.
    case redraw
    case bell
    case quit
}

/// Why a question was asked; at most one question is under way for each.
public enum Purpose: Hashable, Sendable {
    /// The rows of the entity list.
    case entities
    /// The trends in the list of suspects, by group.
    case trends(group: String)
    /// The drill-down of the entity list.
    case history
    /// The graph beside a suspect.
    case suspectHistory
    case latestEvents
    case lookup
    case query
    case catalog
}
