/// REGEXP and its sisters, JSON_VALUE and JSON_EXISTS; a constant pattern is read once.
extension Evaluator {
    mutating func patterns(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        switch function {
        case .jsonValue:
            var paths = KnownPattern<JSONPath>(values[1])
            return texts(type, values, rows) { row, bytes throws(RowError) in
                let path = try paths.pattern(row) { text throws(RowError) in
                    try Evaluator.path(text)
                }
                guard case .scalar(let text) = subject.with(row, { path.find(in: $0) }) else {
                    return false
                }
                bytes += text
                return true
            }
        case .jsonExists:
            var paths = KnownPattern<JSONPath>(values[1])
            return integers(type, values, rows) { row throws(RowError) in
                let path = try paths.pattern(row) { text throws(RowError) in
                    try Evaluator.path(text)
                }
                let found = subject.with(row) { path.find(in: $0) }
                // Flink holds a JSON null for nothing.
                return found == .missing || found == .null || found == .invalid ? 0 : 1
            }
        case .regexp:
            var matchers = KnownPattern<RegexMatcher>(values[1])
            let patterns = values[1].texts
            return integers(type, values, rows) { row throws(RowError) in
                // Flink's: no pattern occurs nowhere.
                if patterns.bytes(row).isEmpty { return 0 }
                var matcher = try matchers.pattern(row) { text throws(RowError) in
                    try Evaluator.matcher(text, needsGroups: false)
                }
                return subject.with(row) { matcher.find($0, from: 0) } == nil ? 0 : 1
            }
        case .regexpExtract: return extract(values, type, rows)
        default:
            var matchers = KnownPattern<RegexMatcher>(values[1])
            let replacements = values[2].texts
            return texts(type, values, rows) { row, bytes throws(RowError) in
                var matcher = try matchers.pattern(row) { text throws(RowError) in
                    try Evaluator.matcher(text, needsGroups: true)
                }
                let text = Array(subject.bytes(row))
                text.withUnsafeBytes { matcher.replace($0, replacements.bytes(row), &bytes) }
                return true
            }
        }
    }

    private mutating func extract(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        let groups = values.count > 2 ? values[2].integers : nil
        var matchers = KnownPattern<RegexMatcher>(values[1])
        return texts(type, values, rows) { row, bytes throws(RowError) in
            var matcher = try matchers.pattern(row) { text throws(RowError) in
                try Evaluator.matcher(text, needsGroups: true)
            }
            let group = Int(clamping: groups?[row] ?? 0)
            guard group >= 0, group < matcher.regex.groups else { return false }
            return subject.with(row) { text in
                guard let slots = matcher.find(text, from: 0), slots[group * 2] >= 0 else {
                    return false
                }
                bytes.append(contentsOf: text[slots[group * 2]..<slots[group * 2 + 1]])
                return true
            }
        }
    }

    private static func path(_ text: String) throws(RowError) -> JSONPath {
        guard let path = JSONPath(text) else {
            throw RowError("'\(text.prefix(40))' is no JSON path such as $.a.b[0]")
        }
        return path
    }

    private static func matcher(
        _ text: String, needsGroups: Bool
    ) throws(RowError) -> RegexMatcher {
        do throws(Regex.Refusal) {
            return RegexMatcher(try Regex(text), needsGroups: needsGroups)
        } catch {
            throw RowError("the pattern '\(text.prefix(40))': \(error.message)")
        }
    }
}

/// The last pattern that was read, which most often is the next one too.
private struct KnownPattern<Pattern> {
    private let view: TextView
    private var known: (text: ArraySlice<UInt8>, pattern: Pattern)?

    init(_ vector: Vector) { view = vector.texts }

    mutating func pattern(
        _ row: Int, _ read: (String) throws(RowError) -> Pattern
    ) throws(RowError) -> Pattern {
        let text = view.bytes(row)
        if let known, known.text == text { return known.pattern }
        let pattern = try read(String(decoding: text, as: UTF8.self))
        known = (text, pattern)
        return pattern
    }
}
