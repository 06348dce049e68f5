import Control
import Terminal

/// What a view needs for drawing: the state, what it shows, and how old that is.
struct Scene: Sendable {
    let state: ConsoleState
    let snapshot: Snapshot
    /// The newest snapshot, also while the display is paused.
    let live: Snapshot
    let nowMs: Int64
    let layout: Layout
    let vitals: Vitals
    let problems: [Problem]
    let window: HistoryWindow

    init(_ state: ConsoleState, _ live: Snapshot, columns: Int, rows: Int, nowMs: Int64) {
        self.state = state
        self.live = live
        self.nowMs = nowMs
        snapshot = state.shown(live)
        vitals = Vitals(snapshot)
        problems = Problem.all(in: snapshot)
        window = HistoryWindow(snapshot)
        let age = state.arrival.map { nowMs - $0.atMs } ?? 0
        layout = Layout(
            columns: columns, rows: rows, hasNotice: Scene.isDimmed(live, dataAgeMs: age))
    }

    /// How long ago the newest snapshot came; `nil` before the first.
    var dataAgeMs: Int64? { state.arrival.map { max(0, nowMs - $0.atMs) } }

    /// Snapshots should come several times a second; these say that something is wrong.
    static let staleMs: Int64 = 5_000
    static let deadMs: Int64 = 15_000

    /// An old snapshot of a pipeline that has ended is as good as a new one.
    private static func isFinished(_ snapshot: Snapshot) -> Bool {
        switch snapshot.phase {
        case .ended, .failed: true
        default: false
        }
    }

    private static func isDimmed(_ live: Snapshot, dataAgeMs: Int64) -> Bool {
        if case .disconnected = live.phase { return true }
        return !isFinished(live) && dataAgeMs >= staleMs
    }

    var isStale: Bool { !Scene.isFinished(live) && (dataAgeMs ?? 0) >= Scene.staleMs }

    /// Values are drawn dim: they are from before the connection was lost, or nobody sends any.
    var isDimmed: Bool { Scene.isDimmed(live, dataAgeMs: dataAgeMs ?? 0) }

    /// Rates of so long ago, or from before the connection was lost, say nothing about now.
    var isDead: Bool {
        if case .disconnected = live.phase { return true }
        return isStale && (dataAgeMs ?? 0) >= Scene.deadMs
    }

    var isConnecting: Bool { state.arrival == nil }

    /// How long a group's rows take to come, as far as one can know.
    func firstRowHint(for group: GroupStatus) -> String {
        guard let windowMs = group.windowMs else { return "no rows yet: they come with the events" }
        let slide = group.slideMs ?? windowMs
        guard let watermark = snapshot.sources.compactMap(\.watermarkMs).min(), slide > 0 else {
            return "no rows yet: no event has been read"
        }
        let past = ((watermark % slide) + slide) % slide
        return "no rows yet: the window closes in \(Times.duration(slide - past)) of event time"
    }
}
