import Glibc

/// The one clock of a pipeline: time to live, freshness, idleness and lag are measured by it.
///
/// It is real time, or in the demo a multiple of it from the moment the speed was set.
public struct PipelineClock: Sendable, Equatable {
    private var originWallMs: Int64
    private var originMs: Int64
    public private(set) var speed: Int

    /// A clock that shows `nowMs` at this moment of real time and runs on from there.
    public init(wallMs: Int64 = SystemTime.wallMs(), nowMs: Int64? = nil, speed: Int = 1) {
        originWallMs = wallMs
        originMs = nowMs ?? wallMs
        self.speed = min(16, max(1, speed))
    }

    public func nowMs(atWallMs wallMs: Int64 = SystemTime.wallMs()) -> Int64 {
        originMs + (wallMs - originWallMs) * Int64(speed)
    }

    /// Goes on from the present moment at another speed, 1 to 16.
    public mutating func setSpeed(_ speed: Int, atWallMs wallMs: Int64 = SystemTime.wallMs()) {
        originMs = nowMs(atWallMs: wallMs)
        originWallMs = wallMs
        self.speed = min(16, max(1, speed))
    }
}

/// The machine's clocks; read here and nowhere deeper.
public enum SystemTime {
    /// Milliseconds since 1970 UTC.
    public static func wallMs() -> Int64 { milliseconds(CLOCK_REALTIME) }

    /// Milliseconds that never go back, for measuring how long something takes.
    public static func monotonicMs() -> Int64 { milliseconds(CLOCK_MONOTONIC) }

    /// Nanoseconds that never go back.
    public static func monotonicNs() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Lets other threads work for a while.
func pause(milliseconds: Int) {
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    var rest = timespec()
    while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
}
