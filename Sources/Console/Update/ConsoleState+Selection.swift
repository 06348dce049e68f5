import Control

extension ConsoleState {
    /// The group the Entities view shows.
    func shownGroup(_ snapshot: Snapshot) -> GroupStatus? {
        snapshot.groups.first { $0.name == entities.group } ?? snapshot.groups.first
    }

    /// Names an alert in lists: its group and key.
    static func alertId(group: String, key: String) -> String { "\(group)\u{0}\(key)" }

    static func alertId(_ alert: AlertStatus) -> String {
        alertId(group: alert.group, key: alert.key)
    }

    /// The alert under the selection of the Suspects view.
    func selectedAlert(_ snapshot: Snapshot) -> AlertStatus? {
        let alerts = SuspectRows.shown(of: snapshot, for: suspects, nowMs: clockMs)
        guard let place = suspects.list.position(in: alerts.map(ConsoleState.alertId)) else {
            return nil
        }
        return alerts[place]
    }

    /// The key under the selection of the view, for views that open on it.
    func selectedKey(_ snapshot: Snapshot) -> String? {
        switch view {
        case .overview: nil
        case .entities:
            entities.detail?.key
                ?? shownGroup(snapshot).flatMap { entities.lists[$0.name] }
                .flatMap { $0.key ?? $0.selectedRow?.key }
        case .suspects: selectedAlert(snapshot)?.key
        case .lookup: lookup.subject
        case .query: nil
        }
    }

    /// Settles on a group, and forgets what belongs to a suspect that is selected no more.
    mutating func settleSelection(_ snapshot: Snapshot) {
        if entities.group == nil { entities.group = snapshot.groups.first?.name }
        guard view == .suspects, let alert = selectedAlert(snapshot) else { return }
        if suspects.history?.id != ConsoleState.alertId(alert) { suspects.history = nil }
        if suspects.events?.id != alert.key { suspects.events = nil }
    }
}
