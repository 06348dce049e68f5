import Control
import Terminal

/// What every view has around it: vital signs, the views, and the keys that work.
enum Chrome {
    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        VitalSigns.draw(scene, on: &canvas)
        if scene.layout.hasViewLine { drawViews(scene, on: &canvas) }
        if scene.layout.hasKeyLine { KeyLine.draw(scene, on: &canvas) }
    }

    private static func drawViews(_ scene: Scene, on canvas: inout Canvas) {
        let width = scene.layout.columns
        let hint = " ? help  : cmd "
        for form in [Form.titles, .shortTitles, .numbers] {
            let tabs = ViewName.allCases.map { tab($0, scene, form) }
            let total = tabs.reduce(-1) { $0 + CellWidth.of($1.label) + 1 }
            guard total <= width || form == .numbers else { continue }
            var column = 0
            for tab in tabs where column < width {
                let area = Area(row: 1, column: column, width: CellWidth.of(tab.label), height: 1)
                canvas.frame.put(tab.label, row: 1, column: column, role: tab.role)
                canvas.mark(area, as: .view(tab.view))
                column += area.width + 1
            }
            if column + hint.count <= width {
                canvas.frame.put(hint, row: 1, column: width - hint.count, role: .dim)
            }
            return
        }
    }

    /// How the views are named, by the room there is.
    private enum Form { case titles, shortTitles, numbers }

    private static func tab(
        _ view: ViewName, _ scene: Scene, _ form: Form
    ) -> (view: ViewName, label: String, role: Role) {
        let firing = scene.live.alerts.count { $0.resolvedMs == nil }
        let badge = view == .suspects && firing > 0 ? "!\(firing)" : ""
        let isHere = view == scene.state.view
        let title =
            switch form {
            case .titles: " " + view.title
            case .shortTitles: " " + view.shortTitle
            case .numbers: isHere ? " " + view.title : ""
            }
        let name = "\(view.rawValue)\(title)\(badge)"
        return (view, isHere ? "[\(name)]" : " \(name) ", isHere ? .title : .dim)
    }
}
