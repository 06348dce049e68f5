import Control

/// What is wrong with the filter of the list that is shown.
enum FilterProblem {
    static func text(_ scene: Scene) -> String? {
        guard scene.state.view == .entities, scene.state.entities.detail == nil,
            let group = scene.state.shownGroup(scene.snapshot)?.name
        else { return nil }
        guard let list = scene.state.entities.lists[group], !list.filter.isEmpty else { return nil }
        return list.page?.filterError
    }
}
