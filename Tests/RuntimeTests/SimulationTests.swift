import Engine
import Foundation
import SQL
import Stores
import TestSupport
import Testing

@testable import Runtime

/// Two topics, five statements, and a process that dies again and again at moments of a seed.
@Suite struct SimulationTests {
    private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8]

    @Test(arguments: seeds)
    func `stores and files do not depend on polls, commits or deaths`(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let input = ["events": log(3, seed: seed), "orders": log(2, seed: seed + 100)]
        let whole = try finish(input, seed: seed, deaths: 0, folder, "whole")
        let broken = try finish(input, seed: seed + 1_000, deaths: 12, folder, "broken")
        #expect(whole.rows == broken.rows)
        #expect(!whole.rows.isEmpty)
        #expect(whole.dump == broken.dump)
        #expect(whole.total.isBalanced)
        #expect(whole.total.received == Int64(input.values.joined().joined().count))
        #expect(whole.total.late > 0 && whole.total.quarantined > 0 && whole.total.filtered > 0)
    }

    private struct Death: Error {}

    private struct Outcome {
        var dump: String
        var rows: String
        var total: EventCounters
    }

    private func finish(
        _ input: [String: [[SimulatedFeed.Record]]], seed: UInt64, deaths: Int,
        _ folder: TemporaryFolder, _ name: String
    ) throws -> Outcome {
        var random = SplitMix64(seed: seed)
        let output = folder.path("out-\(name)")
        let definition = try definition(script(output: output), in: folder, data: name)
        var deaths = deaths
        var isFinished = false
        while !isFinished {
            var definition = definition
            definition.tuning.catchUpCommitMs = Bool.random(using: &random) ? 0 : 1
            definition.tuning.pendingRows = Int.random(in: 1...200, using: &random)
            let feeds = definition.plan.sources.map { source in
                SimulatedFeed(
                    topic: source.name, log: input[source.name] ?? [], seed: random.next())
            }
            var left = deaths > 0 ? Int.random(in: 1...60, using: &random) : .max
            do {
                try running(definition, feeds: feeds) { pipeline in
                    while !pipeline.hasEnded || pipeline.hasWork {
                        try pipeline.step { _ in
                            left -= 1
                            if left == 0 { throw Death() }
                        }
                    }
                }
                isFinished = true
            } catch is Death {
                deaths -= 1
            }
        }
        let reader = try Reader(directory: definition.directory)
        #expect(try reader.audit() == [])
        return Outcome(
            dump: try reader.dump(),
            rows: try String(contentsOfFile: output + "/part-0.csv", encoding: .utf8),
            total: try reader.status(nowMs: 0).total)
    }

    /// Events in the order of their partition: most in time, some late, broken, or from the future.
    private func log(_ partitions: Int, seed: UInt64) -> [[SimulatedFeed.Record]] {
        var random = SplitMix64(seed: seed)
        return (0..<partitions).map { _ in
            (0..<250).map { n in
                let recordMs = startMs + Int64(n) * 500
                var timeMs = recordMs - Int64.random(in: 0..<2_000, using: &random)
                switch Int.random(in: 0..<40, using: &random) {
                case 0: timeMs -= 45_000
                case 1: timeMs += 3_600_000
                case 2: return .init(payload: Array("{broken".utf8), timestampMs: recordMs)
                case 3: return .init(payload: [], timestampMs: recordMs)
                default: break
                }
                let device = Int.random(in: 0..<7, using: &random)
                let number = Int.random(in: 0..<20, using: &random)
                return .init(
                    payload: Array(
                        #"{"device":"d\#(device)","n":\#(number),"ts":\#(timeMs)}"#.utf8),
                    timestampMs: recordMs)
            }
        }
    }

    private func script(output: String) -> String {
        func source(_ name: String) -> String {
            """
            CREATE TABLE \(name) (device STRING, n BIGINT, ts BIGINT,
                t AS TO_TIMESTAMP_LTZ(ts, 3), WATERMARK FOR t AS t - INTERVAL '3' SECOND)
            WITH ('connector' = 'kafka', 'topic' = '\(name)', 'format' = 'json',
                'properties.bootstrap.servers' = 'localhost:1',
                'scan.startup.mode' = 'earliest-offset');

            """
        }
        func group(_ name: String, _ columns: String, key: String?) -> String {
            let connector = key == nil ? "kafka" : "upsert-kafka"
            let key = key.map { ", PRIMARY KEY (\($0)) NOT ENFORCED" } ?? ""
            let formats =
                connector == "kafka"
                ? "'format' = 'json'" : "'key.format' = 'json', 'value.format' = 'json'"
            return """
                CREATE TABLE \(name) (\(columns)\(key)) WITH ('connector' = '\(connector)',
                    'topic' = '\(name)', 'properties.bootstrap.servers' = 'localhost:1',
                    \(formats));

                """
        }
        return "SET 'table.exec.sink.require-on-conflict' = 'false';\n"
            + source("events") + source("orders")
            + group("counts", "device STRING, c BIGINT, s BIGINT, d BIGINT", key: "device")
            + "-- @alert critical \"{device} made {c}\"\n"
            + group("loud", "device STRING, c BIGINT", key: "device")
            + group("shares", "device STRING, share DOUBLE", key: "device")
            + group("sevens", "device STRING, n BIGINT", key: nil)
                + """
                CREATE TABLE rows_out (device STRING, c BIGINT, we TIMESTAMP_LTZ(3)) WITH (
                    'connector' = 'filesystem', 'path' = '\(output)', 'format' = 'csv');
                INSERT INTO counts SELECT device, COUNT(*), SUM(n), COUNT(DISTINCT n)
                    FROM TABLE(HOP(TABLE events, DESCRIPTOR(t), INTERVAL '5' SECOND,
                        INTERVAL '15' SECOND)) WHERE device <> 'd6'
                GROUP BY device, window_start, window_end;
                INSERT INTO loud SELECT device, COUNT(*) FROM TABLE(TUMBLE(TABLE events,
                    DESCRIPTOR(t), INTERVAL '10' SECOND)) WHERE device <> 'd6'
                    GROUP BY device, window_start, window_end HAVING COUNT(*) > 9;
                INSERT INTO shares SELECT device, AVG(100.0E0 / (n - 3)) FROM TABLE(TUMBLE(
                    TABLE orders, DESCRIPTOR(t), INTERVAL '10' SECOND)) WHERE n <> 5
                    GROUP BY device, window_start, window_end;
                INSERT INTO sevens SELECT device, n FROM orders WHERE n = 7;
                INSERT INTO rows_out SELECT device, COUNT(*), window_time FROM TABLE(TUMBLE(
                    TABLE orders, DESCRIPTOR(t), INTERVAL '10' SECOND))
                    WHERE 10 / (n - 4) < 100 GROUP BY device, window_start, window_end, window_time;
                """
    }
}
