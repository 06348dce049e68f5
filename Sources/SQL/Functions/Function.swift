import Engine

/// A scalar function: how it is written, and how its call becomes a part of a plan.
struct Function: Sendable {
    typealias Binding = @Sendable (FunctionCall) throws(Diagnostic) -> Bound

    let entry: FunctionCatalog.Entry
    /// How many arguments it takes.
    let arity: ClosedRange<Int>
    let bind: Binding

    init(
        _ group: String, _ form: String, _ summary: String, _ arity: ClosedRange<Int>,
        bind: @escaping Binding
    ) {
        let name = String(form.prefix { $0 != "(" })
        entry = FunctionCatalog.Entry(group: group, name: name, form: form, summary: summary)
        self.arity = arity
        self.bind = bind
    }

    /// A function whose arguments have one type each, the last one repeated as needed.
    init(
        _ group: String, _ form: String, _ summary: String, _ arity: ClosedRange<Int>,
        _ function: ScalarFunction, _ parameters: [Parameter], _ result: DataType,
        isAlwaysNullable: Bool = false
    ) {
        self.init(group, form, summary, arity) { call throws(Diagnostic) in
            var arguments: [Bound] = []
            for index in call.arguments.indices {
                let parameter = parameters[min(index, parameters.count - 1)]
                arguments.append(try call.argument(index, as: parameter))
            }
            return try .call(
                function, arguments, result, at: call.range,
                isNullable: isAlwaysNullable ? true : nil)
        }
    }
}

/// What a function wants of an argument.
enum Parameter: Sendable {
    case text, int, bigint, double, boolean
    /// TIMESTAMP or TIMESTAMP_LTZ; a DATE becomes a TIMESTAMP.
    case time
    case number

    var words: String {
        switch self {
        case .text: "a STRING"
        case .int: "an INT"
        case .bigint: "a BIGINT"
        case .double, .number: "a number"
        case .boolean: "a BOOLEAN"
        case .time: "a TIMESTAMP"
        }
    }

    var example: String {
        switch self {
        case .text: "STRING"
        case .int: "INT"
        case .bigint: "BIGINT"
        case .double, .number: "DOUBLE"
        case .boolean: "BOOLEAN"
        case .time: "TIMESTAMP(3)"
        }
    }
}

/// A call of a function with its arguments bound.
struct FunctionCall {
    let syntax: CallSyntax
    let form: String
    let arguments: [Bound]
    let range: Range<Int>
    let report: Report

    /// The argument in the type that the parameter asks for.
    func argument(_ index: Int, as parameter: Parameter) throws(Diagnostic) -> Bound {
        let bound = arguments[index]
        switch (parameter, bound.kind) {
        case (.text, .null), (.text, .value(.string)): return Coercion.convert(bound, to: .string)
        case (.boolean, .null), (.boolean, .value(.boolean)):
            return Coercion.convert(bound, to: .boolean)
        case (.int, .null), (.int, .value(.tinyint)), (.int, .value(.smallint)),
            (.int, .value(.int)):
            return Coercion.convert(bound, to: .int)
        case (.bigint, .null): return Coercion.convert(bound, to: .bigint)
        case (.bigint, .value(let type)) where type.isInteger:
            return Coercion.convert(bound, to: .bigint)
        case (.double, .null), (.number, .null): return Coercion.convert(bound, to: .double)
        case (.double, .value(let type)) where type.isNumeric:
            return Coercion.convert(bound, to: .double)
        case (.number, .value(let type)) where type.isNumeric: return bound
        case (.time, .value(let type)) where type.isTime: return bound
        case (.time, .null), (.time, .value(.date)):
            return Coercion.convert(bound, to: .timestamp(precision: 3))
        default:
            throw Diagnostic(
                "\(form) takes \(parameter.words) here, not \(bound.typeName); "
                    + "write CAST(\(report.text(bound.range)) AS \(parameter.example))",
                at: bound.range)
        }
    }

    /// All arguments in their common type.
    func common() throws(Diagnostic) -> (arguments: [Bound], type: DataType) {
        try Operators.common(arguments, for: syntax.name.text, at: range, report)
    }
}
