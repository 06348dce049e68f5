/// What happens to a key that stops firing; in Flink its last value would stay for ever.
extension StatementRunner {
    /// Marks the firing's keys as live and adds a row for each key that no longer is.
    ///
    /// A key that another way into the sink still has stays.
    func expire(
        _ result: ResultRunner, _ stage: StageRunner, _ fired: ResultBatch?, _ endMs: Int64,
        _ utcEndMs: Int64
    ) -> ResultBatch? {
        guard let live = result.live else { return fired }
        live.beginFiring()
        if let fired { live.mark(fired.rows, newestMs: fired.newestEventTimesMs) }
        var expired = live.expire()
        if results.count > 1 {
            expired.removeAll { gone in
                results.contains { $0 !== result && $0.live?.contains(gone.key) == true }
            }
        }
        guard !expired.isEmpty else { return fired }
        let rows = expiredRows(result, stage, live, expired.map(\.key), endMs)
        let times = [Int64](repeating: utcEndMs - 1, count: expired.count)
        let newest = expired.map(\.newestMs)
        guard let fired else {
            return ResultBatch(
                statement: index, rows: rows, eventTimesMs: times, newestEventTimesMs: newest,
                windowEndMs: utcEndMs)
        }
        return ResultBatch(
            statement: index, rows: fired.rows.appending(rows),
            eventTimesMs: fired.eventTimesMs + times,
            newestEventTimesMs: fired.newestEventTimesMs + newest, windowEndMs: utcEndMs,
            failedValues: fired.failedValues, droppedRows: fired.droppedRows)
    }

    private func expiredRows(
        _ result: ResultRunner, _ stage: StageRunner, _ live: LiveKeys, _ keys: [[UInt8]],
        _ endMs: Int64
    ) -> ColumnBatch {
        let values = keys.map { key in key.withUnsafeBufferPointer { live.encoder.decode($0) } }
        var columns = sink.schema.fields.indices.map { column in
            expiredColumn(column, result, stage, endMs, count: keys.count)
        }
        for (position, column) in sink.primaryKey.enumerated() {
            columns[column] = Column(
                sink.schema[column].type, values.map { $0[position] })
        }
        let isDelete = sink.annotations.whenEmpty == .delete
        return ColumnBatch(
            count: keys.count, columns: columns,
            kinds: isDelete ? [RowKind](repeating: .delete, count: keys.count) : nil)
    }

    /// A column of rows that have expired: the window's times stay, numbers are 0 where asked for.
    private func expiredColumn(
        _ column: Int, _ result: ResultRunner, _ stage: StageRunner, _ endMs: Int64, count: Int
    ) -> Column {
        let type = sink.schema[column].type
        let whenEmpty = sink.annotations.whenEmpty
        if whenEmpty != .delete, let definition = stage.group?.definition,
            let origin = result.chain.origin(of: column)
        {
            let times = [
                WindowGrid(definition.window).start(ofEnd: endMs), endMs,
                stage.clock.instantMs(endMs - 1),
            ]
            let position = origin - definition.keys.count
            if times.indices.contains(position) {
                return Column(type, .integers([Int64](repeating: times[position], count: count)))
            }
        }
        let hasZero = type.isNumeric || type == .boolean
        if whenEmpty == .zero, hasZero {
            let zero: Value =
                switch type.storage {
                case .doubles: .double(0)
                case .decimals: .decimal(Decimal(units: 0, scale: type.scale))
                default: .integer(0)
                }
            return Vector(constant: zero, type).column(count: count, as: type)
        }
        return .nulls(type, count: count)
    }
}

extension ColumnBatch {
    /// The rows of another batch after those of this one.
    func appending(_ other: ColumnBatch) -> ColumnBatch {
        var joined: [RowKind]?
        if kinds != nil || other.kinds != nil {
            joined =
                (kinds ?? [RowKind](repeating: .insert, count: count))
                + (other.kinds ?? [RowKind](repeating: .insert, count: other.count))
        }
        return ColumnBatch(
            count: count + other.count,
            columns: zip(columns, other.columns).map { $0.appending($1) }, kinds: joined)
    }
}
