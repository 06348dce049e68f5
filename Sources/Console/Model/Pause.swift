import Control

/// A display that stands still while the pipeline goes on.
struct Pause: Sendable {
    var snapshot: Snapshot
    var sinceMs: Int64
}

/// When the newest snapshot came, by the wall clock of who draws.
struct Arrival: Sendable, Equatable {
    var sequence: UInt64
    var atMs: Int64
}
