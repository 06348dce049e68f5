/// Tells the rows of a changelog apart, as far as a grouping looks at them.
///
/// Rows that are equal in what it reads are the same to it, so either of them may be taken back.
struct RowIdentity {
    private let encoder: KeyEncoder

    init(_ definition: WindowAggregate, _ input: Schema) {
        let read = definition.aggregates.flatMap { [$0.argument, $0.filter] }.compactMap(\.self)
        encoder = KeyEncoder(Set(read + definition.keys + [definition.time]).sorted(), input)
    }

    /// A hash of each of some rows, as a column of all rows of their batch.
    func column(_ rows: [Int32], _ columns: [Column]) -> Column {
        guard let last = rows.last else { return Column(.bigint, .integers([])) }
        var hashes = [Int64](repeating: 0, count: Int(last) + 1)
        var bytes: [UInt8] = []
        for row in rows {
            bytes.removeAll(keepingCapacity: true)
            encoder.append(columns, Int(row), to: &bytes)
            bytes.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                hashes[Int(row)] = Int64(bitPattern: Hash.wide(base, bytes.count))
            }
        }
        return Column(.bigint, .integers(hashes))
    }
}
