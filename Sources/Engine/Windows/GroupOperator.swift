/// A GROUP BY over windows: takes rows in, gives the windows that end.
///
/// Times and watermarks are on the windows' wall clock (``WallClock``).
protocol GroupOperator: StageOperator {
    var definition: WindowAggregate { get }
    var encoder: KeyEncoder { get }
    /// The last window end that the watermark has passed; `nil` before the first.
    var lastEndMs: Int64? { get }

    /// The first window end that has not fired and has rows so far.
    func nextEndWithData() -> Int64?

    /// Puts the window with this end together; `nil` when nothing is in it.
    ///
    /// Windows are to be fired in the order of their ends; each is then to be closed.
    func fire(_ endMs: Int64, _ clock: WallClock, wraps: Bool) -> FiredWindow?

    /// Looks into a window before it fires, at some different keys or at all, and changes nothing.
    func peek(
        _ endMs: Int64, only: [[UInt8]]?, _ clock: WallClock, wraps: Bool
    ) -> FiredWindow?

    /// The window of this end has fired: forgets what no window to come can see.
    func close(_ endMs: Int64)

    /// No end up to the watermark will fire any more.
    func passEnds(before wallWatermarkMs: Int64)

    /// Everything has been read; no end up to the watermark will fire any more.
    func finishRestore(wallWatermarkMs: Int64)
}
