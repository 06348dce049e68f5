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
        locate(rows, count, columns) { $0.number(count, in: &table, into: numbers) }
    }

    /// Only hashes the keys, as a table of them would.
    mutating func hash(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ columns: [Column],
        into hashes: UnsafeMutablePointer<UInt32>
    ) {
        locate(rows, count, columns) { $0.hash(count, into: hashes) }
    }

    /// Finds the keys' bytes, which stay where they are for the time of a call.
    @inline(__always)
    private mutating func locate(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ columns: [Column],
        _ use: (borrowing KeyBatch) -> Void
    ) {
        if encoder.isSingleText, case .strings(let texts) = columns[encoder.columns[0]].values {
            locate(rows, count, texts, columns[encoder.columns[0]].nulls, use)
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
            use(batch)
        }
    }

    /// A single text is its own key: no byte is copied before it is known to be new.
    @inline(__always)
    private func locate(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ texts: StringColumn, _ nulls: [Bool]?,
        _ use: (borrowing KeyBatch) -> Void
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
            use(batch)
        }
    }
}
