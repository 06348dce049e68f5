import Engine

/// The numbering of keys by itself, as deduplications do it, so that it can be measured alone.
struct KeyLoop: ~Copyable {
    private var numbering: KeyNumbering
    private let numbers = UnsafeMutablePointer<Int32>.allocate(capacity: KeyNumbering.chunk)
    /// The index of every row of a batch.
    private var rows: [Int32] = []

    /// - Parameters:
    ///   - columns: Which columns are the key.
    ///   - schema: The schema of the batches.
    init(_ columns: [Int], _ schema: Schema) {
        numbering = KeyNumbering(columns, schema)
    }

    deinit { numbers.deallocate() }

    /// Numbers the keys of a batch's rows and returns how many different ones there were so far.
    mutating func number(_ batch: ColumnBatch) -> Int {
        if rows.count < batch.count { rows = Array(0..<Int32(batch.count)) }
        rows.withUnsafeBufferPointer { rows in
            guard let first = rows.baseAddress else { return }
            for start in stride(from: 0, to: batch.count, by: KeyNumbering.chunk) {
                let count = min(KeyNumbering.chunk, batch.count - start)
                numbering.number(first + start, count, batch.columns, into: numbers)
            }
        }
        return numbering.keyCount
    }
}
