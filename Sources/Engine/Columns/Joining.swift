extension ColumnBatch {
    /// The rows of several batches of the same columns, one after the other; at least one batch.
    init(joining parts: [ColumnBatch]) {
        self.init(
            count: parts.reduce(0) { $0 + $1.count },
            columns: parts[0].columns.indices.map { column in
                Column(joining: parts.map { $0.columns[column] })
            },
            kinds: ColumnBatch.kinds(of: parts))
    }

    /// What the rows of several batches do; `nil` when every row is an insert.
    static func kinds(of parts: [ColumnBatch]) -> [RowKind]? {
        guard parts.contains(where: { $0.kinds != nil }) else { return nil }
        return parts.flatMap { $0.kinds ?? [RowKind](repeating: .insert, count: $0.count) }
    }
}

extension Column {
    /// The rows of several columns of one type, one after the other.
    init(joining parts: [Column]) {
        var nulls: [Bool]?
        if parts.contains(where: { $0.nulls != nil }) {
            nulls = parts.flatMap { $0.nulls ?? [Bool](repeating: false, count: $0.count) }
        }
        let values: Values
        switch parts[0].type.storage {
        case .integers:
            var all: [Int64] = []
            for case .integers(let own) in parts.map(\.values) { all += own }
            values = .integers(all)
        case .doubles:
            var all: [Double] = []
            for case .doubles(let own) in parts.map(\.values) { all += own }
            values = .doubles(all)
        case .decimals:
            var all: [Int128] = []
            for case .decimals(let own) in parts.map(\.values) { all += own }
            values = .decimals(all)
        case .strings:
            var texts = StringColumn()
            for case .strings(let own) in parts.map(\.values) {
                // Text by text: the buffer may be that of a whole batch, of which this is little.
                own.bytes.withUnsafeBufferPointer { bytes in
                    for row in 0..<own.count {
                        let start = Int(own.starts[row])
                        let end = start + Int(own.lengths[row])
                        texts.append(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                    }
                }
            }
            values = .strings(texts)
        }
        self.init(parts[0].type, values, nulls: nulls)
    }
}
