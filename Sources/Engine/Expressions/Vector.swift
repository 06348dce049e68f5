/// The values of an expression: a column, or one value that stands for every row.
struct Vector {
    let type: DataType
    var values: Column.Values
    /// As in ``Column/nulls``; one mark in a constant.
    var nulls: [Bool]?
    let isConstant: Bool

    init(_ type: DataType, _ values: Column.Values, nulls: [Bool]? = nil) {
        self.type = type
        self.values = values
        self.nulls = nulls
        isConstant = false
    }

    init(_ column: Column) {
        self.init(column.type, column.values, nulls: column.nulls)
    }

    /// One value for every row.
    init(constant value: Value, _ type: DataType) {
        let column = Column(type, [value])
        self.type = type
        values = column.values
        nulls = column.nulls
        isConstant = true
    }

    private init(asConstant vector: Vector) {
        type = vector.type
        values = vector.values
        nulls = vector.nulls
        isConstant = true
    }

    /// The first row's value for every row.
    var constant: Vector { Vector(asConstant: self) }

    var isConstantNull: Bool { isConstant && nulls?[0] == true }

    /// ANDed with a row number it finds the row's place in the values.
    var mask: Int { isConstant ? 0 : -1 }

    @inline(__always)
    func isNull(_ row: Int) -> Bool { nulls?[row & mask] ?? false }

    /// A column with a value in each of the rows 0 to `count` - 1.
    func column(count: Int, as type: DataType) -> Column {
        guard isConstant else { return Column(type, values, nulls: nulls) }
        let marks = nulls?[0] == true ? [Bool](repeating: true, count: count) : nil
        switch values {
        case .integers(let one):
            return Column(
                type, .integers([Int64](repeating: one[0], count: count)), nulls: marks)
        case .doubles(let one):
            return Column(
                type, .doubles([Double](repeating: one[0], count: count)), nulls: marks)
        case .decimals(let one):
            return Column(
                type, .decimals([Int128](repeating: one[0], count: count)), nulls: marks)
        case .strings(let one):
            let texts = StringColumn(
                bytes: one.bytes, starts: [Int32](repeating: one.starts[0], count: count),
                lengths: [Int32](repeating: one.lengths[0], count: count))
            return Column(type, .strings(texts), nulls: marks)
        }
    }

    var integers: IntegerView {
        if case .integers(let values) = values { return IntegerView(values: values, mask: mask) }
        preconditionFailure("\(type) is not stored as integers")
    }

    var decimals: DecimalView {
        switch values {
        case .decimals(let values): return DecimalView(values, type.scale, mask)
        case .integers(let values): return DecimalView(values.map { Int128($0) }, 0, mask)
        default: preconditionFailure("\(type) is not stored as decimals")
        }
    }

    var texts: TextView {
        if case .strings(let values) = values { return TextView(texts: values, mask: mask) }
        preconditionFailure("\(type) is not stored as texts")
    }

    /// The values as doubles, whatever number they are stored as.
    var doubles: DoubleView {
        switch values {
        case .doubles(let values): DoubleView(values: values, mask: mask)
        case .integers(let values): DoubleView(values: values.map(Double.init), mask: mask)
        case .decimals(let values):
            DoubleView(
                values: values.map { Decimal(units: $0, scale: type.scale).double }, mask: mask)
        case .strings: preconditionFailure("\(type) is not stored as numbers")
        }
    }
}

/// Integers by row, one for all when constant.
struct IntegerView {
    let values: [Int64]
    let mask: Int
    @inline(__always)
    subscript(row: Int) -> Int64 { values[row & mask] }
}

/// Doubles by row, one for all when constant.
struct DoubleView {
    let values: [Double]
    let mask: Int
    @inline(__always)
    subscript(row: Int) -> Double { values[row & mask] }
}

/// Units of decimals by row, one for all when constant.
struct DecimalView {
    let values: [Int128]
    let scale: Int
    let mask: Int

    init(_ values: [Int128], _ scale: Int, _ mask: Int) {
        self.values = values
        self.scale = scale
        self.mask = mask
    }

    @inline(__always)
    subscript(row: Int) -> Int128 { values[row & mask] }
}

/// Texts by row, one for all when constant.
struct TextView {
    let texts: StringColumn
    let mask: Int

    @inline(__always)
    func length(_ row: Int) -> Int { Int(texts.lengths[row & mask]) }

    /// The bytes of one row's text, for as long as the closure runs.
    @inline(__always)
    func with<Result>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = Int(texts.starts[row & mask])
        let length = Int(texts.lengths[row & mask])
        return texts.bytes.withUnsafeBytes { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
        }
    }

    /// The texts by row without a check of each, for as long as the closure runs.
    @inline(__always)
    func withUnsafe<Result>(_ body: (UnsafeTextView) -> Result) -> Result {
        texts.bytes.withUnsafeBytes { bytes in
            texts.starts.withUnsafeBufferPointer { starts in
                texts.lengths.withUnsafeBufferPointer { lengths in
                    body(
                        UnsafeTextView(bytes: bytes, starts: starts, lengths: lengths, mask: mask))
                }
            }
        }
    }

    /// The text of one row as bytes of its own.
    func bytes(_ row: Int) -> ArraySlice<UInt8> {
        let start = Int(texts.starts[row & mask])
        return texts.bytes[start..<start + Int(texts.lengths[row & mask])]
    }
}

/// The memory of a ``TextView``, which belongs to a column that outlives it.
struct UnsafeTextView {
    let bytes: UnsafeRawBufferPointer
    let starts: UnsafeBufferPointer<Int32>
    let lengths: UnsafeBufferPointer<Int32>
    let mask: Int

    @inline(__always)
    func text(_ row: Int) -> UnsafeRawBufferPointer {
        let place = row & mask
        return UnsafeRawBufferPointer(
            start: bytes.baseAddress.map { $0 + Int(starts[place]) }, count: Int(lengths[place]))
    }
}
