import Engine

/// A format that writes rows as lines: how its cells look and what joins them.
protocol RowFormat {
    var frame: CellTexts.Frame { get }

    /// Adds what stands before every value of a column.
    func appendKey(_ column: Int, to bytes: inout [UInt8])
    func appendNull(_ column: Int, to bytes: inout [UInt8])
    func append(_ value: Int64, _ type: DataType, to bytes: inout [UInt8])
    func append(_ value: Double, _ type: DataType, to bytes: inout [UInt8])
    /// As Flink writes a DECIMAL: without zeros at the end, large and tiny ones with an E.
    func append(_ value: Decimal, to bytes: inout [UInt8])
    func append(text: UnsafeRawBufferPointer, to bytes: inout [UInt8])
    /// An ARRAY, in the form in which columns hold it.
    func append(nested: UnsafeRawBufferPointer, to bytes: inout [UInt8])
}

extension RowFormat {
    func append(_ value: Decimal, to bytes: inout [UInt8]) { value.appendShort(to: &bytes) }

    /// Adds one line per row; the kinds of rows are not written.
    func appendRows(_ rows: ColumnBatch, _ types: [DataType], to output: inout [UInt8]) {
        var texts = CellTexts()
        var first = 0
        while first < rows.count {
            let part = first..<min(rows.count, first + CellTexts.rowsAtOnce)
            texts.removeAll()
            for (index, column) in rows.columns.enumerated() {
                append(column, index, part, types[index], to: &texts)
            }
            texts.join(rows: part.count, columns: rows.columns.count, frame, to: &output)
            first = part.upperBound
        }
    }

    private func append(
        _ column: Column, _ index: Int, _ rows: Range<Int>, _ type: DataType,
        to texts: inout CellTexts
    ) {
        switch column.values {
        case .integers(let values):
            each(rows, column.nulls, index, &texts) { append(values[$0], type, to: &$1) }
        case .doubles(let values):
            each(rows, column.nulls, index, &texts) { append(values[$0], type, to: &$1) }
        case .decimals(let values):
            let scale = column.type.scale
            each(rows, column.nulls, index, &texts) {
                append(Decimal(units: values[$0], scale: scale), to: &$1)
            }
        case .strings(let values):
            values.bytes.withUnsafeBytes { bytes in
                each(rows, column.nulls, index, &texts) { row, output in
                    let start = Int(values.starts[row])
                    let text = bytes[start..<start + Int(values.lengths[row])]
                    let bytes = UnsafeRawBufferPointer(rebasing: text)
                    if type.isNested {
                        append(nested: bytes, to: &output)
                    } else {
                        append(text: bytes, to: &output)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func each(
        _ rows: Range<Int>, _ nulls: [Bool]?, _ index: Int, _ texts: inout CellTexts,
        _ appendValue: (Int, inout [UInt8]) -> Void
    ) {
        for row in rows {
            if let nulls, nulls[row] {
                appendNull(index, to: &texts.bytes)
            } else {
                appendKey(index, to: &texts.bytes)
                appendValue(row, &texts.bytes)
            }
            texts.endCell()
        }
    }
}
