import Engine

/// An expression whose names are looked up and whose type is known.
struct Bound {
    enum Kind: Equatable {
        case value(DataType)
        /// A length of time in milliseconds; no value of its own.
        case interval(Int64)
        case months(Int64)
        /// NULL without a type yet.
        case null
    }

    var expression: Expression
    var kind: Kind
    var isNullable: Bool
    var range: Range<Int>
    /// Nodes and nesting of the expression: views can multiply both.
    var cost = ExpressionCost()

    init(_ expression: Expression, _ type: DataType, isNullable: Bool, at range: Range<Int>) {
        self.expression = expression
        kind = .value(type)
        self.isNullable = isNullable
        self.range = range
    }

    static func null(at range: Range<Int>) -> Bound {
        var bound = Bound(.literal(.null, .string), .string, isNullable: true, at: range)
        bound.kind = .null
        return bound
    }

    static func interval(_ kind: Kind, at range: Range<Int>) -> Bound {
        var bound = Bound(.literal(.null, .bigint), .bigint, isNullable: false, at: range)
        bound.kind = kind
        return bound
    }

    static func integer(
        _ value: Int64, _ type: DataType, at range: Range<Int>
    ) -> Bound {
        Bound(.literal(.integer(value), type), type, isNullable: false, at: range)
    }

    static func text(_ text: String, at range: Range<Int>) -> Bound {
        Bound(.literal(.string(text), .string), .string, isNullable: false, at: range)
    }

    /// A call whose arguments have their types already; constants are folded.
    static func call(
        _ function: ScalarFunction, _ arguments: [Bound], _ type: DataType, at range: Range<Int>,
        isNullable: Bool? = nil
    ) throws(Diagnostic) -> Bound {
        let call = Expression.call(function, arguments.map(\.expression), type)
        var bound = Bound(
            Folding.fold(call), type,
            isNullable: isNullable ?? arguments.contains(where: \.isNullable), at: range)
        bound.cost = try ExpressionCost(around: arguments.map(\.cost), at: range)
        return bound
    }

    /// The type, where this is a value.
    var type: DataType? {
        if case .value(let type) = kind { type } else { nil }
    }

    var literal: Value? {
        if case .literal(let value, _) = expression, type != nil { value } else { nil }
    }

    /// The type in words for people.
    var typeName: String {
        switch kind {
        case .value(let type): "\(type)"
        case .interval, .months: "INTERVAL"
        case .null: "NULL"
        }
    }
}

/// How large an expression is.
struct ExpressionCost {
    var nodes = 1
    var depth = 1

    static let mostNodes = 20_000
    static let deepest = 300

    init() {}

    init(around parts: [ExpressionCost], at range: Range<Int>) throws(Diagnostic) {
        for part in parts {
            nodes += part.nodes
            depth = max(depth, part.depth + 1)
            guard nodes <= Self.mostNodes, depth <= Self.deepest else {
                throw Diagnostic(
                    "this expression is too large once its views are written out; simplify it",
                    at: range)
            }
        }
    }
}
