public import Control
public import Terminal

extension ConsoleState {
    /// Where the terminal's cursor belongs on a frame.
    public struct Cursor: Sendable, Equatable {
        public var row: Int
        public var column: Int
        /// Text goes there, so it should be seen; else it only marks the selected row.
        public var isText: Bool
    }

    /// Draws the screen; the same arguments always give the same frame.
    public func draw(_ snapshot: Snapshot, columns: Int, rows: Int, nowMs: Int64) -> Frame {
        canvas(snapshot, columns: columns, rows: rows, nowMs: nowMs).frame
    }

    /// Draws the screen and says where the cursor belongs; `nil` hides it.
    public func picture(
        _ snapshot: Snapshot, columns: Int, rows: Int, nowMs: Int64
    ) -> (frame: Frame, cursor: Cursor?) {
        let canvas = canvas(snapshot, columns: columns, rows: rows, nowMs: nowMs)
        let cursor = canvas.cursor.map {
            Cursor(row: $0.row, column: $0.column, isText: $0.isText)
        }
        return (canvas.frame, cursor)
    }

    func canvas(_ live: Snapshot, columns: Int, rows: Int, nowMs: Int64) -> Canvas {
        var now = self
        now.clockMs = nowMs
        let scene = Scene(now, live, columns: columns, rows: rows, nowMs: nowMs)
        var canvas = Canvas(columns: columns, rows: rows)
        drawBody(scene, on: &canvas)
        if scene.isDimmed {
            for row in scene.layout.body.rows {
                canvas.frame.setRole(.stale, row: row, columns: scene.layout.body.columns)
            }
        }
        StaleNotice.draw(scene, on: &canvas)
        Chrome.draw(scene, on: &canvas)
        Overlays.draw(scene, on: &canvas)
        return canvas
    }

    private func drawBody(_ scene: Scene, on canvas: inout Canvas) {
        let body = scene.layout.body
        guard !body.isEmpty else { return }
        if scene.layout.kind == .glance, view == .overview {
            return GlanceView.draw(scene, on: &canvas, in: body)
        }
        if scene.isConnecting, view != .query, view != .lookup {
            return ConnectingView.draw(scene, on: &canvas, in: body)
        }
        switch view {
        case .overview: OverviewView.draw(scene, on: &canvas)
        case .entities: EntitiesView.draw(scene, on: &canvas, in: body)
        case .suspects: SuspectsView.draw(scene, on: &canvas, in: body)
        case .lookup: LookupView.draw(scene, on: &canvas, in: body)
        case .query: QueryView.draw(scene, on: &canvas, in: body)
        }
    }

    /// A click selects what it hits; a click on what is selected opens it.
    mutating func click(row: Int, column: Int, _ live: Snapshot) -> [Effect] {
        let drawn = canvas(live, columns: columns, rows: rows, nowMs: clockMs)
        guard let target = drawn.target(row: row, column: column) else { return [] }
        let snapshot = shown(live)
        switch target {
        case .view(let name):
            if case .theme = mode { return [] }
            mode = .list
            go(to: name)
        case .choice(let choice): return choose(choice, live)
        case .idField: lookup.focusField()
        case .editor: query.focus = .editor
        case .lag(let id):
            overview.focus = .lag
            let wasSelected = overview.lag.key == id
            overview.lag.select(key: id)
            if wasSelected { viewAction(.open, snapshot) }
        case .group(let name):
            let wasSelected = overview.focus == .freshness && overview.freshness.key == name
            overview.focus = .freshness
            overview.freshness.select(key: name)
            if wasSelected { viewAction(.open, snapshot) }
        case .problem(let id):
            let wasSelected = overview.focus == .alerts && overview.alerts.key == id
            overview.focus = .alerts
            overview.alerts.select(key: id)
            if wasSelected { viewAction(.open, snapshot) }
        case .entity(let place): clickEntity(place, snapshot)
        case .suspect(let id):
            let wasSelected = suspects.list.key == id
            suspects.focus = .list
            suspects.list.select(key: id)
            if wasSelected { viewAction(.open, snapshot) }
        case .lookupLine(let line):
            lookup.leaveField()
            lookup.list.select(key: "\(line)")
        case .gridRow(let row):
            query.focus = .grid
            query.gridRow = row
        case .example(let place):
            query.focus = .grid
            query.example = place
            viewAction(.open, snapshot)
        }
        return []
    }

    private mutating func clickEntity(_ place: Int, _ snapshot: Snapshot) {
        guard let group = shownGroup(snapshot)?.name else { return }
        let visible = Layout(columns: columns, rows: rows).entityRows
        let wasSelected = entities.lists[group]?.shownPlace == place
        entities.lists[group]?.move(to: place, visible: visible, nowMs: clockMs)
        if wasSelected { viewAction(.open, snapshot) }
    }

    private mutating func choose(_ choice: Int, _ live: Snapshot) -> [Effect] {
        switch mode {
        case .menu(var menu):
            menu.choice = choice
            mode = .menu(menu)
            return perform(.accept, live)
        case .commands(let field, _):
            mode = .commands(field, choice: choice)
            return perform(.accept, live)
        case .theme(let now, _):
            return move(by: choice - now, live)
        case .list, .filter, .confirmQuit, .help: return []
        }
    }
}
