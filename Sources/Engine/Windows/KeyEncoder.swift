/// Writes the columns of a key as bytes that sort as the values do, and reads them back.
///
/// A single text is its own bytes, and NULL the byte FF, which no UTF-8 has. Otherwise each column
/// is a mark (0 for NULL) and its value: integers with the sign turned, highest byte first; texts
/// but the last with 00 written as 00 FF and 00 00 at the end.
struct KeyEncoder {
    let columns: [Int]
    let types: [DataType]

    private static let nullText: UInt8 = 0xFF

    init(_ columns: [Int], _ schema: Schema) {
        self.columns = columns
        types = columns.map { schema[$0].type }
    }

    var isSingleText: Bool { types.count == 1 && types[0].storage == .strings }

    /// Adds the key of one row.
    func append(_ batch: [Column], _ row: Int, to bytes: inout [UInt8]) {
        for (position, column) in columns.enumerated() {
            append(batch[column], row, position, to: &bytes)
        }
    }

    private func append(_ column: Column, _ row: Int, _ position: Int, to bytes: inout [UInt8]) {
        if isSingleText {
            if column.isNull(row) {
                bytes.append(KeyEncoder.nullText)
            } else if case .strings(let texts) = column.values {
                let start = Int(texts.starts[row])
                bytes.append(contentsOf: texts.bytes[start..<start + Int(texts.lengths[row])])
            }
            return
        }
        guard !column.isNull(row) else {
            bytes.append(0)
            return
        }
        bytes.append(1)
        switch column.values {
        case .integers(let values):
            KeyEncoder.append(UInt64(bitPattern: values[row]) ^ 1 << 63, to: &bytes)
        case .doubles(let values):
            let value = values[row].isNaN ? Double.nan : values[row] + 0
            let bits = value.bitPattern
            KeyEncoder.append(bits >> 63 == 0 ? bits | 1 << 63 : ~bits, to: &bytes)
        case .decimals(let values):
            let bits = UInt128(truncatingIfNeeded: values[row]) ^ 1 << 127
            KeyEncoder.append(UInt64(truncatingIfNeeded: bits >> 64), to: &bytes)
            KeyEncoder.append(UInt64(truncatingIfNeeded: bits), to: &bytes)
        case .strings(let texts):
            let start = Int(texts.starts[row])
            let text = texts.bytes[start..<start + Int(texts.lengths[row])]
            guard position < types.count - 1 else {
                bytes.append(contentsOf: text)
                return
            }
            for byte in text {
                bytes.append(byte)
                if byte == 0 { bytes.append(0xFF) }
            }
            bytes.append(contentsOf: [0, 0])
        }
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    /// The key of values outside a batch; `nil` when there are not as many as key columns.
    func encode(_ values: [Value]) -> [UInt8]? {
        guard values.count == types.count else { return nil }
        let batch = zip(types, values).map { Column($0, [$1]) }
        var bytes: [UInt8] = []
        for (position, column) in batch.enumerated() { append(column, 0, position, to: &bytes) }
        return bytes
    }

    /// The values of a key.
    func decode(_ key: UnsafeBufferPointer<UInt8>) -> [Value] {
        if isSingleText {
            if key.count == 1, key[0] == KeyEncoder.nullText { return [.null] }
            return [.string(String(decoding: key, as: UTF8.self))]
        }
        var reader = KeyReader(key)
        return types.enumerated().map { position, type in
            reader.next(type, isLast: position == types.count - 1)
        }
    }

    /// The key columns of many keys, in their order.
    func columns(of keys: [UnsafeBufferPointer<UInt8>]) -> [Column] {
        if isSingleText {
            var texts = StringColumn()
            texts.starts.reserveCapacity(keys.count)
            texts.lengths.reserveCapacity(keys.count)
            var nulls = [Bool](repeating: false, count: keys.count)
            var hasNull = false
            for (row, key) in keys.enumerated() {
                if key.count == 1, key[0] == KeyEncoder.nullText {
                    nulls[row] = true
                    hasNull = true
                    texts.append(EmptyCollection())
                } else {
                    texts.append(key)
                }
            }
            return [Column(types[0], .strings(texts), nulls: hasNull ? nulls : nil)]
        }
        let rows = keys.map { decode($0) }
        return types.indices.map { position in
            Column(types[position], rows.map { $0[position] })
        }
    }
}

/// Reads the parts of a composite key one after the other.
private struct KeyReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next(_ type: DataType, isLast: Bool) -> Value {
        guard position < bytes.count else { return .null }
        position += 1
        guard bytes[position - 1] == 1 else { return .null }
        switch type.storage {
        case .integers: return .integer(Int64(bitPattern: word() ^ 1 << 63))
        case .doubles:
            let bits = word()
            return .double(Double(bitPattern: bits >> 63 == 1 ? bits ^ 1 << 63 : ~bits))
        case .decimals:
            let bits = UInt128(word()) << 64 | UInt128(word())
            let units = Int128(truncatingIfNeeded: bits ^ 1 << 127)
            return .decimal(Decimal(units: units, scale: type.scale))
        case .strings: return .string(String(decoding: text(isLast: isLast), as: UTF8.self))
        }
    }

    private mutating func word() -> UInt64 {
        var word: UInt64 = 0
        for _ in 0..<8 where position < bytes.count {
            word = word << 8 | UInt64(bytes[position])
            position += 1
        }
        return word
    }

    private mutating func text(isLast: Bool) -> [UInt8] {
        if isLast {
            defer { position = bytes.count }
            return Array(bytes[position...])
        }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            let next = position + 1 < bytes.count ? bytes[position + 1] : 0
            position += byte == 0 ? 2 : 1
            if byte == 0, next == 0 { break }
            text.append(byte)
        }
        return text
    }
}
