public import Control
public import Terminal

/// One frame without a screen, for `weir console --dump` and for pictures.
public enum Dump {
    /// Opens a view on a snapshot, lets `answer` answer what it asks, and draws it once.
    ///
    /// `subject` is an entity id to open Lookup on, or SQL for Query.
    public static func frame(
        of view: ViewName, subject: String? = nil, snapshot: Snapshot, columns: Int, rows: Int,
        nowMs: Int64, answer: (Question) -> Answer.Content
    ) -> Frame {
        var state = ConsoleState(view: view, columns: columns, rows: rows)
        var snapshot = snapshot
        // A snapshot made from a data directory has no number; it is there nevertheless.
        if snapshot.sequence == 0 { snapshot.sequence = 1 }
        var effects = state.tick(snapshot: snapshot, nowMs: nowMs)
        if let subject { effects += state.open(subject, snapshot, nowMs: nowMs) }
        // Answers can raise questions: rows, then what belongs to the first of them.
        for _ in 0..<4 where !effects.isEmpty {
            for case .ask(let question, let purpose) in effects {
                let ticket = Ticket(state.nextDumpTicket)
                state.asked(purpose, ticket: ticket)
                let content = answer(question)
                state.receive(Answer(ticket: ticket, content: content, durationMs: 0))
            }
            effects = state.tick(snapshot: snapshot, nowMs: nowMs)
        }
        return state.draw(snapshot, columns: columns, rows: rows, nowMs: nowMs)
    }
}

extension ConsoleState {
    /// Opens Lookup on an id, or runs a query.
    mutating func open(_ subject: String, _ snapshot: Snapshot, nowMs: Int64) -> [Effect] {
        clockMs = nowMs
        switch view {
        case .lookup:
            lookup.look(up: subject, nowMs: nowMs)
            return tick(snapshot: snapshot, nowMs: nowMs)
        case .query:
            query.editor.replaceAll(with: subject)
            return runQuery(snapshot)
        case .entities:
            showGroup(subject)
            return tick(snapshot: snapshot, nowMs: nowMs)
        case .overview, .suspects: return []
        }
    }

    /// A number that no question under way has.
    fileprivate var nextDumpTicket: UInt64 {
        (asked.values.compactMap(\.ticket?.number).max() ?? 0) + 1
    }
}
