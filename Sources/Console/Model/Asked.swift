import Control

/// A question that was asked and what has come of it.
struct Asked: Sendable {
    var question: Question
    /// The newest commit when it was asked; the same commit would give the same answer.
    var commit: Int64?
    var atMs: Int64
    /// `nil` once it is answered, or before the ticket is known.
    var ticket: Ticket?
    var isWaiting: Bool
}

/// The open-window values that were asked for last.
struct Watched: Sendable, Equatable {
    var group: String
    var keys: [String]
}
