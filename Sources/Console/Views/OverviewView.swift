import Control
import Terminal

/// What is behind, since when, why, and whether it is getting better.
enum OverviewView {
    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        let partitions = scene.snapshot.sources.reduce(0) { $0 + $1.partitions.count }
        // The worst partitions stand on top; ten of them tell more than a graph that is too flat.
        let listed = max(min(partitions, 10), scene.snapshot.groups.count)
        let places = OverviewLayout(scene.layout, listed: listed)
        if scene.layout.kind == .wide {
            VitalTiles.drawBoxes(scene, on: &canvas, in: places.tiles)
        } else {
            VitalTiles.drawLines(scene, on: &canvas, in: places.tiles)
        }
        if scene.layout.kind == .small {
            draw(scene.state.overview.focus, scene, on: &canvas, in: places.lag)
            return
        }
        for pane in OverviewState.Pane.allCases {
            draw(pane, scene, on: &canvas, in: places.area(of: pane))
        }
        CountersPane.draw(scene, on: &canvas, in: places.counters)
    }

    private static func draw(
        _ pane: OverviewState.Pane, _ scene: Scene, on canvas: inout Canvas, in area: Area
    ) {
        guard !area.isEmpty else { return }
        switch pane {
        case .lag: LagPane.draw(scene, on: &canvas, in: area)
        case .freshness: FreshnessPane.draw(scene, on: &canvas, in: area)
        case .alerts: AlertsPane.draw(scene, on: &canvas, in: area)
        }
    }
}
