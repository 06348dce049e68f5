/// Loops that compute one value per row, for functions where the work per row outweighs the loop.
///
/// A row with a NULL argument is NULL; a closure's `nil` is NULL; what it throws fails the row.
extension Evaluator {
    @inline(__always)
    mutating func integers(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection,
        _ body: (Int) throws(RowError) -> Int64?
    ) -> Vector {
        var values = [Int64](repeating: 0, count: count)
        let nulls = eachRow(arguments, rows) { row throws(RowError) in
            guard let value = try body(row) else { return false }
            values[row] = value
            return true
        }
        return Vector(type, .integers(values), nulls: nulls)
    }

    /// As `integers`; a FLOAT is rounded to 32 bits.
    @inline(__always)
    mutating func doubles(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection,
        _ body: (Int) throws(RowError) -> Double?
    ) -> Vector {
        var values = [Double](repeating: 0, count: count)
        let nulls = eachRow(arguments, rows) { row throws(RowError) in
            guard let value = try body(row) else { return false }
            values[row] = type == .float ? Double(Float(value)) : value
            return true
        }
        return Vector(type, .doubles(values), nulls: nulls)
    }

    @inline(__always)
    mutating func decimals(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection,
        _ body: (Int) throws(RowError) -> Int128?
    ) -> Vector {
        var values = [Int128](repeating: 0, count: count)
        let nulls = eachRow(arguments, rows) { row throws(RowError) in
            guard let value = try body(row) else { return false }
            values[row] = value
            return true
        }
        return Vector(type, .decimals(values), nulls: nulls)
    }

    /// The closure adds the row's text to the bytes and says whether there is one.
    @inline(__always)
    mutating func texts(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection,
        _ body: (Int, inout [UInt8]) throws(RowError) -> Bool
    ) -> Vector {
        var builder = TextBuilder(count: count)
        let nulls = eachRow(arguments, rows) { row throws(RowError) in
            try builder.add(row, body)
        }
        return Vector(type, .strings(builder.column), nulls: nulls)
    }

    /// As `texts`, for arguments that are often those of the row before: its text is used again.
    ///
    /// `isSame` says so of two rows.
    @inline(__always)
    mutating func texts(
        _ type: DataType, _ arguments: [Vector], _ rows: Selection, _ isSame: (Int, Int) -> Bool,
        _ body: (Int, inout [UInt8]) throws(RowError) -> Bool
    ) -> Vector {
        var builder = TextBuilder(count: count)
        var last = -1
        let nulls = eachRow(arguments, rows) { row throws(RowError) in
            if last >= 0, isSame(last, row) {
                builder.add(row, as: last)
                return true
            }
            guard try builder.add(row, body) else { return false }
            last = row
            return true
        }
        return Vector(type, .strings(builder.column), nulls: nulls)
    }

    /// Marks the rows that have no value; `nil` when all have one.
    @inline(__always)
    private mutating func eachRow(
        _ arguments: [Vector], _ rows: Selection, _ body: (Int) throws(RowError) -> Bool
    ) -> [Bool]? {
        var marks = Evaluator.jointNulls(arguments, count: count)
        rows.forEach { row in
            if let marks, marks[row] { return }
            do throws(RowError) {
                if try body(row) { return }
            } catch {
                errors.record(row, error.message)
            }
            if marks == nil { marks = [Bool](repeating: false, count: count) }
            marks?[row] = true
        }
        return marks
    }

    /// Where any argument is NULL; `nil` when none is.
    static func jointNulls(_ arguments: [Vector], count: Int) -> [Bool]? {
        var joint: [Bool]?
        for argument in arguments {
            guard let nulls = argument.nulls else { continue }
            if argument.isConstant {
                if nulls[0] { return [Bool](repeating: true, count: count) }
                continue
            }
            guard var marks = joint else {
                joint = nulls
                continue
            }
            for row in 0..<count where nulls[row] { marks[row] = true }
            joint = marks
        }
        return joint
    }
}

/// Gathers one text per row, in any order of rows, into one buffer.
struct TextBuilder {
    private(set) var column: StringColumn

    init(count: Int) {
        column = StringColumn(
            starts: [Int32](repeating: 0, count: count),
            lengths: [Int32](repeating: 0, count: count))
    }

    /// The text of another row, which is there already.
    @inline(__always)
    mutating func add(_ row: Int, as other: Int) {
        column.starts[row] = column.starts[other]
        column.lengths[row] = column.lengths[other]
    }

    /// Lets the closure add the row's text; `false` from it means NULL.
    @inline(__always)
    mutating func add(
        _ row: Int, _ body: (Int, inout [UInt8]) throws(RowError) -> Bool
    ) throws(RowError) -> Bool {
        let start = column.bytes.count
        guard try body(row, &column.bytes) else { return false }
        guard column.bytes.count <= Int(Int32.max) else {
            column.bytes.removeSubrange(start...)
            throw RowError("the texts of one batch grow beyond 2 GiB; shorten them")
        }
        column.starts[row] = Int32(start)
        column.lengths[row] = Int32(column.bytes.count - start)
        return true
    }
}
