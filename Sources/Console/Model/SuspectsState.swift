import Control

/// The suspects: the keys of every alert group, and what is known about the selected one.
struct SuspectsState: Sendable {
    enum Pane: Sendable { case list, attempts }

    var list = ListState()
    /// `nil`: as the pipeline ranks them, firing and worst first.
    var sort: Sort?
    var filter = ""
    var focus = Pane.list
    /// The first of the latest attempts shown.
    var attemptsTop = 0
    /// Past values by group and key.
    var trends: [String: [String: Trend]] = [:]
    /// Whose history and events are at hand.
    var history: (id: String, table: Table)?
    var events: (id: String, lines: [EventLine])?
    var historyProblem: String?
    var eventsProblem: String?
}
