/// Three-valued logic and the expressions that evaluate only what they need.
extension Evaluator {
    /// AND and OR: the right side is evaluated only where the left one does not decide.
    mutating func logic(
        _ function: ScalarFunction, _ arguments: [Expression], _ rows: Selection
    ) -> Vector {
        let deciding: Int64 = function == .and ? 0 : 1
        var result = [Int64](repeating: 1 - deciding, count: count)
        var nulls: [Bool]?
        var open = rows
        for argument in arguments {
            let value = evaluate(argument, open)
            let truth = value.integers
            if value.nulls != nil {
                var marks = nulls ?? [Bool](repeating: false, count: count)
                open.forEach { if value.isNull($0) { marks[$0] = true } }
                nulls = marks
            }
            let failed = errors
            open = open.filtered { row in
                if !failed.isEmpty, failed[row] != nil { return false }
                guard truth[row] == deciding, !value.isNull(row) else { return true }
                result[row] = deciding
                return false
            }
        }
        if var marks = nulls {
            // A decided row is not NULL, whatever stood before the deciding side.
            rows.forEach { if result[$0] == deciding { marks[$0] = false } }
            nulls = marks
        }
        return Vector(.boolean, .integers(result), nulls: nulls)
    }

    mutating func conditional(
        _ branches: [Expression.Branch], _ otherwise: Expression, _ type: DataType,
        _ rows: Selection
    ) -> Vector {
        var merged = Merge(type, count: count)
        var open = rows
        for branch in branches {
            let condition = evaluate(branch.condition, open)
            let truth = condition.integers
            let failed = errors
            let taken = open.filtered {
                truth[$0] != 0 && !condition.isNull($0) && failed[$0] == nil
            }
            open = open.filtered {
                (truth[$0] == 0 || condition.isNull($0)) && failed[$0] == nil
            }
            if taken.count > 0 { merged.put(evaluate(branch.result, taken), taken) }
        }
        if open.count > 0 { merged.put(evaluate(otherwise, open), open) }
        return merged.vector
    }

    mutating func coalesce(
        _ arguments: [Expression], _ type: DataType, _ rows: Selection
    ) -> Vector {
        var merged = Merge(type, count: count)
        var open = rows
        for argument in arguments where open.count > 0 {
            let value = evaluate(argument, open)
            let failed = errors
            let found = open.filtered { !value.isNull($0) && failed[$0] == nil }
            open = open.filtered { value.isNull($0) && failed[$0] == nil }
            merged.put(value, found)
        }
        return merged.vector
    }

    /// NOT and the tests that are never NULL.
    mutating func test(_ function: ScalarFunction, _ value: Vector, _ rows: Selection) -> Vector {
        var result = [Int64](repeating: 0, count: count)
        switch function {
        case .isNull: rows.forEach { result[$0] = value.isNull($0) ? 1 : 0 }
        case .isNotNull: rows.forEach { result[$0] = value.isNull($0) ? 0 : 1 }
        case .not:
            let truth = value.integers
            rows.forEach { result[$0] = truth[$0] == 0 ? 1 : 0 }
            let nulls = Evaluator.jointNulls([value], count: count)
            return Vector(.boolean, .integers(result), nulls: nulls)
        default:
            let truth = value.integers
            let wanted: Int64 = function == .isTrue || function == .isNotTrue ? 1 : 0
            let negated = function == .isNotTrue || function == .isNotFalse
            rows.forEach { row in
                let holds = !value.isNull(row) && truth[row] == wanted
                result[row] = holds != negated ? 1 : 0
            }
        }
        return Vector(.boolean, .integers(result))
    }

    /// GREATEST, LEAST and NULLIF: one of the arguments as it is.
    mutating func choose(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        var merged = Merge(type, count: count)
        if function == .nullIf {
            let same = compare(.equal, values[0], values[1], rows)
            let isSame = same.integers
            merged.put(
                values[0], rows.filtered { same.isNull($0) || isSame[$0] == 0 })
            return merged.vector
        }
        var best = values[0]
        for value in values.dropFirst() {
            let wins = compare(function == .greatest ? .greater : .less, value, best, rows)
            let isWinner = wins.integers
            var next = Merge(type, count: count)
            next.put(value, rows.filtered { !wins.isNull($0) && isWinner[$0] != 0 })
            next.put(best, rows.filtered { !wins.isNull($0) && isWinner[$0] == 0 })
            best = next.vector
        }
        merged.put(best, rows)
        return merged.vector
    }
}

/// Puts a column together from the rows of several; rows that nobody puts are NULL.
private struct Merge {
    private let type: DataType
    private var integers: [Int64] = []
    private var doubles: [Double] = []
    private var decimals: [Int128] = []
    private var texts: TextBuilder
    private var nulls: [Bool]

    init(_ type: DataType, count: Int) {
        self.type = type
        nulls = [Bool](repeating: true, count: count)
        texts = TextBuilder(count: type.storage == .strings ? count : 0)
        switch type.storage {
        case .integers: integers = [Int64](repeating: 0, count: count)
        case .doubles: doubles = [Double](repeating: 0, count: count)
        case .decimals: decimals = [Int128](repeating: 0, count: count)
        case .strings: break
        }
    }

    mutating func put(_ value: Vector, _ rows: Selection) {
        if value.isConstantNull { return }
        switch type.storage {
        case .integers:
            let view = value.integers
            rows.forEach { integers[$0] = view[$0] }
        case .doubles:
            let view = value.doubles
            rows.forEach { doubles[$0] = view[$0] }
        case .decimals:
            let view = value.decimals
            rows.forEach { decimals[$0] = view[$0] }
        case .strings:
            let view = value.texts
            rows.forEach { row in
                // Beyond 2 GiB the row stays NULL; its inputs were refused long before.
                _ = try? texts.add(row) { row, bytes throws(RowError) in
                    bytes.append(contentsOf: view.bytes(row))
                    return true
                }
            }
        }
        rows.forEach { nulls[$0] = value.isNull($0) }
    }

    var vector: Vector {
        let marks = nulls.contains(true) ? nulls : nil
        switch type.storage {
        case .integers: return Vector(type, .integers(integers), nulls: marks)
        case .doubles: return Vector(type, .doubles(doubles), nulls: marks)
        case .decimals: return Vector(type, .decimals(decimals), nulls: marks)
        case .strings: return Vector(type, .strings(texts.column), nulls: marks)
        }
    }
}
