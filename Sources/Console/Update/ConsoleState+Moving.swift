import Control
import Terminal

extension ConsoleState {
    /// How far an action moves, in rows; `nil` when it is no movement.
    func delta(of action: Action) -> Int? {
        let page = max(1, pageRows)
        return switch action {
        case .up: -1
        case .down: 1
        case .pageUp: -page
        case .pageDown: page
        case .halfUp: -max(1, page / 2)
        case .halfDown: max(1, page / 2)
        case .first: -ConsoleState.far
        case .last: ConsoleState.far
        default: nil
        }
    }

    /// More rows than any list has, and still far from overflow.
    static let far = 1 << 40

    /// The rows that a page of the list in focus has.
    private var pageRows: Int {
        let layout = Layout(columns: columns, rows: rows)
        if case .help = mode { return layout.body.height - 2 }
        switch view {
        case .overview: return OverviewLayout(layout).rows(of: overview.focus)
        case .entities where entities.detail == nil: return layout.entityRows
        case .suspects: return layout.suspectRows(rows)
        case .entities, .lookup, .query: return max(1, layout.body.height / 2)
        }
    }

    /// Moves the selection of whatever has the keys.
    mutating func move(by delta: Int, _ live: Snapshot) -> [Effect] {
        switch mode {
        case .list: moveInView(by: delta, shown(live))
        case .menu(var menu):
            menu.choice = max(0, min(menu.choice + delta, menu.items.count - 1))
            mode = .menu(menu)
        case .help(let top):
            let last = max(0, HelpPage.lines(for: view).count - pageRows)
            mode = .help(top: max(0, min(top + delta, last)))
        case .theme(let choice, let before):
            let next = max(0, min(choice + delta, themes.count - 1))
            guard themes.indices.contains(next) else { break }
            mode = .theme(choice: next, before: before)
            themeName = themes[next]
            return [.setTheme(themeName)]
        case .commands(let field, let choice):
            let count = CommandList.matches(field.text, self, live).count
            mode = .commands(field, choice: max(0, min(choice + delta, count - 1)))
        case .filter, .confirmQuit: break
        }
        return []
    }

    private mutating func moveInView(by delta: Int, _ snapshot: Snapshot) {
        switch view {
        case .overview: moveInOverview(by: delta, snapshot)
        case .entities: moveInEntities(by: delta, snapshot)
        case .suspects: moveInSuspects(by: delta, snapshot)
        case .lookup:
            let keys = LookupLines.all(lookup, snapshot).indices.map { "\($0)" }
            moveList(&lookup.list, by: delta, in: keys)
        case .query: moveInQuery(by: delta, snapshot)
        }
    }

    private func moveList(_ list: inout ListState, by delta: Int, in keys: [String]) {
        if delta == -ConsoleState.far {
            list.moveToFirst()
        } else {
            list.move(by: delta, in: keys, visible: pageRows)
        }
    }

    private mutating func moveInOverview(by delta: Int, _ snapshot: Snapshot) {
        let keys =
            switch overview.focus {
            case .lag: LagRows.shown(of: snapshot, for: overview, nowMs: clockMs).map(\.id)
            case .freshness: snapshot.groups.map(\.name)
            case .alerts: Problem.all(in: snapshot).map(\.id)
            }
        var list = overview.list
        moveList(&list, by: delta, in: keys)
        if overview.focus == .lag {
            if delta == -ConsoleState.far {
                list.release()
            } else {
                list.hold(keys, nowMs: clockMs)
            }
        }
        overview.list = list
    }

    private mutating func moveInEntities(by delta: Int, _ snapshot: Snapshot) {
        if let detail = entities.detail {
            let last = max(0, (detail.history?.rows.count ?? 0) - 1)
            entities.detail?.top = max(0, min(detail.top + delta, last))
            return
        }
        guard let group = shownGroup(snapshot)?.name else { return }
        var list = entities.lists[group] ?? EntityList()
        if delta == -ConsoleState.far {
            list.moveToFirst()
        } else {
            list.move(to: list.shownPlace + delta, visible: pageRows, nowMs: clockMs)
        }
        entities.lists[group] = list
    }

    private mutating func moveInSuspects(by delta: Int, _ snapshot: Snapshot) {
        if suspects.focus == .attempts {
            let last = max(0, (suspects.events?.lines.count ?? 0) - 1)
            suspects.attemptsTop = max(0, min(suspects.attemptsTop + delta, last))
            return
        }
        let keys = SuspectRows.shown(of: snapshot, for: suspects, nowMs: clockMs)
            .map(ConsoleState.alertId)
        moveList(&suspects.list, by: delta, in: keys)
        suspects.attemptsTop = 0
        if delta == -ConsoleState.far {
            suspects.list.release()
        } else {
            suspects.list.hold(keys, nowMs: clockMs)
        }
    }

    private mutating func moveInQuery(by delta: Int, _ snapshot: Snapshot) {
        guard let result = query.result else {
            let count = QueryExamples.all(for: snapshot).count
            query.example = max(0, min(query.example + delta, count - 1))
            return
        }
        query.gridRow = max(0, min(query.gridRow + delta, result.rows.count - 1))
        query.gridTop = ListState.top(
            for: query.gridRow, from: query.gridTop, visible: pageRows, count: result.rows.count)
    }
}
