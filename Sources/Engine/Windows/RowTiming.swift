/// When the rows of a batch happened, what each is judged late by, and what it does.
struct RowTiming {
    /// Event times as they came.
    private(set) var timesMs: [Int64]
    /// Event times on the wall clock of the windows.
    let wallMs: [Int64]
    /// The larger of the partition's watermark before the row and the fired one, as it came.
    let judgedByMs: [Int64]
    /// The same on the wall clock of the windows.
    let judgedByWallMs: [Int64]
    /// The newest event in each row: the row's own time, unless it is a window's result.
    let newestMs: [Int64]
    /// When a result without a window is what it is after the row: as ``newestMs``, but for the row
    /// before an update, which was there until the row after came.
    var changedMs: [Int64]
    /// Where the rows come from: decides between rows of the same event time.
    var partition: Int64 = 0
    /// `nil` when every row is an insert.
    var kinds: [RowKind]?
    /// None of ``judgedByMs`` is smaller.
    private let lowestJudgeMs: Int64

    init(
        timesMs: [Int64], judgedByMs: [Int64], lowestJudgeMs: Int64, newestMs: [Int64],
        _ clock: WallClock
    ) {
        self.timesMs = timesMs
        self.judgedByMs = judgedByMs
        self.lowestJudgeMs = lowestJudgeMs
        self.newestMs = newestMs
        changedMs = newestMs
        wallMs = clock.shifts ? timesMs.map { clock.wallMs($0) } : timesMs
        judgedByWallMs =
            clock.shifts ? judgedByMs.map { clock.wallWatermarkMs($0) } : judgedByMs
    }

    /// The rows of windows that fired into another window: none of them can be late.
    init(timesMs: [Int64], newestMs: [Int64], _ clock: WallClock) {
        self.init(
            timesMs: timesMs, judgedByMs: [Int64](repeating: .min, count: timesMs.count),
            lowestJudgeMs: .min, newestMs: newestMs, clock)
    }

    /// The same rows, each at the watermark that it was judged by.
    ///
    /// In a partition that never goes back, so the first row is the one that came first; among
    /// partitions it says how far each had come.
    var byArrival: RowTiming {
        var own = self
        own.timesMs = judgedByMs
        return own
    }

    /// The same rows where windows have fired up to a watermark, whatever their own partition's is.
    func raised(toMs firedMs: Int64, _ clock: WallClock) -> RowTiming {
        guard firedMs > lowestJudgeMs else { return self }
        var raised = RowTiming(
            timesMs: timesMs, judgedByMs: judgedByMs.map { max($0, firedMs) },
            lowestJudgeMs: firedMs, newestMs: newestMs, clock)
        raised.changedMs = changedMs
        raised.partition = partition
        raised.kinds = kinds
        return raised
    }
}
