public import Control
import Dispatch
import Stores

/// Answers the console's questions from the stores, on its own thread and its own connection.
///
/// The pipeline is never asked: a slow query slows nothing but the next question.
public final class ReaderThread: Sendable {
    public let desk: Desk
    private let questions: DispatchSemaphore
    private let stopping: Mailbox<Bool>

    /// Starts at once; the directory may have no store yet.
    public init(directory: String, links: PipelineLinks) {
        let questions = DispatchSemaphore(value: 0)
        let stopping = Mailbox(false)
        let desk = Desk { questions.signal() }
        self.questions = questions
        self.stopping = stopping
        self.desk = desk
        DispatchQueue(label: "reader").async {
            var reader = QuestionReader(directory: directory, links: links)
            while !stopping.read() {
                questions.wait()
                for (ticket, question) in desk.takeQuestions() where !stopping.read() {
                    desk.answer(
                        reader.answer(question, ticket: ticket) { desk.isCancelled(ticket) })
                    links.wake()
                }
            }
        }
    }

    /// Ends the thread after the question it is working on.
    public func stop() {
        stopping.post(true)
        questions.signal()
    }
}
