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
    /// The input column with the event time.
    private let time: Int
    let clock: WallClock
    let branches: [Flow.Branch]
    let columnsRead: Set<Int>
    let target: Target
    /// How far the windows wait behind the watermark.
    ///
    /// A session over windows may end at the very instant for which the inner window is still to
    /// give its row, and a gap of exactly the gap merges.
    private let waitMs: Int64

    /// With `tellsReplaced` the sink wants to know the row that a result replaces.
    init(
        _ stage: Flow.Stage, _ target: Target, _ zone: SessionZone, _ sharding: Sharding,
        tellsReplaced: Bool
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
        } else {
            let (own, time) = stage.operation.timedOperator(
                stage.input, sharding, tellsReplaced: tellsReplaced)
            operation = own
            group = nil
            timed = own
            self.time = time
            columnsRead = Set(stage.input.fields.indices)
            waitMs = 0
        }
        clock = WallClock(zone, stage.input[time].type)
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
    func accept(_ rows: ColumnBatch, newestMs: [Int64], judgedByMs: [Int64]?, channel: Int64) {
        guard rows.count > 0, case .integers(let times) = rows.columns[time].values
        else { return }
        var timing =
            judgedByMs.map {
                RowTiming(
                    timesMs: times, judgedByMs: $0, lowestJudgeMs: .min, newestMs: newestMs, clock)
            } ?? RowTiming(timesMs: times, newestMs: newestMs, clock)
        timing.partition = channel
        _ = operation.accept(.all(rows.count), timing, rows.columns, channel: channel)
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
