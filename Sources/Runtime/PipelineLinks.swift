public import Control

/// What a pipeline shares with the other threads of its process; everything here is safe to share.
public struct PipelineLinks: Sendable {
    /// The newest snapshot.
    public let board: Mailbox<Snapshot>
    public let commands: Inbox<Command>
    public let clock: Mailbox<PipelineClock>
    public let recent: RecentEvents
    /// Called after each snapshot, so that the screen wakes up.
    public let wake: @Sendable () -> Void

    public init(
        name: String, clock: PipelineClock = PipelineClock(),
        wake: @escaping @Sendable () -> Void = {}
    ) {
        board = Mailbox(Snapshot(pipeline: name, nowMs: clock.nowMs()))
        commands = Inbox()
        self.clock = Mailbox(clock)
        recent = RecentEvents()
        self.wake = wake
    }
}
