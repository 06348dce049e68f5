/// Runs one way into a statement's sink.
final class ResultRunner {
    let branch: Flow.Branch
    /// From the window to the sink; without a step where the rows come from a source.
    let chain: ResultChain
    let clock: WallClock
    /// The keys of the last firing; `nil` where none expires.
    let live: LiveKeys?

    init(_ branch: Flow.Branch, _ chain: ResultChain, _ clock: WallClock, _ live: LiveKeys?) {
        self.branch = branch
        self.chain = chain
        self.clock = clock
        self.live = live
    }
}
