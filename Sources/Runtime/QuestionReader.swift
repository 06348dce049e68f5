public import Control
import Stores

/// Answers questions about a data directory, which may have no store yet when it is made.
public struct QuestionReader: ~Copyable {
    private let directory: String
    private let links: PipelineLinks
    private var stored: StoredPipeline?

    public init(directory: String, links: PipelineLinks) {
        self.directory = directory
        self.links = links
    }

    /// Works out an answer; a failure is an answer too.
    public mutating func answer(
        _ question: Question, ticket: Ticket, isCancelled: () -> Bool = { false }
    ) -> Answer {
        let began = SystemTime.monotonicNs()
        let content: Answer.Content
        do {
            content =
                isCancelled() ? .cancelled : try self.content(question, isCancelled: isCancelled)
        } catch let failure as StoreFailure {
            content = failure.kind == .cancelled ? .cancelled : .failed(failure.sentence)
        } catch {
            content = .failed("\(error)")
        }
        return Answer(
            ticket: ticket, content: content,
            durationMs: Double(SystemTime.monotonicNs() - began) / 1e6)
    }

    private mutating func content(
        _ question: Question, isCancelled: () -> Bool
    ) throws -> Answer.Content {
        if case .latestEvents(let key, let limit) = question {
            return .events(links.recent.newest(key: key, limit: limit))
        }
        if stored == nil { stored = try StoredPipeline(directory: directory) }
        let nowMs = links.clock.read().nowMs()
        return try stored?.content(question, nowMs: nowMs, isCancelled: isCancelled)
            ?? .failed("the store cannot be opened")
    }
}

extension StoredPipeline {
    fileprivate func content(
        _ question: Question, nowMs: Int64, isCancelled: () -> Bool
    ) throws -> Answer.Content {
        switch question {
        case .get(let group, let key):
            .entity(try get(group: group, key: key, nowMs: nowMs).online)
        case .lookup(let key): .lookup(try lookup(key: key, nowMs: nowMs))
        case .history(let group, let key, let limit):
            .history(try history(group: group, key: key, limit: limit))
        case .entities(let request):
            .entities(try page(request, nowMs: nowMs, isCancelled: isCancelled))
        case .query(let sql, let rowLimit):
            .table(try query(sql, rowLimit: rowLimit, isCancelled: isCancelled))
        case .catalog: .catalog(try catalog())
        case .latestEvents: .events([])  // The pipeline's memory, not the store's.
        }
    }
}
