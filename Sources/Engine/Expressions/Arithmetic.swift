/// Sums, products and quotients; an integer that does not fit its type is an error of the row.
extension Evaluator {
    mutating func arithmetic(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        if type.storage == .doubles { return doubleArithmetic(function, values, type, rows) }
        if type.isDecimal { return decimalArithmetic(function, values, type, rows) }
        switch function {
        case .add, .subtract, .multiply:
            return checked(function, values[0], values[1], type, rows)
        case .divide, .modulo:
            return division(function, values[0], values[1], type, rows)
        default:
            let operand = values[0].integers
            let isStrict = isStrictFlink
            return integers(type, values, rows) { row throws(RowError) in
                let value = operand[row]
                if function == .sign { return value.signum() }
                if function == .abs, value >= 0 { return value }
                let (negated, overflow) = Int64(0).subtractingReportingOverflow(value)
                return try type.fitted(negated, overflow, isStrict)
            }
        }
    }

    private mutating func checked(
        _ function: ScalarFunction, _ left: Vector, _ right: Vector, _ type: DataType,
        _ rows: Selection
    ) -> Vector {
        let first = left.integers
        let second = right.integers
        let range = type.integerRange ?? Int64.min...Int64.max
        var result = [Int64](repeating: 0, count: count)
        var outside = false
        @inline(__always)
        func loop(_ operate: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)) {
            rows.forEach { row in
                let (value, overflow) = operate(first[row], second[row])
                result[row] = value
                outside =
                    outside || overflow || value < range.lowerBound
                    || value > range.upperBound
            }
        }
        switch function {
        case .add: loop { $0.addingReportingOverflow($1) }
        case .subtract: loop { $0.subtractingReportingOverflow($1) }
        default: loop { $0.multipliedReportingOverflow(by: $1) }
        }
        let arguments = [left, right]
        guard outside else {
            return Vector(
                type, .integers(result), nulls: Evaluator.jointNulls(arguments, count: count))
        }
        let isStrict = isStrictFlink
        return integers(type, arguments, rows) { row throws(RowError) in
            let (value, overflow) =
                switch function {
                case .add: first[row].addingReportingOverflow(second[row])
                case .subtract: first[row].subtractingReportingOverflow(second[row])
                default: first[row].multipliedReportingOverflow(by: second[row])
                }
            return try type.fitted(value, overflow, isStrict)
        }
    }

    private mutating func division(
        _ function: ScalarFunction, _ left: Vector, _ right: Vector, _ type: DataType,
        _ rows: Selection
    ) -> Vector {
        let first = left.integers
        let second = right.integers
        let isStrict = isStrictFlink
        return integers(type, [left, right], rows) { row throws(RowError) in
            let divisor = second[row]
            if divisor == 0 { throw RowError("division by zero") }
            if function == .modulo { return divisor == -1 ? 0 : first[row] % divisor }
            let (value, overflow) = first[row].dividedReportingOverflow(by: divisor)
            return try type.fitted(value, overflow, isStrict)
        }
    }

    private mutating func doubleArithmetic(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let first = values[0].doubles
        let second = values.count > 1 ? values[1].doubles : first
        var result = [Double](repeating: 0, count: count)
        switch function {
        case .add: rows.forEach { result[$0] = first[$0] + second[$0] }
        case .subtract: rows.forEach { result[$0] = first[$0] - second[$0] }
        case .multiply: rows.forEach { result[$0] = first[$0] * second[$0] }
        case .divide: rows.forEach { result[$0] = first[$0] / second[$0] }
        case .modulo:
            rows.forEach { result[$0] = first[$0].truncatingRemainder(dividingBy: second[$0]) }
        case .negate: rows.forEach { result[$0] = -first[$0] }
        case .abs: rows.forEach { result[$0] = first[$0].magnitude }
        default:
            rows.forEach { row in
                let value = first[row]
                result[row] = value > 0 ? 1 : value < 0 ? -1 : value
            }
        }
        if type == .float { rows.forEach { result[$0] = Double(Float(result[$0])) } }
        return Vector(
            type, .doubles(result), nulls: Evaluator.jointNulls(values, count: count))
    }
}

extension DataType {
    /// The value in this integer type: checked, or wrapped as Flink does.
    @inline(__always)
    func fitted(
        _ value: Int64, _ overflow: Bool = false, _ wraps: Bool
    ) throws(RowError) -> Int64 {
        if let range = integerRange, overflow || !range.contains(value) {
            if wraps { return wrapped(value) }
            throw RowError("\(self) overflow")
        }
        return value
    }

    /// The value's low bits in this type's width.
    func wrapped(_ value: Int64) -> Int64 {
        switch self {
        case .tinyint: Int64(Int8(truncatingIfNeeded: value))
        case .smallint: Int64(Int16(truncatingIfNeeded: value))
        case .int: Int64(Int32(truncatingIfNeeded: value))
        default: value
        }
    }
}
