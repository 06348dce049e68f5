/// Arithmetic of DECIMAL: exact, rounded half away from zero to the scale of the result.
///
/// A result without room in its type fails the row; under `--strict-flink` it is NULL, as in
/// Flink. Operands keep the scales of their own types; an integer has scale 0.
extension Evaluator {
    mutating func decimalArithmetic(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let first = values[0].decimals
        let second = values.count > 1 ? values[1].decimals : first
        let isStrict = isStrictFlink
        let (left, right, scale) = (first.scale, second.scale, type.scale)
        return decimals(type, values, rows) { row throws(RowError) in
            let value = first[row]
            let result: Int128?
            switch function {
            case .add:
                result = Decimal.sum(value, left, second[row], right, scale: scale)
            case .subtract:
                result = Decimal.sum(value, left, -second[row], right, scale: scale)
            case .multiply:
                result = Decimal.product(value, second[row], dropping: left + right - scale)
            case .divide:
                if second[row] == 0 { throw RowError("division by zero") }
                result = Decimal.quotient(value, second[row], shift: scale + right - left)
            case .modulo:
                if second[row] == 0 { throw RowError("division by zero") }
                result = Decimal.remainder(value, left, second[row], right).flatMap {
                    Decimal.rescaled($0, from: max(left, right), to: scale)
                }
            case .sign: result = value.signum() * Decimal.powers[scale]
            case .abs: result = value < 0 ? -value : value
            default: result = -value
            }
            return try type.fitted(result, isStrict)
        }
    }

    /// FLOOR, CEIL, ROUND and TRUNCATE of a DECIMAL.
    mutating func decimalRounding(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let operand = values[0].decimals
        let digits = values.count > 1 ? values[1].integers : nil
        let isStrict = isStrictFlink
        return decimals(type, values, rows) { row throws(RowError) in
            let places = max(-38, min(Int64(operand.scale), digits?[row] ?? 0))
            let dropped = operand.scale - Int(places)
            let kept = Evaluator.rounded(operand[row], function, dropping: dropped)
            // The kept digits at the scale of the result.
            let shift = type.scale - Int(places)
            let result =
                kept == 0 ? 0 : Decimal.rescaled(kept, from: min(0, shift), to: max(0, shift))
            return try type.fitted(result, isStrict)
        }
    }

    private static func rounded(
        _ units: Int128, _ function: ScalarFunction, dropping digits: Int
    ) -> Int128 {
        if function == .round { return Decimal.dropping(digits, digitsOf: units) }
        guard digits <= Decimal.maximumPrecision else { return 0 }
        let (quotient, remainder) = units.quotientAndRemainder(dividingBy: Decimal.powers[digits])
        if function == .floor, remainder < 0 { return quotient - 1 }
        if function == .ceil, remainder > 0 { return quotient + 1 }
        return quotient
    }

    mutating func castToDecimal(
        _ value: Vector, _ type: DataType, _ isTry: Bool, _ rows: Selection
    ) -> Vector {
        let (precision, scale) = (type.precision, type.scale)
        let isStrict = isStrictFlink
        switch value.values {
        case .strings:
            let view = value.texts
            return decimals(type, [value], rows) { row throws(RowError) in
                let units = view.with(row) {
                    Decimal.parse($0.trimmedBlanks, precision: precision, scale: scale)
                }
                if let units { return units }
                if isTry { return nil }
                // Too large is NULL in Flink, no number at all is an error there too.
                if isStrict, view.with(row, { DecimalShape($0.trimmedBlanks) }) != nil {
                    return nil
                }
                throw Evaluator.noSuchValue(view.bytes(row), type)
            }
        case .doubles:
            let view = value.doubles
            return decimals(type, [value], rows) { row throws(RowError) in
                try Evaluator.tried(isTry) { () throws(RowError) in
                    let units = Decimal.units(
                        of: view[row], precision: precision, scale: scale)
                    return try type.fitted(units, isStrict)
                }
            }
        case .integers, .decimals:
            guard value.type.isNumeric || value.type == .boolean else {
                let error = Evaluator.noCast(value.type, type)
                return decimals(type, [value], rows) { _ throws(RowError) in throw error }
            }
            let view = value.decimals
            return decimals(type, [value], rows) { row throws(RowError) in
                try Evaluator.tried(isTry) { () throws(RowError) in
                    let units = Decimal.rescaled(view[row], from: view.scale, to: scale)
                    return try type.fitted(units, isStrict)
                }
            }
        }
    }

    /// The whole part, in an integer type, or whether it is other than 0.
    mutating func castFromDecimal(
        _ value: Vector, _ type: DataType, _ isTry: Bool, _ rows: Selection
    ) -> Vector {
        let view = value.decimals
        let isStrict = isStrictFlink
        return integers(type, [value], rows) { row throws(RowError) in
            if type == .boolean { return view[row] != 0 ? 1 : 0 }
            guard type.isInteger else { throw Evaluator.noCast(value.type, type) }
            return try Evaluator.tried(isTry) { () throws(RowError) in
                let whole = view[row] / Decimal.powers[view.scale]
                let low = Int64(truncatingIfNeeded: whole)
                return try type.fitted(low, Int128(low) != whole, isStrict)
            }
        }
    }
}

extension DataType {
    /// The units where this DECIMAL has room for them: else an error, or NULL as Flink does.
    @inline(__always)
    func fitted(_ units: Int128?, _ givesNull: Bool) throws(RowError) -> Int128? {
        if let units, Decimal.fits(units, precision) { return units }
        if givesNull { return nil }
        throw RowError("\(self) overflow")
    }
}
