import Engine

/// How much is copied together at a time: little enough to stay in the CPU's cache.
package struct GatheringLimits {
    package var rows = 4_096
    /// Bytes of the texts of one column, of which a column can hold two GiB.
    ///
    /// A single text may be larger.
    package var bytes = 4 << 20

    package init() {}
}

extension ResultRows {
    /// The first of some rows, as many as are copied together.
    func part(of rows: ArraySlice<Row>, _ limits: GatheringLimits) -> ArraySlice<Row> {
        var part = rows.prefix(limits.rows)
        for index in batches[0].rows.columns.indices {
            guard case .strings = batches[0].rows.columns[index].values else { continue }
            let texts = batches.map { $0.rows.columns[index].values.texts }
            var bytes = 0
            let end = part.firstIndex { row in
                bytes += Int(texts[row.batch].lengths[row.row])
                return bytes > limits.bytes
            }
            if let end { part = part[..<max(end, part.startIndex + 1)] }
        }
        return part
    }

    /// A copy of some rows, one after the other in one batch.
    func gathered(_ rows: ArraySlice<Row>) -> ResultBatch {
        let columns = batches[0].rows.columns.indices.map { index in
            Self.gathered(rows, of: batches.map { $0.rows.columns[index] })
        }
        let kinds = rows.map { $0.isDelete ? RowKind.delete : .insert }
        return ResultBatch(
            statement: batches[0].statement,
            rows: ColumnBatch(
                count: rows.count, columns: columns, kinds: kinds.contains(.delete) ? kinds : nil),
            eventTimesMs: rows.map(\.eventTimeMs),
            newestEventTimesMs: rows.map(\.newestEventTimeMs), windowEndMs: nil)
    }

    /// Rows of one column, of which every batch has a part.
    private static func gathered(_ rows: ArraySlice<Row>, of parts: [Column]) -> Column {
        var nulls: [Bool]?
        if parts.contains(where: { $0.nulls != nil }) {
            nulls = rows.map { parts[$0.batch].isNull($0.row) }
        }
        let values: Column.Values
        switch parts[0].values {
        case .integers:
            let parts = parts.map(\.values.integers)
            values = .integers(rows.map { parts[$0.batch][$0.row] })
        case .doubles:
            let parts = parts.map(\.values.doubles)
            values = .doubles(rows.map { parts[$0.batch][$0.row] })
        case .decimals:
            let parts = parts.map(\.values.decimals)
            values = .decimals(rows.map { parts[$0.batch][$0.row] })
        case .strings:
            values = .strings(gathered(rows, of: parts.map(\.values.texts)))
        }
        return Column(parts[0].type, values, nulls: nulls)
    }

    private static func gathered(
        _ rows: ArraySlice<Row>, of parts: [StringColumn]
    ) -> StringColumn {
        let lengths = rows.map { parts[$0.batch].lengths[$0.row] }
        var starts: [Int32] = []
        starts.reserveCapacity(rows.count)
        var end: Int32 = 0
        for length in lengths {
            starts.append(end)
            end += length
        }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(end)) { buffer, count in
            for (place, row) in zip(starts, rows) {
                let start = Int(parts[row.batch].starts[row.row])
                let length = Int(parts[row.batch].lengths[row.row])
                parts[row.batch].bytes.withUnsafeBufferPointer { bytes in
                    let text = UnsafeBufferPointer(rebasing: bytes[start..<start + length])
                    _ = UnsafeMutableBufferPointer(rebasing: buffer[Int(place)...])
                        .initialize(fromContentsOf: text)
                }
            }
            count = Int(end)
        }
        return StringColumn(bytes: bytes, starts: starts, lengths: lengths)
    }
}

/// What a column holds if it is of that kind; nothing otherwise.
extension Column.Values {
    fileprivate var integers: [Int64] {
        if case .integers(let values) = self { values } else { [] }
    }

    fileprivate var doubles: [Double] { if case .doubles(let values) = self { values } else { [] } }

    fileprivate var decimals: [Int128] {
        if case .decimals(let values) = self { values } else { [] }
    }

    fileprivate var texts: StringColumn {
        if case .strings(let texts) = self { texts } else { StringColumn() }
    }
}
