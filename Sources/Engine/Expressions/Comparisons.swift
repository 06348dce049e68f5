import CIntrinsics

/// The six comparisons, over integers, doubles and bytes.
extension Evaluator {
    mutating func compare(
        _ function: ScalarFunction, _ left: Vector, _ right: Vector, _ rows: Selection
    ) -> Vector {
        var result = [Int64](repeating: 0, count: count)
        switch (left.values, right.values) {
        case (.integers, .integers):
            Evaluator.compare(function, left.integers, right.integers, rows, &result)
        case (.strings, .strings):
            Evaluator.compare(function, left.texts, right.texts, rows, &result)
        case (.decimals, .decimals), (.decimals, .integers), (.integers, .decimals):
            Evaluator.compare(function, left.decimals, right.decimals, rows, &result)
        default:
            Evaluator.compare(function, left.doubles, right.doubles, rows, &result)
        }
        let nulls = Evaluator.jointNulls([left, right], count: count)
        return Vector(.boolean, .integers(result), nulls: nulls)
    }

    private static func compare(
        _ function: ScalarFunction, _ left: IntegerView, _ right: IntegerView, _ rows: Selection,
        _ result: inout [Int64]
    ) {
        switch function {
        case .equal: rows.forEach { result[$0] = left[$0] == right[$0] ? 1 : 0 }
        case .notEqual: rows.forEach { result[$0] = left[$0] != right[$0] ? 1 : 0 }
        case .less: rows.forEach { result[$0] = left[$0] < right[$0] ? 1 : 0 }
        case .lessOrEqual: rows.forEach { result[$0] = left[$0] <= right[$0] ? 1 : 0 }
        case .greater: rows.forEach { result[$0] = left[$0] > right[$0] ? 1 : 0 }
        default: rows.forEach { result[$0] = left[$0] >= right[$0] ? 1 : 0 }
        }
    }

    private static func compare(
        _ function: ScalarFunction, _ left: DoubleView, _ right: DoubleView, _ rows: Selection,
        _ result: inout [Int64]
    ) {
        switch function {
        case .equal: rows.forEach { result[$0] = left[$0] == right[$0] ? 1 : 0 }
        case .notEqual: rows.forEach { result[$0] = left[$0] != right[$0] ? 1 : 0 }
        case .less: rows.forEach { result[$0] = left[$0] < right[$0] ? 1 : 0 }
        case .lessOrEqual: rows.forEach { result[$0] = left[$0] <= right[$0] ? 1 : 0 }
        case .greater: rows.forEach { result[$0] = left[$0] > right[$0] ? 1 : 0 }
        default: rows.forEach { result[$0] = left[$0] >= right[$0] ? 1 : 0 }
        }
    }

    /// Decimals compare exactly, whatever their scales.
    private static func compare(
        _ function: ScalarFunction, _ left: DecimalView, _ right: DecimalView, _ rows: Selection,
        _ result: inout [Int64]
    ) {
        rows.forEach { row in
            let order = Decimal.order(left[row], left.scale, right[row], right.scale)
            let holds =
                switch function {
                case .equal: order == 0
                case .notEqual: order != 0
                case .less: order < 0
                case .lessOrEqual: order <= 0
                case .greater: order > 0
                default: order >= 0
                }
            result[row] = holds ? 1 : 0
        }
    }

    /// Texts compare by their bytes, as in Flink.
    private static func compare(
        _ function: ScalarFunction, _ left: TextView, _ right: TextView, _ rows: Selection,
        _ result: inout [Int64]
    ) {
        if function == .equal || function == .notEqual {
            let whenEqual: Int64 = function == .equal ? 1 : 0
            equate(left, right, rows, whenEqual, &result)
            return
        }
        rows.forEach { row in
            let order = left.with(row) { first in
                right.with(row) { second in first.ordered(second) }
            }
            let holds =
                switch function {
                case .less: order < 0
                case .lessOrEqual: order <= 0
                case .greater: order > 0
                default: order >= 0
                }
            result[row] = holds ? 1 : 0
        }
    }

    /// The common filter `column = 'literal'`: lengths first, bytes only where they agree.
    private static func equate(
        _ left: TextView, _ right: TextView, _ rows: Selection, _ whenEqual: Int64,
        _ result: inout [Int64]
    ) {
        left.withUnsafe { left in
            right.withUnsafe { right in
                result.withUnsafeMutableBufferPointer { result in
                    rows.forEach { row in
                        let first = left.text(row)
                        let second = right.text(row)
                        let isEqual =
                            first.count == second.count
                            && cin_are_equal(first.baseAddress, second.baseAddress, first.count)
                                != 0
                        result[row] = isEqual ? whenEqual : 1 &- whenEqual
                    }
                }
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Negative, zero or positive, as the bytes of this stand before, with or after the other's.
    @inline(__always)
    func ordered(_ other: UnsafeRawBufferPointer) -> Int {
        let order = cin_compare(baseAddress, other.baseAddress, Swift.min(count, other.count))
        return order != 0 ? Int(order) : count - other.count
    }
}
