import CSQLite
import Engine

/// Binds the rows of a group, column after column.
struct RowBinder {
    let layout: GroupLayout
    let parameters: RowParameters
    let zone: SessionZone

    init(layout: GroupLayout, zone: SessionZone) {
        self.layout = layout
        parameters = RowParameters(layout)
        self.zone = zone
    }

    /// Binds the same values for all rows of a commit; they stay bound.
    func bindCommit(
        id: Int64, writeTimeMs: Int64, to statement: borrowing PreparedStatement
    ) {
        statement.bind(writeTimeMs, at: RowParameters.writeTime)
        statement.bind(id, at: RowParameters.commitID)
    }

    /// Binds some rows that follow each other.
    ///
    /// A tombstone has its key and its event time and no other values.
    ///
    /// - Returns: How many values were NaN and became NULL.
    func bind(
        _ rows: LentRows, _ range: Range<Int>, to statement: borrowing PreparedStatement
    ) -> Int64 {
        var refused: Int64 = 0
        for index in rows.columns.indices where index != layout.eventTimeColumn {
            refused += bind(index, of: rows, range, to: statement)
        }
        for (place, row) in range.enumerated() {
            let eventTimeMs = rows.eventTimesMs[row]
            statement.bind(eventTimeMs, at: parameters.number(parameters.eventTime, row: place))
            statement.bind(
                rows.newestEventTimesMs[row],
                at: parameters.number(parameters.newestEventTime, row: place))
            // Where nothing expires it was never bound, and that is NULL.
            if let ttlMs = layout.info.ttlMs {
                statement.bind(
                    rows.isDelete(row) ? nil : Self.sum(eventTimeMs, ttlMs),
                    at: parameters.number(parameters.expiry, row: place))
            }
        }
        return refused
    }

    /// Binds whether each row is a tombstone, as the offline table has it.
    func bindDeletion(
        _ rows: LentRows, _ range: Range<Int>, to statement: borrowing PreparedStatement
    ) {
        for (place, row) in range.enumerated() {
            statement.bind(
                rows.isDelete(row), at: parameters.number(parameters.isDeleted, row: place))
        }
    }

    /// Binds the keys and event times of some rows that follow each other.
    func bindKeys(
        _ rows: LentRows, _ range: Range<Int>, to statement: borrowing PreparedStatement
    ) {
        for index in layout.info.key where index != layout.eventTimeColumn {
            _ = bind(index, of: rows, range, to: statement)
        }
        for (place, row) in range.enumerated() {
            statement.bind(
                rows.eventTimesMs[row], at: parameters.number(parameters.eventTime, row: place))
        }
    }

    private static func sum(_ timeMs: Int64, _ ttlMs: Int64) -> Int64 {
        let (sum, isTooFar) = timeMs.addingReportingOverflow(ttlMs)
        return isTooFar ? .max : sum
    }

    private func bind(
        _ index: Int, of rows: LentRows, _ range: Range<Int>,
        to statement: borrowing PreparedStatement
    ) -> Int64 {
        let column = rows.columns[index]
        let nulls = column.nulls
        let isKey = layout.info.columns[index].isKey
        let (first, stride) = (parameters.number(index), Int32(parameters.stride))
        var refused: Int64 = 0
        var parameter = first &- stride
        /// Goes to the next parameter; whether the row has a value for it.
        func hasValue(_ row: Int) -> Bool {
            parameter &+= stride
            if nulls?[row] == true || (!isKey && rows.isDelete(row)) {
                statement.bindNull(at: parameter)
                return false
            }
            return true
        }
        switch column.values {
        case .integers(let values):
            let isPlain = column.type.isStoredAsItIs
            for row in range where hasValue(row) {
                if isPlain {
                    statement.bind(values[row], at: parameter)
                } else {
                    bind(values[row], column.type, to: statement, at: parameter)
                }
            }
        case .doubles(let values):
            for row in range where hasValue(row) {
                if values[row].isNaN {
                    refused += 1
                    statement.bindNull(at: parameter)
                } else {
                    statement.bind(values[row], at: parameter)
                }
            }
        case .decimals(let values):
            for row in range where hasValue(row) {
                let number = Decimal(units: values[row], scale: column.type.scale)
                statement.bind(number.description, at: parameter)
            }
        case .strings(let texts):
            let bytes = rows.texts[index]
            for row in range where hasValue(row) {
                let start = Int(texts.starts[row])
                let text = bytes[start..<start + Int(texts.lengths[row])]
                statement.bindLent(UnsafeBufferPointer(rebasing: text), at: parameter)
            }
        }
        return refused
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

extension DataType {
    /// Of those that are held as integers, which are stored as the same ones.
    fileprivate var isStoredAsItIs: Bool {
        switch self {
        case .timestamp, .date, .time: false
        default: true
        }
    }
}
