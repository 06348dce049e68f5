/// A batch after its source's own rules: computed columns, event times, watermarks.
struct ReadBatch {
    let count: Int
    var rows: NodeRows
    /// `nil` for a source without a watermark.
    var timing: RowTiming?
    /// Rows refused before any statement saw them.
    var refusals: [Rejection] = []
    /// The partition's watermark after the batch.
    var watermarkMs: Int64
    /// What each row does; `nil` when every row is an insert.
    var kinds: [RowKind]?
    /// Rows of a changelog that lie too far ahead to move the watermark.
    var ahead: Set<Int> = []
}

/// What every batch of a source goes through before the statements.
struct SourceReader {
    private let source: Source
    private let zone: SessionZone
    private let isStrictFlink: Bool
    /// The computed columns that something reads.
    private let computed: Set<Int>
    let clock: WallClock

    init(_ source: Source, _ plan: Plan, columnsUsed: Set<Int>) {
        self.source = source
        zone = plan.zone
        isStrictFlink = plan.isStrictFlink
        var needed = columnsUsed
        if let rowtime = source.rowtime { needed.insert(rowtime) }
        if let watermark = source.watermark { needed.formUnion(watermark.columnsRead) }
        for (index, column) in source.computed.enumerated().reversed()
        where needed.contains(source.inputs.count + index) {
            needed.formUnion(column.expression.columnsRead)
        }
        computed = needed
        clock = WallClock(plan.zone, source.rowtime.map { source.schema[$0].type })
    }

    /// Reads a batch.
    ///
    /// - Parameters:
    ///   - batch: The decoded rows of one partition.
    ///   - watermarkMs: The partition's watermark before the batch.
    /// - Returns: The rows that can be used, and why the others cannot.
    func read(_ batch: SourceBatch, watermarkMs: Int64) -> ReadBatch {
        let count = batch.rows.count
        let rows = NodeRows(columns: batch.rows.columns, rows: .all(count))
        var result = ReadBatch(
            count: count, rows: rows, watermarkMs: watermarkMs, kinds: batch.rows.kinds)
        addComputedColumns(&result.rows, count)
        guard let rowtime = source.rowtime, count > 0 else { return result }
        refuse(&result, rowtime, batch.recordTimesMs)
        advance(&result, rowtime)
        return result
    }

    private func evaluator(_ rows: NodeRows, _ count: Int) -> Evaluator {
        Evaluator(
            columns: rows.columns, count: count, zone: zone, isStrictFlink: isStrictFlink,
            failedColumns: rows.failedColumns)
    }

    private func addComputedColumns(_ rows: inout NodeRows, _ count: Int) {
        for column in source.computed {
            let index = rows.columns.count
            guard computed.contains(index) else {
                rows.columns.append(Column(column.field.type, []))
                continue
            }
            var evaluator = evaluator(rows, count)
            let value = evaluator.evaluate(column.expression, rows.rows)
            rows.columns.append(value.column(count: count, as: column.field.type))
            if !evaluator.errors.isEmpty { rows.failedColumns[index] = evaluator.errors }
        }
    }

    /// Refuses the rows whose event time cannot be used.
    private func refuse(_ batch: inout ReadBatch, _ rowtime: Int, _ recordTimesMs: [Int64]?) {
        let column = batch.rows.columns[rowtime]
        guard case .integers(let times) = column.values else { return }
        let failed = batch.rows.failedColumns[rowtime]
        let guardMs = isStrictFlink ? nil : source.futureGuardMs
        let isGuarded = guardMs != nil && recordTimesMs != nil
        if failed == nil, column.nulls == nil, !isGuarded, SourceReader.areValid(times) { return }
        let name = source.schema[rowtime].name
        var errors = RowErrors()
        for row in 0..<batch.count {
            if let message = failed?[row] {
                errors.record(row, "event time \(name): \(message)")
            } else if column.isNull(row) {
                errors.record(row, "event time \(name) is NULL")
            } else if !Timestamp.validMs.contains(times[row]) {
                errors.record(row, "event time \(name) lies outside the years 0001 to 9999")
            } else if let guardMs, let recordTimesMs {
                let ahead = clock.utcMs(times[row]) &- recordTimesMs[row]
                guard ahead > guardMs else { continue }
                if source.isChangelog {
                    // The row that takes it back may come so late that it is no longer ahead.
                    batch.ahead.insert(row)
                    continue
                }
                errors.record(
                    row, "event time \(name) lies \(ahead) ms ahead of the record's own time")
            }
        }
        refuse(&batch, errors, column)
    }

    /// One look at all of them, without a branch for each.
    private static func areValid(_ timesMs: [Int64]) -> Bool {
        var first = Int64.max
        var last = Int64.min
        for timeMs in timesMs {
            first = min(first, timeMs)
            last = max(last, timeMs)
        }
        return timesMs.isEmpty
            || Timestamp.validMs.contains(first) && Timestamp.validMs.contains(last)
    }

    private func refuse(_ batch: inout ReadBatch, _ errors: RowErrors, _ column: Column) {
        guard !errors.isEmpty else { return }
        for (row, message) in errors.messages.sorted(by: { $0.key < $1.key }) {
            var timeMs: Int64?
            if !column.isNull(row), case .integers(let times) = column.values {
                let isValid = Timestamp.validMs.contains(times[row])
                timeMs = isValid ? clock.utcMs(times[row]) : times[row]
            }
            batch.refusals.append(
                Rejection(
                    row: row, statement: nil, reason: .refused(message), eventTimeMs: timeMs,
                    watermarkMs: nil))
        }
        batch.rows.rows = batch.rows.rows.filtered { errors[$0] == nil }
    }

    /// Each row is judged by the watermark before it, then moves it.
    private func advance(_ batch: inout ReadBatch, _ rowtime: Int) {
        guard let expression = source.watermark else { return }
        var evaluator = evaluator(batch.rows, batch.count)
        let watermarks = evaluator.evaluate(expression, batch.rows.rows)
        let column = batch.rows.columns[rowtime]
        refuse(&batch, evaluator.errors, column)
        guard case .integers(let times) = column.values else { return }
        let lowest = batch.watermarkMs
        let judgedBy = judges(&batch, watermarks)
        batch.timing = RowTiming(
            timesMs: times, judgedByMs: judgedBy, lowestJudgeMs: lowest, newestMs: times, clock)
        batch.timing?.kinds = batch.kinds
        guard let kinds = batch.kinds, kinds.contains(.updateBefore) else { return }
        batch.rows.rows.forEach { row in
            // The row after is still there when its own time was refused, or a condition drops it;
            // but a time that may not move the watermark may not date another key's end either.
            guard kinds[row] == .updateBefore, row + 1 < batch.count, !column.isNull(row + 1),
                Timestamp.validMs.contains(times[row + 1]), !batch.ahead.contains(row + 1)
            else { return }
            batch.timing?.changedMs[row] = max(times[row], times[row + 1])
        }
    }

    /// The watermark before each row; the batch's becomes the one behind the last.
    private func judges(_ batch: inout ReadBatch, _ watermarks: Vector) -> [Int64] {
        // Clamped, so that no window arithmetic overflows, whatever the expression says.
        let (lowest, latest) = (Timestamp.validMs.lowerBound, Timestamp.validMs.upperBound)
        let values = watermarks.integers
        var highest = batch.watermarkMs
        if case .all(let count) = batch.rows.rows, watermarks.nulls == nil, batch.ahead.isEmpty {
            let judgedBy = [Int64](unsafeUninitializedCapacity: count) { judgedBy, size in
                for row in 0..<count {
                    judgedBy[row] = highest
                    highest = max(highest, min(max(values[row], lowest), latest))
                }
                size = count
            }
            batch.watermarkMs = highest
            return judgedBy
        }
        var judgedBy = [Int64](repeating: batch.watermarkMs, count: batch.count)
        let ahead = batch.ahead
        batch.rows.rows.forEach { row in
            judgedBy[row] = highest
            guard !watermarks.isNull(row) else { return }
            if !ahead.isEmpty, ahead.contains(row) { return }
            highest = max(highest, min(max(values[row], lowest), latest))
        }
        batch.watermarkMs = highest
        return judgedBy
    }
}
