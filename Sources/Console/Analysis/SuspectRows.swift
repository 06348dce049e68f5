import Control

/// The list of suspects, and what its columns are.
enum SuspectRows {
    /// Filtered, sorted, and in the held order while one is held.
    static func shown(
        of snapshot: Snapshot, for state: SuspectsState, nowMs: Int64
    ) -> [AlertStatus] {
        let filter = EntityFilter(state.filter)
        var alerts = snapshot.alerts.filter { alert in
            filter.matches(key: EntityKey.display(alert.key)) { column in
                CellText.number(value(of: column, in: alert, snapshot))
            }
        }
        if let sort = state.sort {
            alerts = alerts.enumerated().sorted { one, other in
                let left = rank(one.element, by: sort.column, snapshot)
                let right = rank(other.element, by: sort.column, snapshot)
                guard left != right else { return one.offset < other.offset }
                return sort.isDescending ? left > right : left < right
            }.map(\.element)
        }
        guard state.list.isHeld(nowMs: nowMs) else { return alerts }
        let byId = Dictionary(
            alerts.map { (ConsoleState.alertId($0), $0) }, uniquingKeysWith: { first, _ in first })
        return state.list.ordered(alerts.map(ConsoleState.alertId), nowMs: nowMs)
            .compactMap { byId[$0] }
    }

    /// The numbers that the alert groups bring, in their order, without repeats.
    static func numberColumns(of snapshot: Snapshot) -> [String] {
        var names: [String] = []
        for group in snapshot.groups where group.isAlert {
            for column in group.columns where !column.isKey && !names.contains(column.name) {
                if column.kind == .integer || column.kind == .real { names.append(column.name) }
            }
        }
        return names
    }

    static func sortColumns(of snapshot: Snapshot) -> [String] {
        ["SUBJECT"] + numberColumns(of: snapshot)
            + (hasShare(snapshot) ? [share] : []) + ["FIRST", "LAST"]
    }

    /// What a suspect can be found by, beside a part of its key; keys can be numbers, too.
    static func filterColumns(of snapshot: Snapshot) -> [String] {
        let keys = snapshot.groups.filter(\.isAlert).flatMap(\.columns)
            .filter { $0.isKey && ($0.kind == .integer || $0.kind == .real) }.map(\.name)
        return numberColumns(of: snapshot) + (hasShare(snapshot) ? [share] : []) + keys
    }

    /// The column that is computed: invalid attempts among all.
    static let share = "INVALID%"

    static func hasShare(_ snapshot: Snapshot) -> Bool {
        let names = numberColumns(of: snapshot)
        return names.contains("invalid") && names.contains("attempts")
    }

    /// A column of the alert's row; the share is computed.
    static func value(of column: String, in alert: AlertStatus, _ snapshot: Snapshot) -> Cell? {
        if column == share { return invalidShare(of: alert, snapshot).map { .real($0 * 100) } }
        guard let group = snapshot.groups.first(where: { $0.name == alert.group }),
            let index = group.columns.firstIndex(where: { $0.name == column }),
            index < alert.values.count
        else { return nil }
        return alert.values[index]
    }

    static func invalidShare(of alert: AlertStatus, _ snapshot: Snapshot) -> Double? {
        guard let invalid = CellText.number(value(of: "invalid", in: alert, snapshot)),
            let attempts = CellText.number(value(of: "attempts", in: alert, snapshot)),
            attempts > 0
        else { return nil }
        return invalid / attempts
    }

    private static func rank(
        _ alert: AlertStatus, by column: String, _ snapshot: Snapshot
    ) -> Rank {
        switch column {
        case "SUBJECT": .text(EntityKey.display(alert.key))
        case "FIRST": .number(Double(alert.firstSeenMs))
        case "LAST": .number(Double(alert.lastSeenMs))
        default:
            .number(CellText.number(value(of: column, in: alert, snapshot)) ?? -.infinity)
        }
    }

    private enum Rank: Comparable {
        case number(Double)
        case text(String)
    }
}
