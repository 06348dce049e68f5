import Control

/// What is wrong with a filter as it is typed.
enum FilterProblem {
    static func text(_ scene: Scene) -> String? {
        guard scene.state.view == .entities,
            let group = scene.state.shownGroup(scene.snapshot)?.name
        else { return nil }
        return scene.state.entities.lists[group]?.page?.filterError
    }
}
