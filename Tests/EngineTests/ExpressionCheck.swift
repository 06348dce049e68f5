import Engine
import Testing

/// One expression over one row and what it gives, for tables.
struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expression: Expression
    let result: Value
    let error: String?

    init(_ name: String, _ expression: Expression, _ result: Value) {
        testDescription = name
        self.expression = expression
        self.result = result
        error = nil
    }

    init(_ name: String, _ expression: Expression, fails error: String) {
        testDescription = name
        self.expression = expression
        result = .null
        self.error = error
    }
}

let yes = Value.integer(1)
let no = Value.integer(0)
func int(_ value: Int64?, _ type: DataType = .bigint) -> Expression {
    .literal(value.map { .integer($0) } ?? .null, type)
}
func double(_ value: Double?) -> Expression {
    .literal(value.map { .double($0) } ?? .null, .double)
}
func text(_ value: String?) -> Expression { .literal(value.map { .string($0) } ?? .null, .string) }
func bool(_ value: Bool?) -> Expression {
    .literal(value.map { .integer($0 ? 1 : 0) } ?? .null, .boolean)
}
func time(_ text: String, _ type: DataType = .timestamp(precision: 3)) -> Expression {
    .literal(.integer(Timestamp.parse(text, .sql) ?? 0), type)
}
func call(_ function: ScalarFunction, _ type: DataType, _ arguments: Expression...) -> Expression {
    .call(function, arguments, type)
}
var failing: Expression { call(.divide, .bigint, int(1), int(0)) }

/// Evaluates cases through a plan of one projection.
enum ExpressionCheck {
    /// The same expression over constants and over columns with other rows beside it must agree.
    static func check(_ test: Case, isStrict: Bool = false, zone: SessionZone = .utc) {
        for overColumns in [false, true] {
            var inputs: [(Value, DataType)] = []
            let expression =
                overColumns ? lifted(test.expression, &inputs) : test.expression
            var fields = inputs.enumerated().map { Field("i\($0)", $1.1) }
            fields.append(Field("row", .bigint))
            let source = Source(
                name: "s", options: [:], declared: fields,
                inputs: fields.map { Source.Input(field: $0, origin: .field($0.name)) })
            let output = Schema([Field("x", expression.type)])
            let plan = Plan(
                sources: [source],
                sinks: [
                    Sink(
                        name: "p", kind: .print, schema: output, primaryKey: [], options: [:],
                        annotations: Annotations())
                ],
                nodes: [
                    Node(.scan(source: 0), inputs: [], output: Schema(fields)),
                    Node(.project([expression]), inputs: [0], output: output),
                    Node(.sink(0), inputs: [1], output: output),
                ],
                statements: [
                    Statement(node: 2, sink: 0, source: 0, fingerprint: "x", range: 0..<1)
                ], zone: zone, isStrictFlink: isStrict)
            var engine = Engine(plan)
            var columns = inputs.map { Column($1, [.null, $0, .null]) }
            columns.append(Column(.bigint, [.integer(0), .integer(1), .integer(2)]))
            let applied = engine.apply(
                SourceBatch(source: 0, partition: 0, rows: ColumnBatch(count: 3, columns: columns)))
            let refusal = applied.rejections.first { $0.row == 1 }
            if let error = test.error {
                #expect(refusal?.reason == .refused(error))
                continue
            }
            #expect(refusal == nil)
            let result = engine.advance().first
            // Rows that failed on NULLs beside it are gone; ours is the one that is left of them.
            let position = applied.rejections.contains { $0.row == 0 } ? 0 : 1
            let value = result?.rows.columns[0][position]
            if case .double(let wanted) = test.result, wanted.isNaN, case .double(let got)? = value
            {
                #expect(got.isNaN)
            } else {
                #expect(value == test.result)
            }
        }
    }

    /// Literals become columns, but for the ones that say how.
    private static func lifted(
        _ expression: Expression, _ inputs: inout [(Value, DataType)]
    ) -> Expression {
        switch expression {
        case .column: return expression
        case .literal(let value, let type):
            inputs.append((value, type))
            return .column(inputs.count - 1, type)
        case .call(let function, let arguments, let type):
            if [.extract, .floorTime, .ceilTime].contains(function) {
                return .call(function, [arguments[0], lifted(arguments[1], &inputs)], type)
            }
            return .call(function, arguments.map { lifted($0, &inputs) }, type)
        case .conditional(let branches, let otherwise, let type):
            return .conditional(
                branches.map {
                    Expression.Branch(
                        condition: lifted($0.condition, &inputs), result: lifted($0.result, &inputs)
                    )
                }, otherwise: lifted(otherwise, &inputs), type)
        case .cast(let operand, let type, let isTry):
            return .cast(lifted(operand, &inputs), type, isTry: isTry)
        }
    }
}

func check(_ test: Case, isStrict: Bool = false, zone: SessionZone = .utc) {
    ExpressionCheck.check(test, isStrict: isStrict, zone: zone)
}
