import Engine

/// Rows whose texts stay where they are while they are lent.
struct LentRows {
    let columns: [Column]
    let eventTimesMs: [Int64]
    let newestEventTimesMs: [Int64]
    /// `nil` when no row is a tombstone.
    private let kinds: [RowKind]?
    /// The bytes of the columns of texts, by column; of another column nothing.
    let texts: [UnsafeBufferPointer<UInt8>]

    func isDelete(_ row: Int) -> Bool { kinds.map { $0[row] == .delete } ?? false }

    /// Lends the rows of a batch until `body` returns.
    static func lending(
        _ batch: ResultBatch, to body: (LentRows) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        var texts: [UnsafeBufferPointer<UInt8>] = []
        try lend(batch.rows.columns[...], adding: &texts) { texts throws(SQLiteError) in
            try body(
                LentRows(
                    columns: batch.rows.columns, eventTimesMs: batch.eventTimesMs,
                    newestEventTimesMs: batch.newestEventTimesMs, kinds: batch.rows.kinds,
                    texts: texts))
        }
    }

    /// Goes as deep as there are columns of texts; SQLite takes no more than 2,000.
    private static func lend(
        _ columns: ArraySlice<Column>, adding lent: inout [UnsafeBufferPointer<UInt8>],
        to body: ([UnsafeBufferPointer<UInt8>]) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        for index in columns.indices {
            guard case .strings(let texts) = columns[index].values else {
                lent.append(UnsafeBufferPointer(start: nil, count: 0))
                continue
            }
            return try texts.bytes.withUnsafeBufferPointer { bytes throws(SQLiteError) in
                lent.append(bytes)
                try lend(columns[(index + 1)...], adding: &lent, to: body)
            }
        }
        try body(lent)
    }
}
