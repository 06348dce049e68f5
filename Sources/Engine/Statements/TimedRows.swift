/// Stages whose results do not wait for a window: OVER, deduplication, running aggregates.
extension StatementRunner {
    /// The rows that the watermark has reached, as the sink takes them; `nil` where there is none,
    /// or where they go into another stage.
    func pass(_ stage: StageRunner) -> ResultBatch? {
        guard let passed = stage.timed?.advance(toMs: firedMs, wraps: plan.isStrictFlink) else {
            return nil
        }
        switch stage.target {
        case .stage(let outer, let chain, let channel):
            let outcome = chain.run(passed.rows)
            var rows = outcome.rows
            rows.splitTornUpdates(outcome.origins)
            failedValues += passed.failedValues + outcome.failedValues
            let late = stages[outer].accept(
                rows, newestMs: outcome.origins.map { passed.timesMs[Int($0)] },
                timesMs: outcome.origins.map { passed.timesMs[Int($0)] },
                judgedByMs: passed.judgedByMs.map { all in outcome.origins.map { all[Int($0)] } },
                channel: channel)
            droppedRows += Int64(late)
            return nil
        case .result(let number):
            let chain = results[number].chain
            let outcome = chain.run(passed.rows)
            let times = outcome.origins.map { stage.clock.utcMs(passed.timesMs[Int($0)]) }
            let result = finished(
                outcome.rows, outcome.origins, times, times,
                leavingMs: leavingMs(outcome.origins, times, of: passed.rows, chain),
                windowEndMs: nil,
                failedValues: passed.failedValues + outcome.failedValues)
            let isEmpty =
                result.rows.count == 0 && result.failedValues == 0 && result.droppedRows == 0
            return isEmpty ? nil : result
        }
    }
}

extension Node.Operation {
    /// What runs an operation whose results are rows that came in, and its event-time column.
    func timedOperator(
        _ input: Schema, _ sharding: Sharding, tellsReplaced: Bool
    ) -> (operation: any TimedOperator, time: Int) {
        let keys: [Int]
        let time: Int
        let make: () -> any ShardableRows
        switch self {
        case .over(let over):
            (keys, time) = (over.keys, over.time)
            make = { OverOperator(over, input) }
        case .deduplicate(let unique):
            (keys, time) = (unique.keys, unique.time)
            make = {
                if unique.kept == .first { return FirstRowOperator(unique, input) }
                return LastRowOperator(unique, input, tellsReplaced: tellsReplaced)
            }
        case .scan, .filter, .project, .window, .running, .top, .union, .sink:
            preconditionFailure("results of this are not rows that came in")
        }
        return (sharding.count > 1 && !keys.isEmpty ? ShardedRows(sharding, make) : make(), time)
    }
}
