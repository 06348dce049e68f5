import Engine

extension FunctionTable {
    static let conditionFunctions: [Function] = [
        Function(
            "condition", "COALESCE(value, value…)", "the first value that is not NULL", 1...100
        ) { call throws(Diagnostic) in try coalesce(call) },
        Function(
            "condition", "IFNULL(value, other)", "the value, or the other where it is NULL", 2...2
        ) { call throws(Diagnostic) in try coalesce(call) },
        Function("condition", "NULLIF(left, right)", "NULL where both are equal, else left", 2...2)
        {
            call throws(Diagnostic) in try nullIf(call)
        },
        Function("condition", "IF(condition, value, other)", "one of two values", 3...3) {
            call throws(Diagnostic) in
            let condition = try call.argument(0, as: .boolean)
            let (values, type) = try Operators.common(
                Array(call.arguments[1...]), for: "IF", at: call.range, call.report)
            return try Operators.conditional(
                [(condition, values[0])], otherwise: values[1], type, at: call.range)
        },
        Function(
            "condition", "GREATEST(value, value…)", "the largest, NULL when any is NULL", 1...100
        ) { call throws(Diagnostic) in
            let (values, type) = try ordered(call)
            return try .call(.greatest, values, type, at: call.range)
        },
        Function(
            "condition", "LEAST(value, value…)", "the smallest, NULL when any is NULL", 1...100
        ) { call throws(Diagnostic) in
            let (values, type) = try ordered(call)
            return try .call(.least, values, type, at: call.range)
        },
    ]

    private static func ordered(
        _ call: FunctionCall
    ) throws(Diagnostic) -> (arguments: [Bound], type: DataType) {
        let common = try call.common()
        if common.type.isNested {
            throw Diagnostic("\(common.type) has no order; compare its elements", at: call.range)
        }
        return common
    }

    private static func coalesce(_ call: FunctionCall) throws(Diagnostic) -> Bound {
        let (values, type) = try call.common()
        return try Bound.call(
            .coalesce, values, type, at: call.range, isNullable: values.allSatisfy(\.isNullable))
    }

    private static func nullIf(_ call: FunctionCall) throws(Diagnostic) -> Bound {
        let equal = try Operators.compare(
            .equal, call.arguments[0], call.arguments[1], at: call.range, call.report)
        guard let type = call.arguments[0].type else {
            throw Diagnostic("NULLIF of NULL is always NULL", at: call.range)
        }
        if call.arguments[1].type == type {
            return try .call(.nullIf, call.arguments, type, at: call.range, isNullable: true)
        }
        let null = Coercion.convert(.null(at: call.range), to: type)
        return try Operators.conditional(
            [(equal, null)], otherwise: call.arguments[0], type, at: call.range)
    }
}
