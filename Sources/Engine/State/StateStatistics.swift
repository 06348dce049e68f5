/// How much a statement holds in memory.
public struct StateStatistics: Sendable, Equatable {
    /// Group keys that are in at least one open pane.
    public var openKeys = 0
    /// Slices of event time that are still open.
    public var panes = 0
    /// Memory of the state, roughly.
    public var bytes = 0
    public init() {}
}
