import Engine

extension FunctionTable {
    static let arrayFunctions: [Function] = [
        Function("array", "CARDINALITY(array)", "how many elements", 1...1) {
            call throws(Diagnostic) in
            _ = try element(call, 0)
            return try .call(.cardinality, [call.arguments[0]], .int, at: call.range)
        },
        Function(
            "array", "ARRAY_CONTAINS(array, value)", "whether it is an element, NULL included",
            2...2
        ) { call throws(Diagnostic) in
            try .call(
                .arrayContains, arrayAndValue(call), .boolean, at: call.range,
                isNullable: call.arguments[0].isNullable)
        },
        Function(
            "array", "ARRAY_POSITION(array, value)", "its first place, from 1, or 0", 2...2
        ) { call throws(Diagnostic) in
            try .call(.arrayPosition, arrayAndValue(call), .int, at: call.range)
        },
        Function(
            "array", "ARRAY_JOIN(array, separator[, null])",
            "its texts joined; NULLs are left out or written so", 2...3
        ) { call throws(Diagnostic) in
            guard try element(call, 0) == .string else {
                throw Diagnostic(
                    "ARRAY_JOIN joins texts, this is \(call.arguments[0].typeName)",
                    at: call.arguments[0].range)
            }
            var arguments = [call.arguments[0]]
            for index in call.arguments.indices.dropFirst() {
                arguments.append(try call.argument(index, as: .text))
            }
            return try .call(.arrayJoin, arguments, .string, at: call.range)
        },
        Function(
            "array", "SPLIT(text, delimiter)", "the parts of a text, as ARRAY<STRING>", 2...2,
            .split, [.text], .array(.string)),
    ]

    /// The type of an array's elements.
    private static func element(
        _ call: FunctionCall, _ index: Int
    ) throws(Diagnostic) -> DataType {
        guard case .array(let type) = call.arguments[index].type else {
            throw Diagnostic(
                "\(call.form) takes an ARRAY here, not \(call.arguments[index].typeName)",
                at: call.arguments[index].range)
        }
        return type
    }

    /// The array, and the value as its elements are.
    private static func arrayAndValue(_ call: FunctionCall) throws(Diagnostic) -> [Bound] {
        let type = try element(call, 0)
        let value = call.arguments[1]
        guard value.kind == .null || value.type.map({ Coercion.isAssignable($0, to: type) }) == true
        else {
            throw Diagnostic(
                "the elements are \(type), this is \(value.typeName); "
                    + "write CAST(\(call.report.text(value.range)) AS \(type))",
                at: value.range)
        }
        return [call.arguments[0], Coercion.convert(value, to: type)]
    }
}
