import Engine

/// Which DECIMAL comes out of which, as in Flink.
enum DecimalTypes {
    static func result(
        of function: ScalarFunction, _ left: DataType, _ right: DataType
    ) -> DataType {
        let (leftWhole, rightWhole) = (left.precision - left.scale, right.precision - right.scale)
        let larger = max(left.scale, right.scale)
        switch function {
        case .multiply:
            return fitted(left.precision + right.precision + 1, left.scale + right.scale)
        case .divide:
            let scale = max(6, left.scale + right.precision + 1)
            return fitted(leftWhole + right.scale + scale, scale)
        case .modulo:
            return fitted(min(leftWhole, rightWhole) + larger, larger)
        default:
            return fitted(max(leftWhole, rightWhole) + larger + 1, larger)
        }
    }

    /// Where 38 digits are not enough, those behind the point give way, down to six.
    private static func fitted(_ precision: Int, _ scale: Int) -> DataType {
        let most = Decimal.maximumPrecision
        guard precision > most else {
            return .decimal(precision: max(1, precision), scale: scale)
        }
        let kept = max(most - (precision - scale), min(scale, 6))
        return .decimal(precision: most, scale: kept)
    }

    /// The type in which both can be said; an integer is a DECIMAL without a scale.
    static func common(_ left: DataType, _ right: DataType) -> DataType {
        let most = Decimal.maximumPrecision
        let whole = min(
            max(left.precision - left.scale, right.precision - right.scale), most)
        let scale = min(max(left.scale, right.scale), most - whole)
        return .decimal(precision: whole + scale, scale: scale)
    }

    /// ROUND and TRUNCATE to so many digits; `nil`: known only when it runs.
    static func rounded(_ type: DataType, to digits: Int?) -> DataType {
        guard case .decimal(let precision, let scale) = type, let digits, digits < scale else {
            return type
        }
        let most = Decimal.maximumPrecision
        let whole = precision - scale
        return digits < 0
            ? .decimal(precision: min(most, whole + 1), scale: 0)
            : .decimal(precision: min(most, whole + 1 + digits), scale: digits)
    }

    /// FLOOR and CEIL.
    static func whole(_ type: DataType) -> DataType {
        guard case .decimal(let precision, _) = type else { return type }
        return .decimal(precision: precision, scale: 0)
    }

    static func sum(_ type: DataType) -> DataType {
        guard case .decimal(_, let scale) = type else { return type }
        return .decimal(precision: Decimal.maximumPrecision, scale: scale)
    }

    static func average(_ type: DataType) -> DataType {
        guard case .decimal(_, let scale) = type else { return type }
        return .decimal(precision: Decimal.maximumPrecision, scale: max(6, scale))
    }
}
