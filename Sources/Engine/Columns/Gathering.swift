extension Column {
    /// The values of some rows, in their order; texts still share the buffer.
    func gathered(_ rows: [Int32]) -> Column {
        let marks = nulls.map { nulls in rows.map { nulls[Int($0)] } }
        switch values {
        case .integers(let values):
            return Column(type, .integers(rows.map { values[Int($0)] }), nulls: marks)
        case .doubles(let values):
            return Column(type, .doubles(rows.map { values[Int($0)] }), nulls: marks)
        case .decimals(let values):
            return Column(type, .decimals(rows.map { values[Int($0)] }), nulls: marks)
        case .strings(let texts):
            let part = StringColumn(
                bytes: texts.bytes, starts: rows.map { texts.starts[Int($0)] },
                lengths: rows.map { texts.lengths[Int($0)] })
            return Column(type, .strings(part), nulls: marks)
        }
    }

    /// The rows of another column after those of this one.
    func appending(_ other: Column) -> Column {
        var marks: [Bool]?
        if nulls != nil || other.nulls != nil {
            marks =
                (nulls ?? [Bool](repeating: false, count: count))
                + (other.nulls ?? [Bool](repeating: false, count: other.count))
        }
        switch (values, other.values) {
        case (.integers(let first), .integers(let second)):
            return Column(type, .integers(first + second), nulls: marks)
        case (.doubles(let first), .doubles(let second)):
            return Column(type, .doubles(first + second), nulls: marks)
        case (.decimals(let first), .decimals(let second)):
            return Column(type, .decimals(first + second), nulls: marks)
        case (.strings(var texts), .strings(let second)):
            for row in 0..<second.count {
                let start = Int(second.starts[row])
                texts.append(second.bytes[start..<start + Int(second.lengths[row])])
            }
            return Column(type, .strings(texts), nulls: marks)
        default: preconditionFailure("\(type) and \(other.type) are stored differently")
        }
    }

    /// As many NULLs.
    static func nulls(_ type: DataType, count: Int) -> Column {
        Vector(constant: .null, type).column(count: count, as: type)
    }
}

extension ColumnBatch {
    func gathered(_ rows: [Int32]) -> ColumnBatch {
        ColumnBatch(
            count: rows.count, columns: columns.map { $0.gathered(rows) },
            kinds: kinds.map { kinds in rows.map { kinds[Int($0)] } })
    }
}
