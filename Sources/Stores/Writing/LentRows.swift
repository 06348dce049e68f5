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
        try lend(batch.rows.columns[...], []) { texts throws(SQLiteError) in
            try body(
                LentRows(
                    columns: batch.rows.columns, eventTimesMs: batch.eventTimesMs,
                    newestEventTimesMs: batch.newestEventTimesMs, kinds: batch.rows.kinds,
                    texts: texts))
        }
    }

    private static func lend(
        _ columns: ArraySlice<Column>, _ lent: [UnsafeBufferPointer<UInt8>],
        to body: ([UnsafeBufferPointer<UInt8>]) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        guard let column = columns.first else { return try body(lent) }
        guard case .strings(let texts) = column.values else {
            let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
            return try lend(columns.dropFirst(), lent + [nothing], to: body)
        }
        try texts.bytes.withUnsafeBufferPointer { bytes throws(SQLiteError) in
            try lend(columns.dropFirst(), lent + [bytes], to: body)
        }
    }
}
