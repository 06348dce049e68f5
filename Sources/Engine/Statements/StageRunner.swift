/// Runs one stage of a statement: what flows in, and where its results go.
final class StageRunner {
    /// Where the rows of the windows go.
    enum Target {
        /// Into another window, through filters and projections, as a channel of its own.
        case stage(Int, ResultChain, channel: Int64)
        /// Into the sink: an index into the statement's results.
        case result(Int)
    }

    let operation: any StageOperator
    /// The operation where it is a GROUP BY over windows.
    let group: (any GroupOperator)?
    /// The operation where its results are rows that came in.
    let timed: (any TimedOperator)?
    /// The input column with the event time; `nil` where the rows come with their times.
    private let time: Int?
    let clock: WallClock
    let branches: [Flow.Branch]
    let columnsRead: Set<Int>
    let target: Target
    /// How far the windows wait behind the watermark.
    ///
    /// A session over windows may end at the very instant for which the inner window is still to
    /// give its row, and a gap of exactly the gap merges.
    private let waitMs: Int64

    /// The sink decides which changes of a result are told.
    init(
        _ stage: Flow.Stage, _ target: Target, _ zone: SessionZone, _ sharding: Sharding,
        sink: Sink.Kind, wraps: Bool
    ) {
        branches = stage.branches
        self.target = target
        let isCascade = branches.contains { if case .stage = $0.origin { true } else { false } }
        if let window = stage.window {
            let own = window.groupOperator(stage.input, sharding)
            operation = own
            group = own
            timed = nil
            time = window.time
            columnsRead = window.columnsRead
            waitMs = isCascade && !window.window.isAligned ? 1 : 0
            clock = WallClock(zone, stage.input[window.time].type)
        } else if case .running(let running) = stage.operation {
            var isResult = false
            if case .result = target { isResult = true }
            let own = running.timedOperator(
                stage.input, sharding, isUpsert: isResult && sink == .featureGroup, wraps: wraps)
            operation = own
            group = nil
            timed = own
            time = nil
            columnsRead = running.columnsRead
            waitMs = 0
            clock = WallClock(zone, running.timeType)
        } else {
            let (own, time) = stage.operation.timedOperator(
                stage.input, sharding, tellsReplaced: sink == .print)
            operation = own
            group = nil
            timed = own
            self.time = time
            columnsRead = Set(stage.input.fields.indices)
            waitMs = 0
            clock = WallClock(zone, stage.input[time].type)
        }
    }

    /// The times of rows that have none, where the operation can do without; else `nil`.
    func untimed(_ batch: ReadBatch) -> RowTiming? {
        guard time == nil else { return nil }
        let zeros = [Int64](repeating: 0, count: batch.count)
        var timing = RowTiming(timesMs: zeros, newestMs: zeros, clock)
        timing.kinds = batch.kinds
        return timing
    }

    /// A number for a way into a window and a partition there; it fits into 31 bits.
    static func channel(_ branch: Int, partition: Int) -> Int64 {
        Int64(branch) << 20 | Int64(partition)
    }

    /// The watermark on the windows' wall clock.
    func wallWatermarkMs(_ watermarkMs: Int64) -> Int64 {
        let wall = clock.wallWatermarkMs(watermarkMs)
        return wall == .max || wall == .min ? wall : wall - waitMs
    }

    /// Takes the rows of an inner operation in: those of a window, none of which is late, by
    /// window end and key; or those of an OVER, which has rows for which a window over it is over.
    ///
    /// `timesMs` are the times of an operation that has no column with them. Returns how many of
    /// the rows are in no window.
    func accept(
        _ rows: ColumnBatch, newestMs: [Int64], timesMs: [Int64], judgedByMs: [Int64]?,
        channel: Int64
    ) -> Int {
        guard rows.count > 0 else { return 0 }
        var times = timesMs
        if let time, case .integers(let own) = rows.columns[time].values { times = own }
        // Without a column of times only their order and a time to live count, by these times.
        let judges = judgedByMs ?? (time == nil ? times : nil)
        var timing =
            judges.map {
                RowTiming(
                    timesMs: times, judgedByMs: $0, lowestJudgeMs: .min, newestMs: newestMs, clock)
            } ?? RowTiming(timesMs: times, newestMs: newestMs, clock)
        timing.partition = channel
        timing.kinds = rows.kinds
        return operation.accept(.all(rows.count), timing, rows.columns, channel: channel).late.count
    }
}

extension WindowAggregate {
    /// What runs the aggregate, in as many shards as its keys can use.
    fileprivate func groupOperator(_ input: Schema, _ sharding: Sharding) -> any GroupOperator {
        func make() -> any GroupOperator {
            window.isAligned ? WindowOperator(self, input) : SessionOperator(self, input)
        }
        return sharding.count > 1 && !keys.isEmpty ? ShardedGroup(sharding, make) : make()
    }
}

extension RunningAggregate {
    /// What runs the aggregate, in as many shards as its keys can use.
    fileprivate func timedOperator(
        _ input: Schema, _ sharding: Sharding, isUpsert: Bool, wraps: Bool
    ) -> any TimedOperator {
        func make() -> any ShardableRows {
            RunningOperator(self, input, isUpsert: isUpsert, wraps: wraps)
        }
        return sharding.count > 1 && !keys.isEmpty ? ShardedRows(sharding, make) : make()
    }
}
