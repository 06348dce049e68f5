import Engine

/// A group's rows of one commit, in the order in which they were fired.
struct ResultRows {
    struct Row {
        let batch: Int
        let row: Int
        let eventTimeMs: Int64
        let newestEventTimeMs: Int64
        let isDelete: Bool
    }

    let batches: [ResultBatch]
    private(set) var rows: [Row] = []
    /// Of each batch the rows that are here, which mostly are all.
    private(set) var runs: [[Range<Int>]] = []
    /// Rows whose key is NULL or NaN, which no table can hold; most were dropped by the engine.
    private(set) var refused: Int64 = 0
    let key: [Int]

    /// Leaves out rows without a key.
    init(_ batches: [ResultBatch], key: [Int]) {
        self.batches = batches
        self.key = key
        rows.reserveCapacity(batches.reduce(0) { $0 + $1.rows.count })
        for (index, batch) in batches.enumerated() {
            refused += batch.droppedRows
            var runs: [Range<Int>] = []
            let mayLackKey = mayLackKey(batch.rows)
            for row in 0..<batch.rows.count where batch.rows.kinds?[row] != .updateBefore {
                guard !mayLackKey || hasKey(batch.rows, row) else {
                    refused += 1
                    continue
                }
                rows.append(
                    Row(
                        batch: index, row: row, eventTimeMs: batch.eventTimesMs[row],
                        newestEventTimeMs: batch.newestEventTimesMs[row],
                        isDelete: batch.rows.kinds?[row] == .delete))
                if let last = runs.last, last.upperBound == row {
                    runs[runs.count - 1] = last.lowerBound..<row + 1
                } else {
                    runs.append(row..<row + 1)
                }
            }
            self.runs.append(runs)
        }
    }

    private func mayLackKey(_ rows: ColumnBatch) -> Bool {
        key.contains { index in
            if case .doubles = rows.columns[index].values { return true }
            return rows.columns[index].nulls != nil
        }
    }

    private func hasKey(_ rows: ColumnBatch, _ row: Int) -> Bool {
        for index in key {
            if rows.columns[index].isNull(row) { return false }
            if case .doubles(let values) = rows.columns[index].values, values[row].isNaN {
                return false
            }
        }
        return true
    }

    /// By key alone.
    func order(_ left: Row, _ right: Row) -> Int {
        for index in key {
            let order = order(
                batches[left.batch].rows.columns[index].values, left.row,
                batches[right.batch].rows.columns[index].values, right.row)
            if order != 0 { return order }
        }
        return 0
    }

    private func order(
        _ left: Column.Values, _ leftRow: Int, _ right: Column.Values, _ rightRow: Int
    ) -> Int {
        switch (left, right) {
        case (.integers(let left), .integers(let right)):
            let (left, right) = (left[leftRow], right[rightRow])
            return left < right ? -1 : left > right ? 1 : 0
        case (.doubles(let left), .doubles(let right)):
            let (left, right) = (left[leftRow], right[rightRow])
            return left < right ? -1 : left > right ? 1 : 0
        case (.strings(let left), .strings(let right)):
            return left.compare(leftRow, with: right, rightRow)
        case (.decimals(let left), .decimals(let right)):
            let (left, right) = (left[leftRow], right[rightRow])
            return left < right ? -1 : left > right ? 1 : 0
        case (.integers, _), (.doubles, _), (.strings, _), (.decimals, _):
            preconditionFailure("the columns of a sink have the same storage in every batch")
        }
    }
}

extension StringColumn {
    /// Compares two texts as SQLite does: byte by byte, the shorter one first.
    fileprivate func compare(_ row: Int, with other: StringColumn, _ otherRow: Int) -> Int {
        bytes.withUnsafeBufferPointer { left in
            other.bytes.withUnsafeBufferPointer { right in
                let leftStart = Int(starts[row])
                let rightStart = Int(other.starts[otherRow])
                let leftCount = Int(lengths[row])
                let rightCount = Int(other.lengths[otherRow])
                for index in 0..<min(leftCount, rightCount) {
                    let (one, two) = (left[leftStart + index], right[rightStart + index])
                    if one != two { return one < two ? -1 : 1 }
                }
                return leftCount - rightCount
            }
        }
    }
}
