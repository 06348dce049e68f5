import Control
import Terminal

extension ConsoleState {
    /// What actions mean in the view's own list.
    mutating func viewAction(_ action: Action, _ snapshot: Snapshot) {
        switch action {
        case .open: open(snapshot)
        case .nextPane: changePane(by: 1)
        case .previousPane: changePane(by: -1)
        case .left: sideways(-1, snapshot)
        case .right: sideways(1, snapshot)
        case .groupMenu: openGroupMenu(snapshot)
        case .filter: mode = .filter(TextField(currentFilter))
        case .sortMenu: openSortMenu(snapshot)
        case .sortLeft: shiftSort(by: -1, snapshot)
        case .sortRight: shiftSort(by: 1, snapshot)
        case .reverseSort: reverseSort(snapshot)
        case .holdOrder: releaseOrder(snapshot)
        case .editText:
            if view == .lookup { lookup.focusField() }
            if view == .query { query.focus = .editor }
        default: break
        }
    }

    private mutating func open(_ snapshot: Snapshot) {
        switch view {
        case .overview: openFromOverview(snapshot)
        case .entities:
            if let detail = entities.detail {
                go(to: .lookup)
                lookup.look(up: detail.key, nowMs: clockMs)
            } else if let group = shownGroup(snapshot)?.name, let key = selectedKey(snapshot) {
                entities.detail = EntityDetail(group: group, key: key)
            }
        case .suspects:
            guard let alert = selectedAlert(snapshot) else { return }
            openDetail(group: alert.group, key: alert.key)
        case .lookup: lookup.focusField()
        case .query: takeExample(snapshot)
        }
    }

    private mutating func openDetail(group: String, key: String) {
        let origin = view
        go(to: .entities)
        entities.group = group
        entities.detail = EntityDetail(group: group, key: key, openedFrom: origin)
    }

    private mutating func openFromOverview(_ snapshot: Snapshot) {
        switch overview.focus {
        case .lag:
            let rows = LagRows.shown(of: snapshot, for: overview, nowMs: clockMs)
            guard let place = overview.lag.position(in: rows.map(\.id)) else { return }
            notify(ConsoleState.describe(rows[place]), nowMs: clockMs)
        case .freshness:
            guard let name = overview.freshness.selected(in: snapshot.groups.map(\.name)) else {
                return
            }
            showGroup(name)
        case .alerts:
            let problems = Problem.all(in: snapshot)
            guard let place = overview.alerts.position(in: problems.map(\.id)) else { return }
            follow(problems[place].target)
        }
    }

    private static func describe(_ row: LagRow) -> String {
        let partition = row.partition
        let end = partition.highWatermark.map { Numbers.grouped($0) } ?? Numbers.unknown
        let watermark = partition.watermarkMs.map { Times.clock($0) } ?? Numbers.unknown
        return "\(row.name): next offset \(Numbers.grouped(partition.durableOffset)) of \(end), "
            + "watermark \(watermark), lost \(Numbers.grouped(partition.lost))"
    }

    private mutating func follow(_ target: Problem.Target) {
        switch target {
        case .none: break
        case .group(let name): showGroup(name)
        case .suspect(let group, let key):
            go(to: .suspects)
            suspects.focus = .list
            suspects.filter = ""
            suspects.list.select(key: ConsoleState.alertId(group: group, key: key))
        case .partition(let id):
            overview.focus = .lag
            overview.filter = ""
            overview.lag.select(key: id)
        }
    }

    mutating func showGroup(_ name: String) {
        go(to: .entities)
        entities.detail = nil
        entities.group = name
    }

    private mutating func changePane(by delta: Int) {
        switch view {
        case .overview:
            let panes = OverviewState.Pane.allCases
            let next = (overview.focus.rawValue + delta + panes.count) % panes.count
            overview.focus = panes[next]
        case .suspects: suspects.focus = suspects.focus == .list ? .attempts : .list
        case .lookup:
            if lookup.isFieldFocused { lookup.leaveField() } else { lookup.focusField() }
        case .query: query.focus = query.focus == .editor ? .grid : .editor
        case .entities: break
        }
    }

    /// Left and right: another group, another column of a graph, or the rest of a wide result.
    private mutating func sideways(_ delta: Int, _ snapshot: Snapshot) {
        switch view {
        case .entities:
            if entities.detail != nil {
                let count = HistoryTable.numbers(of: entities.detail?.history).count
                guard count > 0, let now = entities.detail?.graphed else { return }
                entities.detail?.graphed = (now + delta + count) % count
                return
            }
            let names = snapshot.groups.map(\.name)
            guard let now = names.firstIndex(of: shownGroup(snapshot)?.name ?? "") else { return }
            entities.group = names[(now + delta + names.count) % names.count]
        case .query:
            let last = max(0, (query.result?.columns.count ?? 1) - 1)
            query.gridColumn = max(0, min(last, query.gridColumn + delta))
        case .overview, .suspects, .lookup: break
        }
    }

    // MARK: Order

    /// The columns that the view can be sorted by, and the order of the moment.
    func sorting(_ snapshot: Snapshot) -> (columns: [String], now: Sort)? {
        switch view {
        case .overview: return (OverviewState.sortColumns, overview.sort)
        case .entities:
            guard let group = shownGroup(snapshot), entities.detail == nil else { return nil }
            let sort = entities.lists[group.name]?.sort ?? ConsoleState.naturalSort(of: group)
            return (group.columns.map(\.name) + [Sort.age], sort)
        case .suspects:
            let columns = SuspectRows.sortColumns(of: snapshot)
            return (columns, suspects.sort ?? Sort(column: "", isDescending: true))
        case .lookup, .query: return nil
        }
    }

    mutating func sort(by sort: Sort, _ snapshot: Snapshot) {
        switch view {
        case .overview:
            overview.sort = sort
            overview.lag.release()
        case .entities:
            guard let group = shownGroup(snapshot)?.name else { return }
            entities.lists[group, default: EntityList()].sort = sort
            entities.lists[group]?.top = 0
            entities.lists[group]?.heldUntilMs = 0
        case .suspects:
            suspects.sort = sort
            suspects.list.release()
        case .lookup, .query: break
        }
    }

    private mutating func shiftSort(by delta: Int, _ snapshot: Snapshot) {
        guard let (columns, now) = sorting(snapshot), !columns.isEmpty else { return }
        let place = columns.firstIndex(of: now.column).map { $0 + delta } ?? 0
        let next = columns[(place + columns.count) % columns.count]
        sort(by: Sort(column: next, isDescending: true), snapshot)
    }

    private mutating func reverseSort(_ snapshot: Snapshot) {
        guard let (columns, now) = sorting(snapshot), columns.contains(now.column) else { return }
        sort(by: Sort(column: now.column, isDescending: !now.isDescending), snapshot)
    }

    private mutating func releaseOrder(_ snapshot: Snapshot) {
        overview.lag.release()
        suspects.list.release()
        if let group = shownGroup(snapshot)?.name { entities.lists[group]?.heldUntilMs = 0 }
        notify("live order", nowMs: clockMs)
    }

    // MARK: Menus

    private mutating func openGroupMenu(_ snapshot: Snapshot) {
        let items = snapshot.groups.map { Menu.Item(value: $0.name, detail: $0.title) }
        guard !items.isEmpty, entities.detail == nil else { return }
        let now = items.firstIndex { $0.value == shownGroup(snapshot)?.name } ?? 0
        mode = .menu(Menu(kind: .group, title: "Feature groups", items: items, choice: now))
    }

    private mutating func openSortMenu(_ snapshot: Snapshot) {
        guard let (columns, now) = sorting(snapshot), !columns.isEmpty else { return }
        let items = columns.map { name in
            let order = now.isDescending ? "▼ largest first" : "▲ smallest first"
            return Menu.Item(value: name, detail: name == now.column ? order : "")
        }
        let place = columns.firstIndex(of: now.column) ?? 0
        mode = .menu(Menu(kind: .sort, title: "Sort by", items: items, choice: place))
    }

    mutating func take(_ menu: Menu, _ snapshot: Snapshot) {
        guard menu.items.indices.contains(menu.choice) else { return }
        let value = menu.items[menu.choice].value
        switch menu.kind {
        case .group: showGroup(value)
        case .sort: sort(by: Sort(column: value, isDescending: true), snapshot)
        }
    }
}
