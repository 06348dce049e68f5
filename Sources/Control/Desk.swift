import Synchronization

/// Where questions are put and answers fetched; the reader behind it works on its own thread.
///
/// Who asks keeps the ticket and looks for its answer when it draws; nobody waits.
public final class Desk: Sendable {
    private struct State {
        var lastTicket: UInt64 = 0
        var cancelled: Set<Ticket> = []
    }
    private let state = Mutex(State())
    private let questions = Inbox<(Ticket, Question)>()
    private let answers = Inbox<Answer>()
    /// Called after each question and each cancellation, so that the reader wakes up.
    private let wake: @Sendable () -> Void

    public init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    public func ask(_ question: Question) -> Ticket {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return Ticket(state.lastTicket)
        }
        questions.post((ticket, question))
        wake()
        return ticket
    }

    /// Asks the reader to stop working on a question; its answer is then `cancelled`.
    public func cancel(_ ticket: Ticket) {
        state.withLock { _ = $0.cancelled.insert(ticket) }
        wake()
    }

    public func isCancelled(_ ticket: Ticket) -> Bool {
        state.withLock { $0.cancelled.contains(ticket) }
    }

    public func takeAnswers() -> [Answer] { answers.takeAll() }

    // The reader's side.

    public func takeQuestions() -> [(Ticket, Question)] { questions.takeAll() }

    public func answer(_ answer: Answer) {
        state.withLock { _ = $0.cancelled.remove(answer.ticket) }
        answers.post(answer)
    }
}
