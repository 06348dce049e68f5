import Engine
import Foundation
import Stores

/// A directory of its own for one test, gone when the test ends.
final class Scratch {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "weir-stores-" + UUID().uuidString
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// One row of a result, for tests.
struct Fired {
    var values: [Value]
    var eventTimeMs: Int64
    var newestMs: Int64
    var isDelete = false

    init(_ values: [Value], at eventTimeMs: Int64, newest: Int64? = nil, isDelete: Bool = false) {
        self.values = values
        self.eventTimeMs = eventTimeMs
        newestMs = newest ?? eventTimeMs - 1
        self.isDelete = isDelete
    }
}

/// A script with one source and some sinks, without the script.
struct Fixture {
    var plan: Plan
    var identity = PipelineIdentity(pipeline: "coupon", topics: ["log-input"])

    /// `device STRING` is the key; `n BIGINT` and `share DOUBLE` are the features.
    static let fields = [
        Field("device", .string, isNullable: false), Field("n", .bigint), Field("share", .double),
    ]

    static func sink(
        _ name: String, _ fields: [Field] = fields, key: [Int] = [0],
        kind: Sink.Kind = .featureGroup, annotations: Annotations = Annotations()
    ) -> Sink {
        Sink(
            name: name, kind: kind, schema: Schema(fields), primaryKey: key, options: [:],
            annotations: annotations)
    }

    /// With a window, every sink's rows come from it.
    init(_ sinks: [Sink], zone: SessionZone = .utc, window: Window? = nil) {
        let source = Source(
            name: "events", options: [:], declared: [],
            inputs: [
                Source.Input(
                    field: Field("ts", .timestamp(precision: 3)), origin: .field("ts"))
            ], rowtime: 0)
        var nodes = [Node(.scan(source: 0), inputs: [], output: source.schema)]
        if let window {
            let aggregate = WindowAggregate(window: window, time: 0, keys: [], aggregates: [])
            nodes.append(Node(.window(aggregate), inputs: [0], output: source.schema))
        }
        let last = nodes.count - 1
        var statements: [Statement] = []
        for (index, sink) in sinks.enumerated() {
            nodes.append(Node(.sink(index), inputs: [last], output: sink.schema))
            statements.append(
                Statement(
                    node: nodes.count - 1, sink: index, source: 0,
                    fingerprint: "print-of-" + sink.name, range: 0..<0))
        }
        plan = Plan(
            sources: [source], sinks: sinks, nodes: nodes, statements: statements, zone: zone)
    }

    static let attempts = Fixture([sink("attempts")])

    func open(_ scratch: Scratch, rebuild: Bool = false) throws -> Store {
        try Store(
            directory: scratch.path, identity: identity, plan: plan, isRebuildAllowed: rebuild)
    }

    func batch(_ rows: [Fired], statement: Int = 0) -> ResultBatch {
        let fields = plan.sinks[plan.statements[statement].sink].schema.fields
        let columns = fields.indices.map { index in
            Column(fields[index].type, rows.map { $0.values[index] })
        }
        let kinds = rows.map { $0.isDelete ? RowKind.delete : .insert }
        return ResultBatch(
            statement: statement,
            rows: ColumnBatch(
                count: rows.count, columns: columns,
                kinds: kinds.contains(.delete) ? kinds : nil),
            eventTimesMs: rows.map(\.eventTimeMs), newestEventTimesMs: rows.map(\.newestMs),
            windowEndMs: nil)
    }

    func commit(_ rows: [Fired], statement: Int = 0, at writeTimeMs: Int64 = 1_000) -> Commit {
        var commit = Commit(writeTimeMs: writeTimeMs)
        commit.results = [batch(rows, statement: statement)]
        return commit
    }
}

/// What a call that must fail said.
func failure(_ body: () throws -> Void) -> StoreFailure? {
    do {
        try body()
        return nil
    } catch {
        return error as? StoreFailure
    }
}

/// Runs SQL through the sqlite3 program, as a user would.
func sqlite3(_ scratch: Scratch, _ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = [scratch.path + "/weir.db", sql]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
