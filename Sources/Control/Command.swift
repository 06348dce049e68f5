/// What the console asks of the pipeline; taken before the next poll, never waited for.
public enum Command: Sendable, Equatable {
    /// Show open-window values of these keys from now on; replaces what was watched before.
    case watch(group: String, keys: [String])
    case unwatch
    /// Demo only: a burst of the fraud now.
    case injectBurst
    /// Demo only: run the clock at this multiple of real time, 1 to 16.
    case setClockSpeed(Int)
    /// Commit what there is and stop; nothing is fired.
    case stop
}
