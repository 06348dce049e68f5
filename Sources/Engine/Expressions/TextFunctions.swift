/// Functions over texts; positions and lengths count code points.
extension Evaluator {
    mutating func text(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .concat, .concatWS, .repeatText, .leftPad, .rightPad, .replace:
            return joining(function, values, type, rows)
        case .substring, .left, .right, .trimBoth, .trimLeading, .trimTrailing, .splitIndex:
            return slicing(function, values, type, rows)
        case .upper, .lower, .reverse:
            return rewriting(function, values, type, rows)
        default:
            return searching(function, values, type, rows)
        }
    }

    private mutating func searching(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        if function == .like { return like(values, rows) }
        let subject = values[0].texts
        guard values.count > 1 else {
            return integers(type, values, rows) { row throws(RowError) in
                Int64(subject.with(row) { $0.codePoints })
            }
        }
        let other = values[1].texts
        return integers(type, values, rows) { row throws(RowError) in
            subject.with(row) { first in
                other.with(row) { second in
                    switch function {
                    case .startsWith: first.prefix(second.count).elementsEqual(second) ? 1 : 0
                    case .endsWith: first.suffix(second.count).elementsEqual(second) ? 1 : 0
                    default: Evaluator.position(of: first, in: second)
                    }
                }
            }
        }
    }

    private static func position(
        of needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer
    ) -> Int64 {
        guard let index = text.firstIndex(of: needle) else { return 0 }
        return Int64(UnsafeRawBufferPointer(rebasing: text[..<index]).codePoints) + 1
    }

    private mutating func like(_ values: [Vector], _ rows: Selection) -> Vector {
        let subject = values[0].texts
        let patterns = values[1].texts
        let escapes = values.count > 2 ? values[2].texts : nil
        var known: LikePattern?
        let isConstant = values[1].isConstant
        return integers(.boolean, values, rows) { row throws(RowError) in
            var pattern = isConstant ? known : nil
            if pattern == nil {
                let escape = try escapes.map { view throws(RowError) in
                    let bytes = view.bytes(row)
                    guard bytes.count == 1, let byte = bytes.first else {
                        throw RowError("LIKE: ESCAPE takes one ASCII character")
                    }
                    return byte
                }
                pattern = try LikePattern(patterns.bytes(row), escape: escape)
                known = pattern
            }
            guard let pattern else { return nil }
            return subject.with(row) { pattern.matches($0) } ? 1 : 0
        }
    }

    /// Parts of the first argument: the result shares its bytes.
    private mutating func slicing(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        var starts = [Int32](repeating: 0, count: count)
        let lengths = integers(.int, values, rows) { row throws(RowError) in
            let slice = subject.with(row) { text in
                Evaluator.part(function, of: text, values.dropFirst(), row)
            }
            guard let slice else { return nil }
            starts[row] = subject.texts.starts[row & subject.mask] + Int32(slice.lowerBound)
            return Int64(slice.count)
        }
        let sizes = lengths.integers.values.map { Int32(truncatingIfNeeded: $0) }
        let result = StringColumn(bytes: subject.texts.bytes, starts: starts, lengths: sizes)
        return Vector(type, .strings(result), nulls: lengths.nulls)
    }

    private static func part(
        _ function: ScalarFunction, of text: UnsafeRawBufferPointer,
        _ arguments: ArraySlice<Vector>, _ row: Int
    ) -> Range<Int>? {
        switch function {
        case .substring:
            let length = arguments.count > 1 ? arguments[2].integers[row] : Int64(Int32.max)
            return text.substring(from: arguments[1].integers[row], length: length)
        case .left:
            let length = Int(clamping: max(0, arguments[1].integers[row]))
            return 0..<text.offset(ofCodePoint: length)
        case .right:
            let length = Int(clamping: max(0, arguments[1].integers[row]))
            let skipped = max(0, text.codePoints - length)
            return text.offset(ofCodePoint: skipped)..<text.count
        case .splitIndex:
            return arguments[1].texts.with(row) { delimiter in
                text.part(number: arguments[2].integers[row], between: delimiter)
            }
        default:
            let characters = arguments.first?.texts.bytes(row) ?? [UInt8(ascii: " ")]
            return text.trimmed(
                Set(String(decoding: characters, as: UTF8.self).unicodeScalars),
                atStart: function != .trimTrailing, atEnd: function != .trimLeading)
        }
    }

    private mutating func rewriting(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        return texts(type, values, rows) { row, bytes throws(RowError) in
            let text = subject.bytes(row)
            if function == .reverse {
                let scalars = String(decoding: text, as: UTF8.self).unicodeScalars.reversed()
                var reversed = String.UnicodeScalarView()
                reversed.append(contentsOf: scalars)
                bytes.append(contentsOf: String(reversed).utf8)
            } else if text.allSatisfy({ $0 < 0x80 }) {
                let first = UInt8(ascii: function == .upper ? "a" : "A")
                bytes.append(contentsOf: text.lazy.map { $0 &- first < 26 ? $0 ^ 0x20 : $0 })
            } else {
                let whole = String(decoding: text, as: UTF8.self)
                let changed = function == .upper ? whole.uppercased() : whole.lowercased()
                bytes.append(contentsOf: changed.utf8)
            }
            return true
        }
    }
}

extension UnsafeRawBufferPointer {
    /// SQL's SUBSTRING: from 1, 0 counts as 1, negative from the end; `nil` for a negative length.
    func substring(from position: Int64, length: Int64) -> Range<Int>? {
        guard length >= 0 else { return nil }
        let total = Int64(codePoints)
        var start: Int64 = 0
        if position > 0 { start = position - 1 }
        if position < 0 {
            guard position >= -total else { return 0..<0 }
            start = total + position
        }
        guard start < total else { return 0..<0 }
        let lower = offset(ofCodePoint: Int(start))
        return lower..<offset(ofCodePoint: Int(clamping: length), from: lower)
    }

    /// The part with this number (from 0) between delimiters; an empty delimiter splits at blanks.
    func part(number: Int64, between delimiter: UnsafeRawBufferPointer) -> Range<Int>? {
        guard number >= 0, !isEmpty else { return nil }
        var start = 0
        var left = number
        while true {
            let end =
                delimiter.isEmpty
                ? self[start...].firstIndex { $0 == 0x20 || (9...13).contains($0) }
                : firstIndex(of: delimiter, from: start)
            if left == 0 { return start..<(end ?? count) }
            guard let end else { return nil }
            start = end + Swift.max(1, delimiter.count)
            left -= 1
        }
    }

    func trimmed(_ characters: Set<Unicode.Scalar>, atStart: Bool, atEnd: Bool) -> Range<Int> {
        var offsets: [(start: Int, isTrimmed: Bool)] = []
        var position = 0
        for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
            offsets.append((position, characters.contains(scalar)))
            position += UTF8.width(scalar)
        }
        let kept = offsets.firstIndex { !$0.isTrimmed } ?? offsets.count
        let first = atStart ? kept : 0
        var last = offsets.count
        while atEnd, last > first, offsets[last - 1].isTrimmed { last -= 1 }
        let lower = first < offsets.count ? offsets[first].start : count
        return lower..<(last < offsets.count ? Swift.max(lower, offsets[last].start) : count)
    }
}
