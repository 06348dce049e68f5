/// The Overview: three lists, one of them in focus.
struct OverviewState: Sendable {
    enum Pane: Int, CaseIterable, Sendable { case lag, freshness, alerts }

    var focus = Pane.lag
    var lag = ListState()
    var freshness = ListState()
    var alerts = ListState()
    var sort = Sort(column: "LAG", isDescending: true)
    var filter = ""

    /// What the lag table can be sorted by, in the order of its columns.
    static let sortColumns = ["TOPIC/PART", "LAG", "BEHIND", "Δ/s", "IN/s", "OUT/s"]

    var list: ListState {
        get {
            switch focus {
            case .lag: lag
            case .freshness: freshness
            case .alerts: alerts
            }
        }
        set {
            switch focus {
            case .lag: lag = newValue
            case .freshness: freshness = newValue
            case .alerts: alerts = newValue
            }
        }
    }
}
