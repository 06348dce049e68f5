import Engine
import Foundation
import SQL
import Scenarios
import Streams
import Testing

/// The coupon system's first hop: the same events as DynamoDB delivers them, typed and nested.
struct DynamoDBImageTests {
    /// The rows of two feature groups from the traffic, each event written by the closure.
    private func features(
        of script: String, _ image: ([String: String]) -> String
    ) throws -> [String: [[Value]]] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../demo/coupon/\(script)")
        let plan = try Compiler.compile(String(contentsOf: file, encoding: .utf8)).plan
        var traffic = CouponTraffic(
            options: .init(seed: 7, eventsPerSecond: 20, brokenShare: 0), startMs: 1_795_165_200_000
        )
        var batch = TrafficBatch()
        traffic.startBurst(atMs: traffic.startMs)
        traffic.generate(untilMs: traffic.startMs + 90_000, into: &batch)
        var messages = RawMessages()
        for index in 0..<batch.count {
            let event = try JSONDecoder().decode(
                [String: String].self, from: Data(batch.payload(index)))
            messages.append(
                Array(image(event).utf8), offset: Int64(index),
                timestampMs: batch.timestampsMs[index])
        }
        let decoder = try RowDecoder(source: plan.sources[0], zone: plan.zone, isStrictFlink: false)
        let decoded = decoder.decode(messages, topic: "t", partition: 0)
        #expect(decoded.refusals.isEmpty)
        var engine = Engine(plan)
        let applied = engine.apply(
            SourceBatch(source: 0, partition: 0, rows: decoded.rows))
        #expect(applied.total.quarantined == 0)
        engine.finish(source: 0, partition: 0)
        var found: [String: [[Value]]] = [:]
        for result in engine.advance() {
            let name = plan.sinks[plan.statements[result.statement].sink].name
            found[name, default: []] += (0..<result.rows.count).map { result.rows.row($0) }
        }
        return found
    }

    @Test func `typed images give the same features as plain events`() throws {
        let plain = try features(of: "pipeline.sql") { event in
            "{" + event.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
        }
        let typed = try features(of: "from-dynamodb.sql") { event in
            let attributes = event.map { "\"\($0)\":{\"S\":\"\($1)\"}" }.joined(separator: ",")
            return "{\"dynamodb\":{\"NewImage\":{\(attributes)},\"StreamViewType\":\"NEW_IMAGE\"},"
                + "\"eventName\":\"INSERT\"}"
        }
        #expect(Set(typed.keys) == ["coupon_prefix_count", "coupon_location_invalid_count"])
        for (name, rows) in typed {
            #expect(!rows.isEmpty)
            #expect(rows == plain[name])
        }
    }
}
