/// Arrays, and the fields of their rows: texts in the form of ``NestedText``.
extension Evaluator {
    mutating func arrays(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .element, .field: return member(values, type, rows)
        case .cardinality:
            let array = values[0].texts
            return integers(type, values, rows) { row throws(RowError) in
                array.with(row) { text in
                    var members = NestedMembers(text)
                    var count: Int64 = 0
                    while members.next() != nil { count += 1 }
                    return count
                }
            }
        case .arrayContains:
            // NULL can be looked for, too.
            return integers(type, [values[0]], rows, search(values) { $0 > 0 ? 1 : 0 })
        case .arrayPosition: return integers(type, values, rows, search(values) { $0 })
        case .arrayJoin: return join(values, type, rows)
        case .split: return split(values, type, rows)
        default: return array(of: values, type, rows)
        }
    }

    /// The place of the second value among the elements of the first, from 1; 0 when it is absent.
    private func search(
        _ values: [Vector], _ result: @escaping (Int64) -> Int64
    ) -> (Int) throws(RowError) -> Int64? {
        let array = values[0].texts
        let needle = values[1]
        return { row throws(RowError) in
            var wanted: [UInt8] = []
            NestedText.append(needle.value(row), as: needle.type, to: &wanted)
            let place = array.with(row) { text in
                var members = NestedMembers(text)
                var place: Int64 = 0
                while let member = members.next() {
                    place += 1
                    if text[member].elementsEqual(wanted) { return place }
                }
                return Int64(0)
            }
            return result(place)
        }
    }

    /// An element by its number from 1, or a field by its number from 1; beyond the last is NULL.
    private mutating func member(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let container = values[0].texts
        let index = values[1].integers
        func with<Result>(
            _ row: Int, _ body: (UnsafeRawBufferPointer) -> Result?
        ) throws(RowError) -> Result? {
            guard index[row] >= 1 else {
                throw RowError("an array is counted from 1, not from \(index[row])")
            }
            return container.with(row) { text in
                guard let found = NestedMembers.find(index[row] - 1, in: text),
                    !NestedText.isNull(found)
                else { return nil }
                return body(found)
            }
        }
        switch type.storage {
        case .integers:
            return integers(type, values, rows) { row throws(RowError) in
                try with(row) { text in
                    type == .boolean
                        ? (text.first == UInt8(ascii: "t") ? 1 : 0) : NumberText.parseInteger(text)
                }
            }
        case .doubles:
            return doubles(type, values, rows) { row throws(RowError) in
                try with(row) { text in
                    NumberText.parseDouble(text)
                        ?? Evaluator.named(
                            UnsafeRawBufferPointer(rebasing: text.dropFirst().dropLast()))
                }
            }
        case .decimals:
            return decimals(type, values, rows) { row throws(RowError) in
                try with(row) { text in
                    Decimal.parse(text, precision: type.precision, scale: type.scale)
                }
            }
        case .strings:
            return texts(type, values, rows) { row, bytes throws(RowError) in
                let found = try with(row) { text in
                    if type.isNested {
                        bytes.append(contentsOf: text)
                    } else {
                        NestedText.append(unquoted: text, to: &bytes)
                    }
                    return true
                }
                return found ?? false
            }
        }
    }

    /// The elements with a separator between them; NULLs are left out or have a text of their own.
    private mutating func join(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let (array, separator) = (values[0].texts, values[1].texts)
        let null = values.count > 2 ? values[2].texts : nil
        return texts(type, values, rows) { row, bytes throws(RowError) in
            array.with(row) { text in
                var members = NestedMembers(text)
                var isFirst = true
                while let member = members.next() {
                    let element = UnsafeRawBufferPointer(rebasing: text[member])
                    let isNull = NestedText.isNull(element)
                    if isNull && null == nil { continue }
                    if !isFirst { bytes.append(contentsOf: separator.bytes(row)) }
                    isFirst = false
                    if isNull, let null {
                        bytes.append(contentsOf: null.bytes(row))
                    } else {
                        NestedText.append(unquoted: element, to: &bytes)
                    }
                }
            }
            return true
        }
    }

    /// The parts of a text between the delimiters; its characters where the delimiter is empty.
    private mutating func split(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let (subject, delimiters) = (values[0].texts, values[1].texts)
        return texts(type, values, rows) { row, bytes throws(RowError) in
            let text = String(decoding: subject.bytes(row), as: UTF8.self)
            let delimiter = String(decoding: delimiters.bytes(row), as: UTF8.self)
            var parts: [Substring.UnicodeScalarView] = []
            if delimiter.isEmpty {
                let scalars = text.unicodeScalars
                parts = scalars.indices.map { scalars[$0..<scalars.index(after: $0)] }
            } else {
                var rest = text.unicodeScalars[...]
                while let found = rest.firstRange(of: delimiter.unicodeScalars) {
                    parts.append(rest[..<found.lowerBound])
                    rest = rest[found.upperBound...]
                }
                parts.append(rest)
            }
            bytes.append(UInt8(ascii: "["))
            for (index, part) in parts.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                NestedText.append(.string(String(part)), as: .string, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
            return true
        }
    }

    /// ARRAY[…]: its elements have one type, and NULL is an element.
    private mutating func array(
        of values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        texts(type, [], rows) { row, bytes throws(RowError) in
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                NestedText.append(value.value(row), as: value.type, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
            return true
        }
    }
}

extension Vector {
    /// One row's value, where speed does not matter.
    fileprivate func value(_ row: Int) -> Value {
        Column(type, values, nulls: nulls)[row & mask]
    }
}
