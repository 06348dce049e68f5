import Engine

/// Aggregates computed from all rows at once, the slow and obvious way.
enum SlowAggregate {
    static func value(_ call: AggregateCall, _ rows: [AggregateLawTests.Row]) -> Value {
        let kept = rows.filter { call.filter == nil || $0.isGood == true }
            .sorted { $0.timeMs < $1.timeMs }
        let values: [Value] =
            switch call.argument {
            case 0: kept.compactMap { $0.number.map { .integer($0) } }
            case 1: kept.compactMap { $0.real.map { .double($0) } }
            case 2: kept.compactMap { $0.text.map { .string($0) } }
            default: kept.compactMap { $0.exact.map { .decimal(Decimal(units: $0, scale: 2)) } }
            }
        return value(call, call.isDistinct ? different(values) : values)
    }

    private static func different(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }

    private static func value(_ call: AggregateCall, _ values: [Value]) -> Value {
        switch call.function {
        case .count: return .integer(Int64(values.count))
        case .approximateCount: return .integer(Int64(different(values).count))
        default: break
        }
        guard let first = values.first, let last = values.last else { return .null }
        switch call.function {
        case .first: return first
        case .last: return last
        case .minimum: return values.min { isLess($0, $1) } ?? .null
        case .maximum: return values.max { isLess($0, $1) } ?? .null
        case .sum: return sum(values)
        case .average: return average(values)
        case .percentile: return percentile(values.compactMap(\.double), 0.9)
        case .list:
            guard case .string(let separator) = call.parameter else { return .null }
            return .string(values.compactMap(\.text).joined(separator: separator))
        default: return spread(call.function, values)
        }
    }

    private static func isLess(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.double(let left), .double(let right)): left < right
        case (.decimal(let left), .decimal(let right)): left.units < right.units
        case (.string(let left), .string(let right)): left < right
        default: false
        }
    }

    private static func sum(_ values: [Value]) -> Value {
        switch values[0] {
        case .integer: .integer(values.compactMap(\.integer).reduce(0, +))
        case .double: .double(values.compactMap(\.double).reduce(0, +))
        default: .decimal(Decimal(units: values.compactMap(\.units).reduce(0, +), scale: 2))
        }
    }

    private static func average(_ values: [Value]) -> Value {
        let count = values.count
        switch sum(values) {
        case .integer(let sum): return .integer(sum / Int64(count))
        case .double(let sum): return .double(sum / Double(count))
        case .decimal(let sum):
            // Twenty times the rest against ten times the count: half away from zero.
            let scaled = sum.units * 10_000
            let rest = (scaled % Int128(count)) * 2
            var result = scaled / Int128(count)
            if abs(rest) >= Int128(count) { result += scaled < 0 ? -1 : 1 }
            return .decimal(Decimal(units: result, scale: 6))
        default: return .null
        }
    }

    private static func percentile(_ values: [Double], _ share: Double) -> Value {
        let sorted = values.sorted()
        let position = Double(sorted.count - 1) * share
        let below = sorted[Int(position)]
        let above = sorted[min(sorted.count - 1, Int(position) + 1)]
        return .double(below + (above - below) * (position - position.rounded(.down)))
    }

    private static func spread(_ function: AggregateCall.Function, _ values: [Value]) -> Value {
        let isSample = function == .varSamp || function == .stddevSamp
        let isRoot = function == .stddevPop || function == .stddevSamp
        let divisor = values.count - (isSample ? 1 : 0)
        guard divisor > 0 else { return .null }
        if case .integer = values[0] {
            let numbers = values.compactMap(\.integer)
            let sum = numbers.reduce(0, +)
            let squares = numbers.reduce(0) { $0 + $1 * $1 }
            let count = Int64(numbers.count)
            let result = (count * squares - sum * sum) / (count * Int64(divisor))
            return .integer(isRoot ? Int64(Double(result).squareRoot()) : result)
        }
        let numbers = values.compactMap(\.double)
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let result = squares / Double(divisor)
        return .double(isRoot ? result.squareRoot() : result)
    }
}

extension Value {
    fileprivate var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    fileprivate var double: Double? { if case .double(let value) = self { value } else { nil } }
    fileprivate var text: String? { if case .string(let value) = self { value } else { nil } }
    fileprivate var units: Int128? {
        if case .decimal(let value) = self { value.units } else { nil }
    }
}
