/// Rows of one key and one channel that lie close together.
///
/// Sessions of several channels that touch are one window when they fire; they are kept apart until
/// then, so that the result does not depend on which channel was read first.
final class Session {
    /// A row that came before all others of the session, and the watermark it was judged by.
    struct Start {
        let timeMs: Int64
        let judgedByMs: Int64
    }

    /// Counts the sessions of the key's group.
    let id: Int64
    let key: Int32
    let channel: Int64
    /// The first row's time.
    private(set) var startMs: Int64
    /// The last row's time and the gap.
    var endMs: Int64
    /// How the start has moved back; where one is both later in time and in watermark than another,
    /// it says nothing more.
    private(set) var starts: [Start]
    /// The state of the key, alone in its pane.
    let pane: Pane
    /// It has become part of another, or has fired.
    var isGone = false
    var isChanged = false
    /// How often each row is there, by what tells rows apart; `nil` until one is taken back.
    var rows: [Int64: Int64]?
    /// Its number among the sessions of the current chunk, -1 without rows there.
    var place: Int32 = -1

    init(id: Int64, key: Int32, channel: Int64, starts: [Start], endMs: Int64, _ pane: Pane) {
        self.id = id
        self.key = key
        self.channel = channel
        self.starts = starts
        self.endMs = endMs
        self.pane = pane
        startMs = starts.map(\.timeMs).min() ?? endMs
    }

    /// A row of this time has come in.
    func reach(back start: Start) {
        guard !starts.contains(where: { $0.covers(start) }) else { return }
        starts.removeAll { start.covers($0) }
        starts.append(start)
        startMs = min(startMs, start.timeMs)
    }

    /// Whether this session and one of another channel are parts of the same window.
    ///
    /// There must be a row of each within the gap of the other, and neither session may have ended
    /// at the watermark by which the other's row was judged. Where the sessions grow together at
    /// their ends that is always so; it matters where they begin.
    func joins(_ other: Session) -> Bool {
        channel != other.channel && reaches(other) && other.reaches(self)
    }

    private func reaches(_ other: Session) -> Bool {
        starts.contains { $0.timeMs <= other.endMs && $0.judgedByMs < other.endMs - 1 }
    }
}

/// A session among all that checkpoints know.
struct SessionID: Hashable {
    let keyGroup: Int
    let number: Int64
}

extension Session.Start {
    /// Whether the other start says nothing that this one does not.
    fileprivate func covers(_ other: Session.Start) -> Bool {
        timeMs <= other.timeMs && judgedByMs <= other.judgedByMs
    }
}
