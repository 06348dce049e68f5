/// Ranks the rows of one firing.
extension WindowTopRows {
    /// Each row's rank among the rows of its key, from 1; rows equal in the order keep their own.
    func ranks(_ columns: [Column], _ rows: Selection) -> [Int64] {
        var sorted = rows.rows
        sorted.sort { left, right in
            for item in order {
                let column = columns[item.column]
                let comparison = item.compare(column, Int(left), Int(right))
                if comparison != 0 { return comparison < 0 }
            }
            return left < right
        }
        var ranks = [Int64](repeating: 0, count: columns.first?.count ?? 0)
        let encoder = KeyEncoder(
            keys, Schema(columns.map { Field("", $0.type) }))
        var counts: [[UInt8]: Int64] = [:]
        for row in sorted {
            var key: [UInt8] = []
            encoder.append(columns, Int(row), to: &key)
            counts[key, default: 0] += 1
            ranks[Int(row)] = counts[key] ?? 0
        }
        return ranks
    }
}

extension WindowTopRows.Order {
    /// Below 0 when the left row comes first, above 0 when the right one does.
    fileprivate func compare(_ column: Column, _ left: Int, _ right: Int) -> Int {
        switch (column.isNull(left), column.isNull(right)) {
        case (true, true): return 0
        case (true, false): return nullsFirst ? -1 : 1
        case (false, true): return nullsFirst ? 1 : -1
        case (false, false): break
        }
        let ascending: Int
        switch column.values {
        case .integers(let values):
            ascending = values[left] < values[right] ? -1 : values[left] > values[right] ? 1 : 0
        case .decimals(let values):
            ascending = values[left] < values[right] ? -1 : values[left] > values[right] ? 1 : 0
        case .doubles(let values):
            // NaN is the largest, as in Java's order.
            let first = values[left]
            let second = values[right]
            if first.isNaN || second.isNaN {
                ascending = first.isNaN ? (second.isNaN ? 0 : 1) : -1
            } else {
                ascending = first < second ? -1 : first > second ? 1 : 0
            }
        case .strings(let texts):
            ascending = texts.bytes.withUnsafeBytes { bytes in
                func text(_ row: Int) -> UnsafeRawBufferPointer {
                    let start = Int(texts.starts[row])
                    return UnsafeRawBufferPointer(
                        rebasing: bytes[start..<start + Int(texts.lengths[row])])
                }
                return text(left).ordered(text(right))
            }
        }
        return isDescending ? -ascending : ascending
    }
}
