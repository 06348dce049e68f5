/// The values of one column of a batch.
///
/// A NULL row holds 0, 0.0 or an empty slice beside its mark in ``nulls``.
public struct Column: Sendable {
    public enum Values: Sendable {
        case integers([Int64])
        case doubles([Double])
        case strings(StringColumn)
        /// Units of the column's scale.
        case decimals([Int128])
    }

    public let type: DataType
    public var values: Values
    /// One mark per row, `true` where the value is NULL; `nil` when no row is NULL.
    public var nulls: [Bool]?

    public init(_ type: DataType, _ values: Values, nulls: [Bool]? = nil) {
        self.type = type
        self.values = values
        self.nulls = nulls
    }

    public var count: Int {
        switch values {
        case .integers(let values): values.count
        case .doubles(let values): values.count
        case .strings(let values): values.count
        case .decimals(let values): values.count
        }
    }

    public func isNull(_ row: Int) -> Bool { nulls?[row] ?? false }

    /// The value of one row, for places where speed does not matter.
    public subscript(row: Int) -> Value {
        if isNull(row) { return .null }
        switch values {
        case .integers(let values): return .integer(values[row])
        case .doubles(let values): return .double(values[row])
        case .strings(let values): return .string(values[row])
        case .decimals(let values):
            return .decimal(Decimal(units: values[row], scale: type.scale))
        }
    }
}

/// Texts of one column: slices of a buffer that several columns may share.
public struct StringColumn: Sendable {
    /// UTF-8, always valid; refused where it comes in otherwise.
    public var bytes: [UInt8]
    /// Where each text begins in ``bytes``.
    public var starts: [Int32]
    /// How many bytes each text has.
    public var lengths: [Int32]

    public init(bytes: [UInt8] = [], starts: [Int32] = [], lengths: [Int32] = []) {
        self.bytes = bytes
        self.starts = starts
        self.lengths = lengths
    }

    public var count: Int { starts.count }

    public subscript(row: Int) -> String {
        let start = Int(starts[row])
        return String(decoding: bytes[start..<start + Int(lengths[row])], as: UTF8.self)
    }

    /// Adds one text at the end.
    @inlinable
    public mutating func append(_ text: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: text)
        starts.append(Int32(start))
        lengths.append(Int32(bytes.count - start))
    }
}

extension Column {
    /// A column from single values, for tests and literals.
    public init(_ type: DataType, _ rows: [Value]) {
        var nulls = [Bool](repeating: false, count: rows.count)
        for (row, value) in rows.enumerated() where value.isNull { nulls[row] = true }
        let marks = nulls.contains(true) ? nulls : nil
        switch type.storage {
        case .integers:
            let values = rows.map { if case .integer(let value) = $0 { value } else { Int64(0) } }
            self.init(type, .integers(values), nulls: marks)
        case .doubles:
            let values = rows.map { if case .double(let value) = $0 { value } else { 0.0 } }
            self.init(type, .doubles(values), nulls: marks)
        case .strings:
            var values = StringColumn()
            for row in rows {
                if case .string(let text) = row {
                    values.append(text.utf8)
                } else {
                    values.append(EmptyCollection())
                }
            }
            self.init(type, .strings(values), nulls: marks)
        case .decimals:
            let values = rows.map {
                if case .decimal(let value) = $0 { value.units } else { Int128(0) }
            }
            self.init(type, .decimals(values), nulls: marks)
        }
    }
}
