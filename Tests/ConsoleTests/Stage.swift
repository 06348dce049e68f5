import Console
import Control
import Terminal

/// A console with someone at the keys and a reader that answers at once.
struct Stage {
    var state: ConsoleState
    var snapshot: Snapshot
    var nowMs = Fixtures.nowMs
    var columns: Int
    var rows: Int
    /// Everything the console wanted done, questions apart.
    var effects: [Effect] = []
    var questions: [Question] = []
    var answer: (Question) -> Answer.Content = Answers.content
    private var lastTicket: UInt64 = 0

    init(_ snapshot: Snapshot, view: ViewName = .overview, columns: Int = 120, rows: Int = 36) {
        self.snapshot = snapshot
        self.columns = columns
        self.rows = rows
        state = ConsoleState(
            view: view, columns: columns, rows: rows, themes: ["dusk", "paper", "okabe"],
            themeName: "dusk")
        settle()
    }

    mutating func press(_ keys: Key...) {
        for key in keys {
            carryOut(state.handle(key, snapshot: snapshot, nowMs: nowMs))
            settle()
        }
    }

    mutating func type(_ text: String) {
        for character in text { press(character == " " ? .space : .character(character)) }
    }

    mutating func wait(ms: Int64) {
        nowMs += ms
        settle()
    }

    /// A new snapshot comes, with a new commit.
    mutating func commit(after ms: Int64 = 1_000) {
        nowMs += ms
        snapshot.nowMs += ms
        snapshot.sequence += 1
        let id = (snapshot.lastCommit?.id ?? 0) + 1
        snapshot.lastCommit = CommitStatus(id: id, timeMs: snapshot.nowMs, durationMs: 2)
        settle()
    }

    mutating func settle() {
        for _ in 0..<6 {
            let wanted = state.tick(snapshot: snapshot, nowMs: nowMs)
            if wanted.isEmpty { return }
            carryOut(wanted)
        }
    }

    private mutating func carryOut(_ wanted: [Effect]) {
        for effect in wanted {
            guard case .ask(let question, let purpose) = effect else {
                effects.append(effect)
                continue
            }
            questions.append(question)
            lastTicket += 1
            state.asked(purpose, ticket: Ticket(lastTicket))
            state.receive(
                Answer(ticket: Ticket(lastTicket), content: answer(question), durationMs: 0.42))
        }
    }

    var frame: Frame { state.draw(snapshot, columns: columns, rows: rows, nowMs: nowMs) }
    var text: String { frame.text }
}
