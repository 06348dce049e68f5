extension ExpressionSyntax {
    /// The expressions directly inside this one.
    var parts: [ExpressionSyntax] {
        switch form {
        case .name, .number, .text, .boolean, .null, .interval, .time: []
        case .negate(let part), .not(let part), .test(let part, _), .cast(let part, _, _): [part]
        case .binary(_, let left, let right): [left, right]
        case .between(let value, let low, let high): [value, low, high]
        case .isIn(let value, let list): [value] + list
        case .like(let value, let pattern, let escape):
            [value, pattern] + [escape].compactMap(\.self)
        case .cases(let branches, let operand, let otherwise):
            branches.flatMap { [$0.condition, $0.result] }
                + [operand, otherwise].compactMap(\.self)
        case .call(let call): call.parts
        case .element(let array, let index): [array, index]
        case .field(let row, _): [row]
        case .array(let elements): elements
        }
    }

    /// Whether an aggregate is called anywhere inside.
    var holdsAggregate: Bool {
        if case .call(let call) = form, call.over == nil,
            AggregateNames.known.contains(call.name.text)
        {
            return true
        }
        return parts.contains(where: \.holdsAggregate)
    }

    /// Whether an OVER stands anywhere inside.
    var holdsOver: Bool {
        if case .call(let call) = form, call.over != nil { return true }
        return parts.contains(where: \.holdsOver)
    }
}

extension CallSyntax {
    /// The arguments, and what stands in FILTER and OVER.
    var parts: [ExpressionSyntax] {
        var parts = arguments
        if case .condition(let filter) = filter { parts.append(filter) }
        if case .window(let window) = over {
            parts += window.partition + window.order.map(\.expression)
        }
        return parts
    }
}
