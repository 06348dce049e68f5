import Engine
import TestSupport

/// A plan of one statement whose results are rows that came in.
struct RowSpec {
    var operation: Node.Operation
    var delayMs: Int64 = 0
    var kind = Sink.Kind.print
    var primaryKey: [Int] = []
    var isStrictFlink = false

    static func over(
        _ frame: OverFrame, _ aggregates: [AggregateCall] = RowOracle.calls, ttlMs: Int64? = nil,
        delayMs: Int64 = 0
    ) -> RowSpec {
        RowSpec(
            operation: .over(
                OverAggregate(
                    frame: frame, time: Col.ts, keys: [Col.user], aggregates: aggregates,
                    timeToLiveMs: ttlMs)), delayMs: delayMs)
    }

    static func unique(
        _ kept: Deduplication.Kept, ttlMs: Int64? = nil, delayMs: Int64 = 0
    ) -> RowSpec {
        RowSpec(
            operation: .deduplicate(
                Deduplication(kept: kept, time: Col.ts, keys: [Col.user], timeToLiveMs: ttlMs)),
            delayMs: delayMs)
    }

    static func running(
        _ aggregates: [AggregateCall], keys: [Int] = [Col.user], retracts: Bool = true,
        ttlMs: Int64? = nil, kind: Sink.Kind = .print
    ) -> RowSpec {
        RowSpec(
            operation: .running(
                RunningAggregate(
                    timeType: .timestamp(precision: 3), keys: keys, aggregates: aggregates,
                    retracts: retracts, timeToLiveMs: ttlMs)), delayMs: 0, kind: kind,
            primaryKey: kind == .featureGroup ? Array(keys.indices) : [])
    }

    var plan: Plan {
        let type = DataType.timestamp(precision: 3)
        let schema = Schema(Col.fields)
        let watermark = Expression.call(
            .addMilliseconds, [.column(Col.ts, type), .literal(.integer(-delayMs), .bigint)], type)
        let source = Source(
            name: "events", options: [:], declared: Col.fields,
            inputs: Col.fields.map { Source.Input(field: $0, origin: .field($0.name)) },
            rowtime: Col.ts, watermark: watermark)
        var output = schema
        if case .over(let over) = operation {
            let fields = over.aggregates.enumerated().map { Field("a\($0)", $1.type) }
            output = Schema(Col.fields + fields)
        }
        if case .running(let running) = operation {
            let fields = running.aggregates.enumerated().map { Field("a\($0)", $1.type) }
            output = Schema(running.keys.map { Col.fields[$0] } + fields)
        }
        let sink = Sink(
            name: "result", kind: kind, schema: output, primaryKey: primaryKey, options: [:],
            annotations: Annotations())
        return Plan(
            sources: [source], sinks: [sink],
            nodes: [
                Node(.scan(source: 0), inputs: [], output: schema),
                Node(operation, inputs: [0], output: output),
                Node(.sink(0), inputs: [1], output: output),
            ],
            statements: [Statement(node: 2, sink: 0, source: 0, fingerprint: "one", range: 0..<1)],
            isStrictFlink: isStrictFlink)
    }
}

/// A random course of events for OVER and deduplication, the same for a seed.
struct RowStory {
    var parts: [(events: [Event], partition: Int)] = []
    let partitions: Int
    let delayMs: Int64

    init(seed: UInt64, partitions: Int = 1) {
        var random = SplitMix64(seed: seed)
        self.partitions = partitions
        delayMs = Int64.random(in: 0...6, using: &random)
        // Flink takes no time up to 1970 for one that has not been.
        var clock = Int64.random(in: -3...30, using: &random)
        for _ in 0..<Int.random(in: 3...16, using: &random) {
            var events: [Event] = []
            for _ in 0..<Int.random(in: 0...9, using: &random) {
                events.append(RowStory.event(clock, &random))
                clock += Int64.random(in: 0...3, using: &random)
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                clock += Int64.random(in: 5...40, using: &random)
            }
            parts.append((events, Int.random(in: 0..<partitions, using: &random)))
        }
    }

    private static func event(_ clock: Int64, _ random: inout SplitMix64) -> Event {
        func sometimes<Value>(_ value: Value) -> Value? {
            Int.random(in: 0..<8, using: &random) == 0 ? nil : value
        }
        let behind: Int64 = Int64.random(in: 0...3, using: &random) == 0 ? 35 : 5
        return Event(
            sometimes(["a", "b", "carol"].randomElement(using: &random) ?? ""),
            at: clock - Int64.random(in: 0...behind, using: &random),
            item: sometimes("item \(Int.random(in: 0..<4, using: &random))"),
            amount: sometimes(Int64.random(in: -9...9, using: &random)),
            price: sometimes(Double(Int.random(in: -20...20, using: &random)) / 4),
            isGood: sometimes(Bool.random(using: &random)))
    }
}
