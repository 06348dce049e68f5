public import Control

extension ConsoleState {
    /// Takes an answer in; one that nobody waits for any more is dropped.
    public mutating func receive(_ answer: Answer) {
        guard
            let (purpose, asked) = asked.first(where: {
                $0.value.ticket == answer.ticket && $0.value.isWaiting
            })
        else { return }
        self.asked[purpose]?.isWaiting = false
        self.asked[purpose]?.ticket = nil
        take(answer, for: purpose, asked.question)
    }

    private mutating func take(
        _ answer: Answer, for purpose: Purpose, _ question: Question
    ) {
        switch purpose {
        case .entities: takeEntities(answer.content)
        case .trends(let group): takeTrends(answer.content, group: group)
        case .history: takeHistory(answer.content)
        case .suspectHistory: takeSuspectHistory(answer.content, question)
        case .latestEvents: takeEvents(answer.content, question)
        case .lookup: takeLookup(answer)
        case .query: takeQuery(answer)
        case .catalog:
            if case .catalog(let tables) = answer.content { query.catalog = tables }
        }
    }

    private mutating func takeEntities(_ content: Answer.Content) {
        switch content {
        case .entities(let page):
            entities.lists[page.request.group, default: EntityList()].take(page, nowMs: clockMs)
        case .failed(let sentence):
            guard case .entities(let request)? = asked[.entities]?.question else { return }
            entities.lists[request.group, default: EntityList()].problem = sentence
        default: break
        }
    }

    private mutating func takeTrends(_ content: Answer.Content, group: String) {
        guard case .entities(let page) = content else { return }
        suspects.trends[group] = Dictionary(
            page.rows.map { ($0.key, Trend($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func takeHistory(_ content: Answer.Content) {
        switch content {
        case .history(let table), .table(let table):
            entities.detail?.history = table
            entities.detail?.problem = nil
        case .failed(let sentence): entities.detail?.problem = sentence
        default: break
        }
    }

    private mutating func takeSuspectHistory(_ content: Answer.Content, _ question: Question) {
        guard case .history(let group, let key, _) = question else { return }
        switch content {
        case .history(let table), .table(let table):
            suspects.history = (ConsoleState.alertId(group: group, key: key), table)
            suspects.historyProblem = nil
        case .failed(let sentence): suspects.historyProblem = sentence
        default: break
        }
    }

    private mutating func takeEvents(_ content: Answer.Content, _ question: Question) {
        guard case .latestEvents(let key, _) = question else { return }
        switch content {
        case .events(let lines):
            suspects.events = (key, lines)
            suspects.eventsProblem = nil
        case .failed(let sentence): suspects.eventsProblem = sentence
        default: break
        }
    }

    private mutating func takeLookup(_ answer: Answer) {
        switch answer.content {
        case .lookup(let results): lookup.take(results, durationMs: answer.durationMs)
        case .failed(let sentence): lookup.problem = sentence
        default: break
        }
    }

    private mutating func takeQuery(_ answer: Answer) {
        switch answer.content {
        case .table(let table), .history(let table):
            query.take(table, durationMs: answer.durationMs)
        case .failed(let sentence):
            query.finish(.failed(sentence), durationMs: answer.durationMs)
        case .cancelled: query.finish(.cancelled, durationMs: answer.durationMs)
        default:
            query.finish(
                .failed("the store gave no rows for this"), durationMs: answer.durationMs)
        }
    }
}
