import Terminal

/// Where the panes of the Overview lie; empty areas are not drawn.
struct OverviewLayout: Sendable, Equatable {
    var tiles: Area
    var lag: Area
    var freshness: Area
    var counters: Area
    var alerts: Area
    let layout: Layout

    /// With the rows that the lists have, what they leave empty goes to their neighbours.
    init(_ layout: Layout, listed: Int = .max) {
        self.layout = layout
        let body = layout.body
        let none = Area(row: body.row, column: body.column, width: 0, height: 0)
        (tiles, lag, freshness, counters, alerts) = (none, none, none, none, none)
        switch layout.kind {
        case .wide:
            let bottom = max(10, min(body.height / 3, 16))
            let free = body.height - 5 - bottom
            let spare = listed < free ? max(0, free - max(5, listed) - 3) : 0
            let graphs = min(spare, layout.rows >= 45 ? 6 : 3)
            let rows = body.splitRows([
                .cells(5 + graphs), .weight(1), .cells(bottom + min(spare - graphs, 4)),
            ])
            tiles = rows[0]
            let right = max(44, min(body.width * 36 / 100, 70))
            let middle = rows[1].splitColumns([.weight(1), .cells(right)])
            (lag, freshness) = (middle[0], middle[1])
            let last = rows[2].splitColumns([.cells(max(46, body.width * 2 / 5)), .weight(1)])
            (counters, alerts) = (last[0], last[1])
        case .medium:
            let bottom = max(7, body.height * 2 / 5)
            let rows = body.splitRows([.cells(5), .weight(1), .cells(bottom)])
            (tiles, lag) = (rows[0], rows[1])
            let last = rows[2].splitColumns([.weight(1), .weight(1)])
            (freshness, alerts) = (last[0], last[1])
        case .small:
            let rows = body.splitRows([.cells(body.height >= 11 ? 5 : 3), .weight(1)])
            (tiles, lag) = (rows[0], rows[1])
        case .glance:
            break
        }
    }

    /// On small screens the pane in focus has the room of all.
    func area(of pane: OverviewState.Pane) -> Area {
        if layout.kind == .small { return lag }
        return switch pane {
        case .lag: lag
        case .freshness: freshness
        case .alerts: alerts
        }
    }

    /// The list rows that a pane shows.
    func rows(of pane: OverviewState.Pane) -> Int {
        let boxed = layout.hasBoxes ? 2 : 1
        let heads = pane == .alerts ? 0 : 1
        return max(1, area(of: pane).height - boxed - heads)
    }
}
