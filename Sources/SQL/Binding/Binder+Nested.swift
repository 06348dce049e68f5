import Engine

/// Arrays, their elements, and the fields of those.
extension Binder {
    func element(
        _ syntax: ExpressionSyntax, _ index: ExpressionSyntax, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let array = try value(syntax)
        guard case .array(let type) = array.type else {
            let text = report.text(syntax.range)
            let advice =
                array.type == .string
                ? "; declare it ARRAY<STRING>, or write JSON_VALUE(\(text), '$[0]') or "
                    + "SPLIT(\(text), ',')[1]" : ""
            throw Diagnostic("\(array.typeName) has no elements\(advice)", at: syntax.range)
        }
        let number = try value(index)
        guard number.kind == .null || number.type?.isInteger == true else {
            throw Diagnostic(
                "the number of an element is an INT, this is \(number.typeName)", at: index.range)
        }
        if case .integer(let place) = number.literal, place < 1 {
            throw Diagnostic("elements are counted from 1; write [1]", at: index.range)
        }
        return try .call(
            .element, [array, Coercion.convert(number, to: .int)], type, at: range,
            isNullable: true)
    }

    func field(
        _ syntax: ExpressionSyntax, _ name: Name, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let row = try value(syntax)
        guard case .row(let fields) = row.type else {
            throw Diagnostic("\(row.typeName) has no fields", at: syntax.range)
        }
        guard let place = fields.firstIndex(where: { $0.name == name.text }) else {
            let names = fields.map(\.name)
            let hint = Spelling.hint(for: name.text, among: names)
            throw Diagnostic(
                "there is no field \(name.text)"
                    + (hint.isEmpty ? "; there are \(names.joined(separator: ", "))" : hint),
                at: name.range)
        }
        let number = Bound.integer(Int64(place + 1), .int, at: name.range)
        return try .call(.field, [row, number], fields[place].type, at: range, isNullable: true)
    }

    func array(
        _ elements: [ExpressionSyntax], at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        var values: [Bound] = []
        for element in elements { values.append(try value(element)) }
        let (converted, type) = try Operators.common(values, for: "ARRAY", at: range, report)
        if type == .date || type.isTime
            || type.storage == .integers && !type.isInteger
                && type != .boolean
        {
            throw Diagnostic(
                "\(type) inside an ARRAY is not supported by Weir; CAST it to STRING", at: range)
        }
        return try .call(.arrayOf, converted, .array(type), at: range, isNullable: false)
    }
}
