import CIntrinsics

/// Functions of one number, and POWER, ROUND and TRUNCATE.
extension Evaluator {
    mutating func mathematics(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        if type.isDecimal { return decimalRounding(function, values, type, rows) }
        if function == .round || function == .truncate {
            return rounding(function, values, type, rows)
        }
        if type.storage == .integers {
            // FLOOR and CEIL of an integer.
            return Vector(
                type, values[0].values, nulls: Evaluator.jointNulls(values, count: count))
        }
        let operand = values[0].doubles
        let second = values.count > 1 ? values[1].doubles : operand
        return doubles(type, values, rows) { row throws(RowError) in
            let value = operand[row]
            switch function {
            case .floor: return value.rounded(.down)
            case .ceil: return value.rounded(.up)
            case .sqrt: return value.squareRoot()
            case .exp: return cin_exp(value)
            case .ln: return cin_log(value)
            case .log10: return cin_log10(value)
            // As Flink divides them; it decides the last digit.
            case .log2: return cin_log(value) / cin_log(2)
            case .sin: return cin_sin(value)
            case .cos: return cin_cos(value)
            case .tan: return cin_tan(value)
            case .cot: return 1 / cin_tan(value)
            case .asin: return cin_asin(value)
            case .acos: return cin_acos(value)
            case .atan: return cin_atan(value)
            case .atan2: return cin_atan2(value, second[row])
            case .sinh: return cin_sinh(value)
            case .cosh: return cin_cosh(value)
            case .tanh: return cin_tanh(value)
            default: return cin_pow(value, second[row])
            }
        }
    }

    private mutating func rounding(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let digits = values.count > 1 ? values[1].integers : nil
        let roundsHalfUp = function == .round
        if type.storage == .doubles {
            let operand = values[0].doubles
            return doubles(type, values, rows) { row throws(RowError) in
                let places = Int(clamping: digits?[row] ?? 0)
                return ShortestDecimal(operand[row], type).rounded(places, halfUp: roundsHalfUp)
            }
        }
        let operand = values[0].integers
        let isStrict = isStrictFlink
        return integers(type, values, rows) { row throws(RowError) in
            let places = digits?[row] ?? 0
            guard places < 0 else { return operand[row] }
            guard places > -19 else { return 0 }
            var unit: Int64 = 1
            for _ in 0..<(-places) { unit *= 10 }
            let rest = operand[row] % unit
            let base = operand[row] - rest
            guard roundsHalfUp, rest.magnitude >= UInt64(unit) - rest.magnitude else {
                return base
            }
            let (value, overflow) = base.addingReportingOverflow(rest < 0 ? -unit : unit)
            return try type.fitted(value, overflow, isStrict)
        }
    }
}
