/// Gives the keys of a batch's rows their numbers.
struct RowKeys: ~Copyable {
    let encoder: KeyEncoder
    private let batch: KeyBatch
    private let lengths: Memory<Int32>
    private var bytes: [UInt8] = []

    /// A chunk is the most rows that are numbered at once.
    init(_ encoder: KeyEncoder, chunk: Int) {
        self.encoder = encoder
        batch = KeyBatch(capacity: chunk)
        lengths = Memory(capacity: chunk)
    }

    mutating func number(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ columns: [Column], in table: inout KeyTable,
        into numbers: UnsafeMutablePointer<Int32>
    ) {
        if encoder.isSingleText, case .strings(let texts) = columns[encoder.columns[0]].values {
            let nulls = columns[encoder.columns[0]].nulls
            number(rows, count, texts, nulls, in: &table, into: numbers)
            return
        }
        bytes.removeAll(keepingCapacity: true)
        for index in 0..<count {
            let start = bytes.count
            encoder.append(columns, Int(rows[index]), to: &bytes)
            lengths.base[index] = Int32(bytes.count - start)
        }
        bytes.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress ?? batch.nowhere
            for index in 0..<count {
                batch.set(index, next, lengths.base[index])
                next += Int(lengths.base[index])
            }
            batch.number(count, in: &table, into: numbers)
        }
    }

    /// A single text is its own key: no byte is copied before it is known to be new.
    private func number(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ texts: StringColumn, _ nulls: [Bool]?,
        in table: inout KeyTable, into numbers: UnsafeMutablePointer<Int32>
    ) {
        texts.bytes.withUnsafeBufferPointer { bytes in
            texts.starts.withUnsafeBufferPointer { starts in
                texts.lengths.withUnsafeBufferPointer { lengths in
                    let base = bytes.baseAddress ?? batch.nowhere
                    for index in 0..<count {
                        let row = Int(rows[index])
                        batch.set(index, base + Int(starts[row]), lengths[row])
                    }
                }
            }
            if let nulls {
                for index in 0..<count where nulls[Int(rows[index])] { batch.setNull(index) }
            }
            batch.number(count, in: &table, into: numbers)
        }
    }
}
