/// The different values that one DISTINCT argument has in the open panes, each with a number.
final class ValueTable {
    private let type: DataType
    private var table = KeyTable()
    private let batch: KeyBatch
    private let words: Memory<Int64>

    /// A chunk is the most rows that are numbered at once.
    init(_ type: DataType, chunk: Int) {
        self.type = type
        batch = KeyBatch(capacity: chunk)
        words = Memory(capacity: type.isDecimal ? chunk * 2 : chunk)
    }

    var memory: Int { table.memory }
    var count: Int { table.count }

    func retain(_ number: Int32) { table.retain(number) }
    func release(_ number: Int32) { table.release(number) }
    func compact() { table.compact() }
    func key(_ number: Int32) -> UnsafeBufferPointer<UInt8> { table.key(number) }
    func number(_ bytes: [UInt8]) -> Int32 { table.number(bytes) }

    func integer(_ number: Int32) -> Int64 {
        UnsafeRawPointer(table.key(number).baseAddress)?.loadUnaligned(as: Int64.self) ?? 0
    }

    func double(_ number: Int32) -> Double {
        Double(bitPattern: UInt64(bitPattern: integer(number)))
    }

    func decimal(_ number: Int32) -> Int128 {
        let key = UnsafeRawPointer(table.key(number).baseAddress)
        return key?.loadUnaligned(as: WideInteger.self).value ?? 0
    }

    /// The numbers of the rows' values, which are not NULL.
    func number(
        _ column: Column, _ seen: RowsOfPane, into numbers: UnsafeMutablePointer<Int32>
    ) {
        switch column.values {
        case .integers(let values):
            values.withUnsafeBufferPointer { values in
                for index in 0..<seen.count { words.base[index] = values[Int(seen.rows[index])] }
            }
            numberWords(seen.count, 1, numbers)
        case .doubles(let values):
            for index in 0..<seen.count {
                // One NaN and one zero, whatever bits they came with.
                let value = values[Int(seen.rows[index])] + 0
                let bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern
                words.base[index] = Int64(bitPattern: bits)
            }
            numberWords(seen.count, 1, numbers)
        case .decimals(let values):
            for index in 0..<seen.count {
                let value = WideInteger(values[Int(seen.rows[index])])
                words.base[index * 2] = Int64(bitPattern: value.low)
                words.base[index * 2 + 1] = value.high
            }
            numberWords(seen.count, 2, numbers)
        case .strings(let texts): numberTexts(texts, seen, numbers)
        }
    }

    private func numberWords(
        _ count: Int, _ width: Int, _ numbers: UnsafeMutablePointer<Int32>
    ) {
        let base = UnsafeRawPointer(words.base).assumingMemoryBound(to: UInt8.self)
        let bytes = width * 8
        for index in 0..<count { batch.set(index, base + index * bytes, Int32(bytes)) }
        batch.number(count, in: &table, into: numbers)
    }

    private func numberTexts(
        _ texts: StringColumn, _ seen: RowsOfPane, _ numbers: UnsafeMutablePointer<Int32>
    ) {
        texts.bytes.withUnsafeBufferPointer { bytes in
            let base = bytes.baseAddress ?? batch.nowhere
            for index in 0..<seen.count {
                let row = Int(seen.rows[index])
                batch.set(index, base + Int(texts.starts[row]), texts.lengths[row])
            }
            batch.number(seen.count, in: &table, into: numbers)
        }
    }
}
