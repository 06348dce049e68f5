import Control
import Synchronization

/// The newest raw events that mention an entity which is firing an alert, kept for whoever asks.
///
/// The pipeline writes, the reader of another thread looks; both hold the lock for microseconds.
public final class RecentEvents: Sendable {
    private struct State {
        var watched: [String: [EventLine]] = [:]
    }
    private let state = Mutex(State())
    private let linesPerKey: Int

    public init(linesPerKey: Int = 50) { self.linesPerKey = linesPerKey }

    /// Watches exactly these keys from now on; lines of keys that stay are kept.
    func watch(_ keys: Set<String>) {
        state.withLock { state in
            for key in state.watched.keys where !keys.contains(key) { state.watched[key] = nil }
            for key in keys where state.watched[key] == nil { state.watched[key] = [] }
        }
    }

    func add(_ line: EventLine, key: String) {
        state.withLock { state in
            guard var lines = state.watched[key] else { return }
            if lines.count >= linesPerKey { lines.removeFirst(lines.count - linesPerKey + 1) }
            lines.append(line)
            state.watched[key] = lines
        }
    }

    /// The lines of one key, newest first.
    func newest(key: String, limit: Int) -> [EventLine] {
        state.withLock { Array(($0.watched[key] ?? []).reversed().prefix(limit)) }
    }
}
