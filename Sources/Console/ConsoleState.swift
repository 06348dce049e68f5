public import Control
public import Terminal

/// The whole interface as a value: what is shown, where one stands in it, what is being typed.
///
/// It decides and draws, and does nothing itself. Who runs the loop hands it keys, answers and
/// snapshots, carries out the ``Effect``s it returns, and shows the frames it draws. Snapshots come
/// in by argument; `nowMs` is always the wall clock in milliseconds since 1970 UTC.
public struct ConsoleState: Sendable {
    public internal(set) var view = ViewName.overview
    /// The theme to draw with, the previewed one while the picker is open.
    public internal(set) var themeName: String
    public internal(set) var columns: Int
    public internal(set) var rows: Int

    /// Whether the demo's traffic has a fraud of which a burst can be asked for.
    public var hasFraud = true

    let themes: [String]
    /// The views to go back to, the oldest first; the Overview lies below them all.
    var trail: [ViewName] = []
    var lastView: ViewName?
    var mode = Mode.list
    var overview = OverviewState()
    var entities = EntitiesState()
    var suspects = SuspectsState()
    var lookup = LookupState()
    var query = QueryState()
    var pause: Pause?
    var toast: Toast?
    var arrival: Arrival?
    /// The wall clock at the last call.
    var clockMs: Int64 = 0
    var asked: [Purpose: Asked] = [:]
    var watched: Watched?
    /// When Ctrl-C was pressed last without anything to cancel.
    var interruptedAtMs: Int64?

    /// Begins at a view, for a screen of that size, with the names of the themes to choose from.
    public init(
        view: ViewName = .overview, columns: Int = 80, rows: Int = 24, themes: [String] = [],
        themeName: String = ""
    ) {
        self.columns = columns
        self.rows = rows
        self.themes = themes
        self.themeName = themeName
        if view != .overview { go(to: view) }
    }

    /// The screen has this size from now on.
    public mutating func resize(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// Takes one key and says what is to be done.
    public mutating func handle(_ key: Key, snapshot: Snapshot, nowMs: Int64) -> [Effect] {
        note(snapshot, nowMs: nowMs)
        let effects = dispatch(key, snapshot)
        return effects + attend(shown(snapshot))
    }

    /// Lets time pass: asks again for what is on the screen when there is something new to ask for.
    ///
    /// Call it after each snapshot and answer, and at least once a second.
    public mutating func tick(snapshot: Snapshot, nowMs: Int64) -> [Effect] {
        note(snapshot, nowMs: nowMs)
        return attend(shown(snapshot))
    }

    /// Remembers which ticket a question got.
    public mutating func asked(_ purpose: Purpose, ticket: Ticket) {
        asked[purpose]?.ticket = ticket
    }

    /// Shows a sentence on the last line for some seconds, as after an export.
    public mutating func notify(_ text: String, isProblem: Bool = false, nowMs: Int64) {
        toast = Toast(text: text, isProblem: isProblem, untilMs: nowMs + Toast.durationMs)
    }

    /// What is displayed: the snapshot at which the display was paused, or the newest.
    func shown(_ snapshot: Snapshot) -> Snapshot { pause?.snapshot ?? snapshot }

    /// Notes when a snapshot that was not seen before arrived.
    private mutating func note(_ snapshot: Snapshot, nowMs: Int64) {
        clockMs = nowMs
        if snapshot.sequence > 0, arrival?.sequence != snapshot.sequence {
            arrival = Arrival(sequence: snapshot.sequence, atMs: nowMs)
        }
        if let toast, nowMs >= toast.untilMs { self.toast = nil }
    }

    /// What the keyboard means now.
    var keyMode: KeyMode {
        switch mode {
        case .filter: .filter
        case .commands: .commands
        case .menu: .menu
        case .confirmQuit: .confirm
        case .help: .help
        case .theme: .theme
        case .list:
            switch view {
            case .lookup where lookup.isFieldFocused: .field
            case .query where query.focus == .editor: .editor
            default: .list
            }
        }
    }

    /// Shows a view, and remembers where one came from.
    mutating func go(to target: ViewName) {
        guard target != view else { return }
        lastView = view
        trail.removeAll { $0 == target || $0 == view }
        if target == .overview {
            trail = []
        } else if view != .overview {
            trail.append(view)
        }
        lookup.leaveField()
        query.focus = .grid
        view = target
        if target == .lookup, lookup.subject == nil { lookup.focusField() }
        if target == .query { query.focus = .editor }
    }
}
