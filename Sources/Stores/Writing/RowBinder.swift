import CSQLite
import Engine

/// Binds the declared columns of a group's rows.
struct RowBinder {
    let layout: GroupLayout
    let zone: SessionZone

    /// A tombstone has its key and its event time and no other values.
    ///
    /// - Returns: How many values were NaN and became NULL.
    func bind(
        _ rows: ColumnBatch, _ row: ResultRows.Row, to statement: borrowing PreparedStatement
    ) -> Int64 {
        var refused: Int64 = 0
        for index in rows.columns.indices {
            let parameter = Int32(index + 1)
            if index == layout.eventTimeColumn {
                statement.bind(row.eventTimeMs, at: parameter)
            } else if !row.isDelete || layout.info.columns[index].isKey {
                refused += bind(rows.columns[index], row.row, to: statement, at: parameter)
            } else {
                statement.bindNull(at: parameter)
            }
        }
        return refused
    }

    func bindKey(
        _ rows: ColumnBatch, _ row: ResultRows.Row, to statement: borrowing PreparedStatement
    ) {
        for index in layout.info.key {
            if index == layout.eventTimeColumn {
                statement.bind(row.eventTimeMs, at: Int32(index + 1))
            } else {
                _ = bind(rows.columns[index], row.row, to: statement, at: Int32(index + 1))
            }
        }
    }

    private func bind(
        _ column: Column, _ row: Int, to statement: borrowing PreparedStatement, at parameter: Int32
    ) -> Int64 {
        if column.isNull(row) {
            statement.bindNull(at: parameter)
            return 0
        }
        switch column.values {
        case .integers(let values):
            bind(values[row], column.type, to: statement, at: parameter)
        case .doubles(let values):
            if values[row].isNaN {
                statement.bindNull(at: parameter)
                return 1
            }
            statement.bind(values[row], at: parameter)
        case .decimals(let values):
            let number = Decimal(units: values[row], scale: column.type.scale)
            statement.bind(number.description, at: parameter)
        case .strings(let values):
            values.bytes.withUnsafeBufferPointer { bytes in
                let start = Int(values.starts[row])
                let text = bytes[start..<start + Int(values.lengths[row])]
                statement.bindText(UnsafeBufferPointer(rebasing: text), at: parameter)
            }
        }
        return 0
    }

    private func bind(
        _ value: Int64, _ type: DataType, to statement: borrowing PreparedStatement,
        at parameter: Int32
    ) {
        switch type {
        case .timestamp: statement.bind(zone.instantMs(ofWall: value), at: parameter)
        case .date: statement.bind(InstantText.date(value), at: parameter)
        case .time(let precision):
            statement.bind(InstantText.timeOfDay(value, precision), at: parameter)
        default: statement.bind(value, at: parameter)
        }
    }

    /// A row's columns as single values, where speed does not matter.
    func values(_ rows: ColumnBatch, _ row: ResultRows.Row) -> [StoreValue] {
        rows.columns.indices.map { index in
            let type = layout.info.columns[index].type
            if index == layout.eventTimeColumn { return .time(row.eventTimeMs) }
            switch rows.columns[index][row.row] {
            case .null: return .null
            case .double(let value): return value.isNaN ? .null : .real(value)
            case .string(let text): return .text(text)
            case .decimal(let number): return .text(number.description)
            case .integer(let value):
                switch type {
                case .timestamp: return .time(zone.instantMs(ofWall: value))
                case .timestampLTZ: return .time(value)
                case .date: return .text(InstantText.date(value))
                case .time(let precision):
                    return .text(InstantText.timeOfDay(value, precision))
                case .boolean: return .boolean(value != 0)
                default: return .integer(value)
                }
            }
        }
    }
}
