import Control
import Terminal

extension ConsoleState {
    /// Keys in the `:` prompt.
    mutating func commands(
        _ field: TextField, _ choice: Int, _ action: Action, _ live: Snapshot
    ) -> [Effect] {
        var field = field
        switch action {
        case .accept:
            let offers = CommandList.matches(field.text, self, live)
            mode = .list
            guard offers.indices.contains(choice) else {
                notify("no such command: \(field.text)", isProblem: true, nowMs: clockMs)
                return [.bell]
            }
            return run(offers[choice], live)
        case .cancel: mode = .list
        case .help: mode = .help(top: 0)
        default: if field.edit(action) { mode = .commands(field, choice: 0) }
        }
        return []
    }

    private mutating func run(_ offer: CommandOffer, _ live: Snapshot) -> [Effect] {
        if let reason = offer.reasonAgainst {
            notify(reason, isProblem: true, nowMs: clockMs)
            return [.bell]
        }
        switch offer.deed {
        case .action(let action):
            if view == .lookup { lookup.leaveField() }
            if view == .query, action != .runQuery { query.focus = .grid }
            return perform(action, live)
        case .group(let name): showGroup(name)
        case .theme(let name):
            themeName = name
            return [.setTheme(name)]
        case .sort(let column):
            sort(by: Sort(column: column, isDescending: true), shown(live))
        case .filter(let text): setFilter(text)
        case .lookup(let key):
            go(to: .lookup)
            lookup.look(up: key, nowMs: clockMs)
        case .speed(let speed):
            notify("clock at \(speed)x", nowMs: clockMs)
            return [.command(.setClockSpeed(speed))]
        case .dump:
            let frame = draw(live, columns: columns, rows: rows, nowMs: clockMs)
            return [.export(name: "\(view.title.lowercased()).txt", text: frame.text + "\n")]
        }
        return []
    }

    // MARK: Themes

    mutating func openThemes() {
        guard !themes.isEmpty else {
            notify("no themes were found", isProblem: true, nowMs: clockMs)
            return
        }
        mode = .theme(choice: themes.firstIndex(of: themeName) ?? 0, before: themeName)
    }

    mutating func theme(_ action: Action, before: String) -> [Effect] {
        mode = .list
        guard action != .accept else { return [] }
        themeName = before
        return [.setTheme(before)]
    }

    // MARK: Export

    /// The rows of the view as a CSV file.
    mutating func export(_ snapshot: Snapshot) -> [Effect] {
        guard let (name, table) = exported(snapshot), !table.rows.isEmpty else {
            notify("no rows to export", isProblem: true, nowMs: clockMs)
            return [.bell]
        }
        return [.export(name: FileName.safe(name) + ".csv", text: CSV.text(table))]
    }

    private func exported(_ snapshot: Snapshot) -> (name: String, table: Table)? {
        switch view {
        case .overview: nil
        case .entities: exportedEntities(snapshot)
        case .suspects: ("suspects", exportedSuspects(snapshot))
        case .lookup: lookup.subject.map { ("lookup-\($0)", exportedLookup()) }
        case .query: query.result.map { ("query", $0) }
        }
    }

    private func exportedEntities(_ snapshot: Snapshot) -> (name: String, table: Table)? {
        if let detail = entities.detail {
            return detail.history.map { ("\(detail.group)-\(detail.key)", $0) }
        }
        guard let group = shownGroup(snapshot), let page = entities.lists[group.name]?.page else {
            return nil
        }
        let rows = page.rows.map { row in
            row.values + [.time(row.eventTimeMs), .time(row.newestEventTimeMs)]
                + [row.expiresAtMs.map { .time($0) } ?? .null]
        }
        let columns =
            group.columns.map(\.name) + ["event_time", "newest_event_time", "expires_at"]
        return (group.name, Table(columns: columns, rows: rows))
    }

    private func exportedSuspects(_ snapshot: Snapshot) -> Table {
        let numbers = SuspectRows.numberColumns(of: snapshot)
        let alerts = SuspectRows.shown(of: snapshot, for: suspects, nowMs: clockMs)
        let rows = alerts.map { alert -> [Cell] in
            let values = numbers.map {
                SuspectRows.value(of: $0, in: alert, snapshot) ?? .null
            }
            return [.text(alert.group), .text(alert.key)] + values + [
                .time(alert.firstSeenMs), .time(alert.lastSeenMs),
                alert.resolvedMs.map { .time($0) } ?? .null, .text(alert.message),
            ]
        }
        let columns =
            ["alert_group", "subject"] + numbers
            + ["first_seen", "last_seen", "resolved", "message"]
        return Table(columns: columns, rows: rows)
    }

    private func exportedLookup() -> Table {
        let rows = (lookup.results ?? []).flatMap { result in
            result.columns.enumerated().map { index, name -> [Cell] in
                let online = result.online.flatMap { LookupLines.value(index, of: $0) }
                let offline = result.offline.flatMap { LookupLines.value(index, of: $0) }
                return [
                    .text(result.group), .text(name), online ?? .null,
                    result.online.map { .time($0.eventTimeMs) } ?? .null, offline ?? .null,
                ]
            }
        }
        return Table(
            columns: ["feature_group", "feature", "online", "event_time", "offline"], rows: rows)
    }
}
