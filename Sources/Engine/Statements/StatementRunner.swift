/// Runs one INSERT: its rows into windows, windows into windows, and into result rows.
///
/// A class only so that an array can hold it; it belongs to one ``Engine``.
final class StatementRunner {
    let index: Int
    let statement: Statement
    let sink: Sink
    let plan: Plan
    let sharding: Sharding
    let stages: [StageRunner]
    let results: [ResultRunner]
    /// The watermark of all sources up to which windows have fired.
    var firedMs = Int64.min
    /// Values of inner windows that became NULL, not yet told.
    var failedValues: Int64 = 0
    /// Rows of an inner stage for which every window over it was over, not yet told.
    var droppedRows: Int64 = 0
    /// Rows that passed through since the last ``advance(toMs:)``.
    private var passed: [ResultBatch] = []
    var checkpoints = CheckpointSizes()
    /// What the last checkpoint says of ``firedMs``.
    var checkpointedFiredMs = Int64.min

    init(_ plan: Plan, _ index: Int, _ sharding: Sharding) {
        self.index = index
        self.plan = plan
        self.sharding = sharding
        statement = plan.statements[index]
        sink = plan.sinks[statement.sink]
        let flow = Flow(plan, plan.statements[index])
        let targets = StatementRunner.targets(flow, plan)
        let stages = flow.stages.enumerated().map { number, stage in
            StageRunner(
                stage, targets[number] ?? .result(0), plan.zone, sharding,
                sink: plan.sinks[plan.statements[index].sink].kind, wraps: plan.isStrictFlink)
        }
        self.stages = stages
        let sink = sink
        let canExpire =
            sink.kind == .featureGroup && !sink.primaryKey.isEmpty && !plan.isStrictFlink
            && sink.annotations.whenEmpty != .keep
        results = flow.results.map { branch in
            switch branch.origin {
            case .source(let source):
                let source = plan.sources[source]
                return ResultRunner(
                    branch, ResultChain([], plan),
                    WallClock(plan.zone, source.rowtime.map { source.schema[$0].type }), nil)
            case .stage(let number):
                // A session has no next firing in which its key could be missing.
                let expires = canExpire && flow.stages[number].window?.window.isAligned == true
                return ResultRunner(
                    branch, ResultChain(branch.path, plan), stages[number].clock,
                    expires ? LiveKeys(KeyEncoder(sink.primaryKey, sink.schema)) : nil)
            }
        }
    }

    /// Where the windows of each stage go.
    private static func targets(_ flow: Flow, _ plan: Plan) -> [Int: StageRunner.Target] {
        var targets: [Int: StageRunner.Target] = [:]
        for (number, result) in flow.results.enumerated() {
            if case .stage(let inner) = result.origin { targets[inner] = .result(number) }
        }
        for (outer, stage) in flow.stages.enumerated() {
            for (number, branch) in stage.branches.enumerated() {
                guard case .stage(let inner) = branch.origin else { continue }
                targets[inner] = .stage(
                    outer, ResultChain(branch.path, plan),
                    channel: StageRunner.channel(number, partition: 0))
            }
        }
        return targets
    }

    /// Takes a batch in, after the source's rules.
    func apply(
        _ batch: ReadBatch, from source: SourceBatch, _ upstream: inout Upstream
    ) -> StatementOutcome {
        let origin = Flow.Branch.Origin.source(source.source)
        var outcomes: [StatementOutcome] = []
        for stage in stages {
            for (number, branch) in stage.branches.enumerated() where branch.origin == origin {
                var rows = upstream.rows(along: branch.path[...])
                rows.settle(stage.columnsRead)
                let channel = StageRunner.channel(number, partition: source.partition)
                outcomes.append(accept(rows, into: stage, batch, channel: channel))
            }
        }
        for result in results where result.branch.origin == origin {
            var rows = upstream.rows(along: result.branch.path[...])
            rows.settle(Set(rows.columns.indices))
            outcomes.append(outcome(of: rows, batch, batch.timing, result.clock))
            if rows.rows.count > 0 { passed.append(passThrough(rows, batch, result)) }
        }
        var all = outcomes.count == 1 ? outcomes[0] : StatementOutcome(joining: outcomes, batch)
        all.countEvents(batch)
        return all
    }

    private func accept(
        _ rows: NodeRows, into stage: StageRunner, _ batch: ReadBatch, channel: Int64
    ) -> StatementOutcome {
        var timing = batch.timing?.raised(toMs: firedMs, stage.clock)
        timing?.partition = channel
        var outcome = outcome(of: rows, batch, timing, stage.clock)
        guard let timing = timing ?? stage.untimed(batch) else { return outcome }
        let lateness = stage.operation.accept(rows.rows, timing, rows.columns, channel: channel)
        outcome.late = lateness.late
        outcome.partlyLate = lateness.partlyLate
        outcome.counts.accepted -= Int64(lateness.late.count)
        outcome.counts.late = Int64(lateness.late.count)
        outcome.counts.partlyLate = Int64(lateness.partlyLate.count)
        outcome.rejections += lateness.late.map { rejection($0, .late, timing, stage.clock) }
        outcome.rejections += lateness.partlyLate.map {
            rejection($0, .partlyLate, timing, stage.clock)
        }
        return outcome
    }

    /// Rows that are left, filtered and refused.
    private func outcome(
        of rows: NodeRows, _ batch: ReadBatch, _ timing: RowTiming?, _ clock: WallClock
    ) -> StatementOutcome {
        var outcome = StatementOutcome(accepted: rows.rows)
        let valid = batch.rows.rows.count
        outcome.refused = rows.refused.messages.keys.map { Int32($0) }.sorted()
        for row in outcome.refused {
            let message = rows.refused[Int(row)] ?? ""
            outcome.rejections.append(
                rejection(row, .refused(message), timing, clock, showsWatermark: false))
        }
        outcome.counts.quarantined = Int64(outcome.refused.count + batch.count - valid)
        outcome.counts.filtered = Int64(valid - rows.rows.count - outcome.refused.count)
        outcome.counts.accepted = Int64(rows.rows.count)
        return outcome
    }

    private func rejection(
        _ row: Int32, _ reason: Rejection.Reason, _ timing: RowTiming?, _ clock: WallClock,
        showsWatermark: Bool = true
    ) -> Rejection {
        let row = Int(row)
        let watermark = timing.flatMap { showsWatermark ? $0.judgedByMs[row] : nil }
        return Rejection(
            row: row, statement: index, reason: reason,
            eventTimeMs: timing.map { clock.utcMs($0.timesMs[row]) },
            watermarkMs: watermark.flatMap { $0 == .min ? nil : clock.utcMs($0) })
    }

    /// Rows without a window are results at once.
    private func passThrough(
        _ rows: NodeRows, _ batch: ReadBatch, _ runner: ResultRunner
    ) -> ResultBatch {
        let origins = rows.rows.rows
        var result = ColumnBatch(
            count: batch.count, columns: rows.columns, kinds: batch.kinds)
        if origins.count < batch.count { result = result.gathered(origins) }
        let times = origins.map { row in
            batch.timing.map { runner.clock.utcMs($0.changedMs[Int(row)]) } ?? 0
        }
        let leaving = leavingMs(
            origins, times,
            of: ColumnBatch(count: batch.count, columns: batch.rows.columns, kinds: batch.kinds),
            ResultChain(runner.branch.path, plan), failedColumns: batch.rows.failedColumns,
            ahead: batch.ahead)
        return finished(
            result, origins, times, times, leavingMs: leaving ?? times, windowEndMs: nil,
            failedValues: 0)
    }

    /// The results since the last call: passed rows, then every window behind the watermark.
    func advance(toMs watermarkMs: Int64) -> [ResultBatch] {
        firedMs = max(firedMs, watermarkMs)
        var batches = passed
        passed.removeAll()
        for stage in stages {
            cascade(stage)
            if let batch = pass(stage) { batches.append(batch) }
        }
        while let (result, stage, group, end) = nextResult() {
            if let batch = fire(result, stage, group, end) { batches.append(batch) }
            group.close(end)
        }
        for stage in stages {
            let wall = stage.wallWatermarkMs(firedMs)
            if wall != .max, wall != .min { stage.group?.passEnds(before: wall) }
        }
        if failedValues > 0 || droppedRows > 0 { batches.append(nothing()) }
        return batches
    }

    /// Fires the windows that go into another window.
    private func cascade(_ stage: StageRunner) {
        guard case .stage(let outer, let chain, let channel) = stage.target,
            let group = stage.group
        else { return }
        let wall = stage.wallWatermarkMs(firedMs)
        while let end = group.nextEndWithData(), end - 1 <= wall {
            if let fired = group.fire(end, stage.clock, wraps: plan.isStrictFlink) {
                let outcome = chain.run(fired.rows)
                failedValues += fired.failedValues + outcome.failedValues
                let timeMs = stage.clock.instantMs(end - 1)
                let late = stages[outer].accept(
                    outcome.rows, newestMs: outcome.origins.map { fired.newestMs[Int($0)] },
                    timesMs: outcome.origins.map { _ in timeMs }, judgedByMs: nil,
                    channel: channel)
                droppedRows += Int64(late)
            }
            group.close(end)
        }
    }

    /// A window that goes into the sink and has not fired.
    private typealias NextResult = (
        result: ResultRunner, stage: StageRunner, group: any GroupOperator, endMs: Int64
    )

    /// The earliest window that the watermark has passed, of all that go into the sink.
    private func nextResult() -> NextResult? {
        var next: NextResult?
        var nextUTC = Int64.max
        for result in results {
            guard case .stage(let number) = result.branch.origin,
                let group = stages[number].group
            else { continue }
            let stage = stages[number]
            let wall = stage.wallWatermarkMs(firedMs)
            guard let end = nextEnd(result, group, wall), end - 1 <= wall else { continue }
            let utc = stage.clock.utcMs(ofWallEnd: end)
            guard next == nil || utc < nextUTC else { continue }
            next = (result, stage, group, end)
            nextUTC = utc
        }
        return next
    }

    /// The next end with data or, where keys wait to expire, simply the next.
    ///
    /// After the end of the input no key expires behind the last window that has data.
    private func nextEnd(
        _ result: ResultRunner, _ group: any GroupOperator, _ wallWatermarkMs: Int64
    ) -> Int64? {
        let withData = group.nextEndWithData()
        guard let live = result.live, !live.isEmpty, let last = group.lastEndMs,
            withData != nil || wallWatermarkMs != .max
        else { return withData }
        return min(withData ?? .max, last + group.definition.window.slideMs)
    }

    private func fire(
        _ result: ResultRunner, _ stage: StageRunner, _ group: any GroupOperator, _ endMs: Int64
    ) -> ResultBatch? {
        let clock = stage.clock
        let fired = group.fire(endMs, clock, wraps: plan.isStrictFlink)
        let utcEndMs = clock.utcMs(ofWallEnd: endMs)
        var batch: ResultBatch?
        if let fired {
            let outcome = result.chain.run(fired.rows)
            batch = finished(
                outcome.rows, outcome.origins,
                [Int64](repeating: utcEndMs - 1, count: outcome.origins.count),
                outcome.origins.map { clock.utcMs(fired.newestMs[Int($0)]) },
                windowEndMs: utcEndMs, failedValues: fired.failedValues + outcome.failedValues)
        }
        if result.live != nil {
            batch = expire(result, stage, batch, endMs, utcEndMs)
        }
        guard let batch, batch.rows.count > 0 || batch.failedValues > 0 || batch.droppedRows > 0
        else { return nil }
        return batch
    }

    /// A batch without rows, for what has to be counted.
    private func nothing() -> ResultBatch {
        defer {
            failedValues = 0
            droppedRows = 0
        }
        return ResultBatch(
            statement: index,
            rows: ColumnBatch(count: 0, columns: sink.schema.fields.map { Column($0.type, []) }),
            eventTimesMs: [], newestEventTimesMs: [], windowEndMs: nil, failedValues: failedValues,
            droppedRows: droppedRows)
    }

    /// Drops rows without a primary key and lets a column override the event time; `origins` are
    /// the places that the rows had before any was filtered out, and `leavingMs` says until when
    /// those before an update were there, if that is known.
    func finished(
        _ rows: ColumnBatch, _ origins: [Int32], _ timesMs: [Int64], _ newestMs: [Int64],
        leavingMs: [Int64]? = nil, windowEndMs: Int64?, failedValues: Int64
    ) -> ResultBatch {
        var rows = rows
        var places = origins
        var times = timesMs
        var newest = newestMs
        var leaving = leavingMs
        let total = rows.count
        let keys = sink.primaryKey.map { rows.columns[$0] }.filter { $0.nulls != nil }
        if !keys.isEmpty {
            let kept = Selection.all(total).filtered { row in !keys.contains { $0.isNull(row) } }
            if kept.count < total {
                let left = kept.rows
                rows = rows.gathered(left)
                places = left.map { origins[Int($0)] }
                times = left.map { times[Int($0)] }
                newest = left.map { newest[Int($0)] }
                leaving = leaving.map { all in left.map { all[Int($0)] } }
            }
        }
        if let override = sink.annotations.eventTime,
            case .integers(let values) = rows.columns[override].values
        {
            let column = rows.columns[override]
            let own = WallClock(plan.zone, column.type)
            for row in 0..<rows.count where !column.isNull(row) {
                times[row] = own.utcMs(values[row])
            }
        }
        if let leaving, let kinds = rows.kinds {
            for row in 0..<rows.count where kinds[row] == .updateBefore {
                times[row] = max(times[row], leaving[row])
            }
        }
        if sink.kind == .featureGroup { rows.splitTornUpdates(places) }
        let result = ResultBatch(
            statement: index, rows: rows, eventTimesMs: times, newestEventTimesMs: newest,
            windowEndMs: windowEndMs, failedValues: failedValues,
            droppedRows: Int64(total - rows.count))
        return sink.kind == .featureGroup
            ? result.upserts(sink.primaryKey, isDated: leaving != nil) : result
    }
}
