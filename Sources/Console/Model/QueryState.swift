import Control

/// The editor, its result, and what was run before.
struct QueryState: Sendable {
    enum Pane: Sendable { case editor, grid }

    /// A query that was run.
    struct Run: Sendable, Equatable {
        var sql: String
        var timeMs: Int64
        var durationMs: Double?
        /// Rows, or what went wrong.
        var outcome: Outcome
    }

    enum Outcome: Sendable, Equatable {
        case running
        case rows(Int, isTruncated: Bool)
        case failed(String)
        case cancelled
    }

    static let rowLimit = 500

    var editor = TextEditor()
    var focus = Pane.editor
    var result: Table?
    /// Newest first.
    var runs: [Run] = []
    /// Which of ``runs`` the editor shows; -1: none.
    var recalled = -1
    /// What was typed before an earlier query was recalled.
    var draft = ""
    var gridRow = 0
    var gridTop = 0
    var gridColumn = 0
    var catalog: [CatalogTable]?
    /// Which example is selected while there is no result.
    var example = 0

    var isRunning: Bool { runs.first?.outcome == .running }

    mutating func begin(_ sql: String, nowMs: Int64) {
        runs.removeAll { $0.sql == sql }
        runs.insert(Run(sql: sql, timeMs: nowMs, outcome: .running), at: 0)
        runs = Array(runs.prefix(50))
        recalled = -1
        draft = ""
    }

    mutating func finish(_ outcome: Outcome, durationMs: Double) {
        guard isRunning else { return }
        runs[0].outcome = outcome
        runs[0].durationMs = durationMs
    }

    mutating func take(_ table: Table, durationMs: Double) {
        result = table
        gridRow = 0
        gridTop = 0
        gridColumn = 0
        finish(.rows(table.rows.count, isTruncated: table.isTruncated), durationMs: durationMs)
    }
}
