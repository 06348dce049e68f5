/// Evaluates expressions over one batch, column by column.
///
/// A failing row gets NULL and an entry in ``errors``. Only rows of the selection are touched, so
/// an error in a branch that a row does not take never happens.
struct Evaluator {
    let columns: [Column]
    let count: Int
    let zone: SessionZone
    /// Integer arithmetic wraps as in Flink instead of failing.
    let isStrictFlink: Bool
    /// Rows of a column that failed when it was computed; reading them fails again.
    let failedColumns: [Int: RowErrors]
    var errors = RowErrors()

    init(
        columns: [Column], count: Int, zone: SessionZone, isStrictFlink: Bool,
        failedColumns: [Int: RowErrors] = [:]
    ) {
        self.columns = columns
        self.count = count
        self.zone = zone
        self.isStrictFlink = isStrictFlink
        self.failedColumns = failedColumns
    }

    mutating func evaluate(_ expression: Expression, _ rows: Selection) -> Vector {
        switch expression {
        case .column(let index, _):
            if let failed = failedColumns[index] { inherit(failed, rows) }
            return Vector(columns[index])
        case .literal(let value, let type):
            return Vector(constant: value, type)
        case .call(let function, let arguments, let type):
            return call(function, arguments, type, rows)
        case .conditional(let branches, let otherwise, let type):
            return conditional(branches, otherwise, type, rows)
        case .cast(let operand, let type, let isTry):
            let value = evaluate(operand, rows)
            return folded([value], rows) { evaluator, rows in
                evaluator.cast(value, to: type, isTry: isTry, rows)
            }
        }
    }

    /// The rows for which a condition is TRUE.
    mutating func select(_ condition: Expression, _ rows: Selection) -> Selection {
        let value = evaluate(condition, rows)
        let truth = value.integers
        if errors.isEmpty, value.nulls == nil {
            return rows.filtered { truth[$0] != 0 }
        }
        let errors = errors
        return rows.filtered { truth[$0] != 0 && !value.isNull($0) && errors[$0] == nil }
    }

    mutating func fail(_ row: Int, _ message: String) { errors.record(row, message) }

    private mutating func inherit(_ failed: RowErrors, _ rows: Selection) {
        rows.forEach { row in
            if let message = failed[row] { errors.record(row, message) }
        }
    }

    private mutating func call(
        _ function: ScalarFunction, _ arguments: [Expression], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .and, .or: return logic(function, arguments, rows)
        case .coalesce: return coalesce(arguments, type, rows)
        default: break
        }
        let values = arguments.map { evaluate($0, rows) }
        return folded(values, rows) { evaluator, rows in
            evaluator.apply(function, values, type, rows)
        }
    }

    /// Computes once what depends on constants only.
    private mutating func folded(
        _ arguments: [Vector], _ rows: Selection,
        _ compute: (inout Evaluator, Selection) -> Vector
    ) -> Vector {
        guard arguments.allSatisfy(\.isConstant) else { return compute(&self, rows) }
        var once = Evaluator(columns: [], count: 1, zone: zone, isStrictFlink: isStrictFlink)
        let value = compute(&once, .all(1))
        if let message = once.errors[0] {
            rows.forEach { errors.record($0, message) }
        }
        return value.constant
    }

    /// The strict functions: each family lives in a file of its own.
    private mutating func apply(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            return compare(function, values[0], values[1], rows)
        case .not, .isNull, .isNotNull, .isTrue, .isNotTrue, .isFalse, .isNotFalse:
            return test(function, values[0], rows)
        case .greatest, .least, .nullIf:
            return choose(function, values, type, rows)
        case .add, .subtract, .multiply, .divide, .modulo, .negate, .abs, .sign:
            return arithmetic(function, values, type, rows)
        case .floor, .ceil, .sqrt, .exp, .ln, .log10, .log2, .power, .round, .truncate, .sin,
            .cos, .tan, .cot, .asin, .acos, .atan, .atan2, .sinh, .cosh, .tanh:
            return mathematics(function, values, type, rows)
        case .addMilliseconds, .addMonths, .millisecondsBetween, .monthsBetween, .toTimestamp,
            .toDate,
            .toTimestampLTZ,
            .fromUnixTime, .unixTimestamp, .dateFormat, .extract, .floorTime, .ceilTime:
            return time(function, values, type, rows)
        case .like, .concat, .concatWS, .upper, .lower, .characterLength, .reverse, .repeatText,
            .substring, .trimBoth, .trimLeading, .trimTrailing, .replace, .position, .left,
            .right, .leftPad, .rightPad, .splitIndex, .startsWith, .endsWith:
            return text(function, values, type, rows)
        case .initCap, .ascii, .chr, .toBase64, .fromBase64, .urlEncode, .urlDecode, .elt,
            .translate, .binary, .hexadecimal, .md5, .sha1, .sha256:
            return coding(function, values, type, rows)
        case .regexp, .regexpExtract, .regexpReplace, .jsonValue, .jsonExists:
            return patterns(function, values, type, rows)
        case .element, .field, .cardinality, .arrayContains, .arrayPosition, .arrayJoin, .arrayOf,
            .split:
            return arrays(function, values, type, rows)
        case .and, .or, .coalesce:
            preconditionFailure("\(function) is evaluated lazily")
        }
    }
}
