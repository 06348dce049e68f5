import Engine
import TestSupport

/// The columns of the tests' one source.
enum Col {
    static let user = 0
    static let item = 1
    static let amount = 2
    static let price = 3
    static let isGood = 4
    static let ts = 5
    static let fields = [
        Field("user", .string), Field("item", .string), Field("amount", .bigint),
        Field("price", .double), Field("is_good", .boolean), Field("ts", .timestamp(precision: 3)),
    ]
}

/// A row of the source as a test writes it.
struct Event: Hashable {
    var user: String?
    var item: String?
    var amount: Int64?
    var price: Double?
    var isGood: Bool?
    var ts: Int64?

    init(
        _ user: String?, at ts: Int64?, item: String? = nil, amount: Int64? = nil,
        price: Double? = nil, isGood: Bool? = nil
    ) {
        self.user = user
        self.item = item
        self.amount = amount
        self.price = price
        self.isGood = isGood
        self.ts = ts
    }

    var values: [Value] {
        [
            user.map { .string($0) } ?? .null, item.map { .string($0) } ?? .null,
            amount.map { .integer($0) } ?? .null, price.map { .double($0) } ?? .null,
            isGood.map { .integer($0 ? 1 : 0) } ?? .null, ts.map { .integer($0) } ?? .null,
        ]
    }
}

func batch(
    _ events: [Event], partition: Int = 0, recordTimesMs: [Int64]? = nil,
    fields: [Field] = Col.fields
) -> SourceBatch {
    let rows = events.map(\.values)
    let columns = fields.enumerated().map { index, field in
        Column(field.type, rows.map { $0[index] })
    }
    return SourceBatch(
        source: 0, partition: partition,
        rows: ColumnBatch(count: events.count, columns: columns), recordTimesMs: recordTimesMs)
}

/// A plan of one statement: source, WHERE, window, HAVING, SELECT, sink.
struct PlanSpec {
    var window: Window? = .tumble(sizeMs: 10, offsetMs: 0)
    var keys = [Col.user]
    var aggregates = [AggregateCall(.count, type: .bigint)]
    var delayMs: Int64 = 0
    var condition: Expression?
    /// Over the window's output: keys, window_start, window_end, window_time, aggregates.
    var having: Expression?
    var select: [Expression]?
    var names: [String]?
    var kind = Sink.Kind.featureGroup
    var primaryKey: [Int]? = [0]
    var annotations = Annotations()
    var timeType = DataType.timestamp(precision: 3)
    var zone = SessionZone.utc
    var isStrictFlink = false
    var futureGuardMs: Int64?
    var isChangelog = false

    var fields: [Field] {
        var fields = Col.fields
        fields[Col.ts] = Field("ts", timeType)
        return fields
    }

    var plan: Plan {
        let schema = Schema(fields)
        let watermark = Expression.call(
            .addMilliseconds,
            [.column(Col.ts, timeType), .literal(.integer(-delayMs), .bigint)], timeType)
        let source = Source(
            name: "events", options: [:], declared: fields,
            inputs: fields.map { Source.Input(field: $0, origin: .field($0.name)) },
            rowtime: Col.ts, watermark: watermark, futureGuardMs: futureGuardMs,
            isChangelog: isChangelog)
        var nodes = [Node(.scan(source: 0), inputs: [], output: schema)]
        func add(_ operation: Node.Operation, _ output: Schema) {
            nodes.append(Node(operation, inputs: [nodes.count - 1], output: output))
        }
        if let condition { add(.filter(condition), schema) }
        if let window {
            let aggregate = WindowAggregate(
                window: window, time: Col.ts, keys: keys, aggregates: aggregates)
            var output = keys.map { fields[$0] }
            output += [
                Field("window_start", .timestamp(precision: 3)),
                Field("window_end", .timestamp(precision: 3)), Field("window_time", timeType),
            ]
            for (index, call) in aggregates.enumerated() {
                output.append(Field("a\(index)", call.type))
            }
            add(.window(aggregate), Schema(output))
        }
        if let having { add(.filter(having), nodes[nodes.count - 1].output) }
        if let select {
            let output = select.enumerated().map { Field("c\($0)", $1.type) }
            add(.project(select), Schema(output))
        }
        let output = nodes[nodes.count - 1].output
        add(.sink(0), output)
        let sink = Sink(
            name: "result", kind: kind, schema: output, primaryKey: primaryKey ?? [],
            options: [:], annotations: annotations)
        let statement = Statement(
            node: nodes.count - 1, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        return Plan(
            sources: [source], sinks: [sink], nodes: nodes, statements: [statement], zone: zone,
            isStrictFlink: isStrictFlink)
    }
}

/// A result row in a form that is easy to compare and to read.
struct ResultRow: Hashable, CustomStringConvertible {
    var values: [Value]
    var kind = RowKind.insert
    var timeMs: Int64
    var newestMs: Int64
    var endMs: Int64?

    var description: String { "\(kind) \(values) at \(timeMs) newest \(newestMs)" }
}

func rows(_ batches: [ResultBatch]) -> [ResultRow] {
    batches.flatMap { batch in
        (0..<batch.rows.count).map { row in
            ResultRow(
                values: batch.rows.row(row), kind: batch.rows.kinds?[row] ?? .insert,
                timeMs: batch.eventTimesMs[row], newestMs: batch.newestEventTimesMs[row],
                endMs: batch.windowEndMs)
        }
    }
}

/// Everything that the events of one partition give, to the end of the input.
func run(_ spec: PlanSpec, _ events: [Event], ends: Bool = true) -> [ResultRow] {
    var engine = Engine(spec.plan)
    engine.addPartition(source: 0, partition: 0)
    _ = engine.apply(batch(events, fields: spec.fields))
    var results = rows(engine.advance())
    if ends {
        engine.finish(source: 0, partition: 0)
        results += rows(engine.advance())
    }
    return results
}
