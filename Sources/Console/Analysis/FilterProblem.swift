import Control
import Engine

/// What is wrong with the filter of the list that is shown.
enum FilterProblem {
    static func text(_ scene: Scene) -> String? {
        switch scene.state.view {
        case .entities: entities(scene)
        case .suspects: suspects(scene)
        case .overview, .lookup, .query: nil
        }
    }

    private static func entities(_ scene: Scene) -> String? {
        guard scene.state.entities.detail == nil,
            let group = scene.state.shownGroup(scene.snapshot)?.name
        else { return nil }
        guard let list = scene.state.entities.lists[group], !list.filter.isEmpty else { return nil }
        return list.page?.filterError
    }

    private static func suspects(_ scene: Scene) -> String? {
        guard let column = EntityFilter(scene.state.suspects.filter).column else { return nil }
        let known = SuspectRows.filterColumns(of: scene.snapshot)
        guard !known.isEmpty, !known.contains(column) else { return nil }
        let near = Spelling.nearest(to: column, among: known)
        return "there is no number \(column): "
            + (near.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))")
    }
}
