extension CouponTraffic {
    /// How much of the past the demo makes before it goes on live.
    public static let demoHistoryMs: Int64 = 30 * 60_000

    /// The demo's story: thirty minutes of history with a burst twelve minutes ago, and the first
    /// live burst fifteen seconds from now.
    ///
    /// Generate until `nowMs` for the history, then go on as time passes.
    public static func demo(options: Options, nowMs: Int64) -> CouponTraffic {
        var traffic = CouponTraffic(
            options: options, startMs: nowMs - demoHistoryMs, liveFromMs: nowMs)
        traffic.startBurst(atMs: nowMs - 12 * 60_000)
        traffic.startBurst(atMs: nowMs + 15_000)
        return traffic
    }
}
