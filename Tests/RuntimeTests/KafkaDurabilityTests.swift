import Control
import Engine
import Foundation
import Stores
import Streams
import TestSupport
import Testing

@testable import Runtime

/// What a topic can do to a pipeline, and what must be in the store when it dies then.
@Suite struct KafkaDurabilityTests {
    private func noise(_ count: Int) -> OutgoingMessages {
        var random = SplitMix64(seed: 7)
        let bytes = (0..<100_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        var messages = OutgoingMessages()
        for _ in 0..<count { messages.append(bytes, partition: 0) }
        return messages
    }

    @Test func `what retention took is counted once though the run dies right then`() throws {
        let broker = try TestBroker(["events": 1])
        let folder = try TemporaryFolder()
        var definition = try definition(
            countingScript(), in: folder, brokers: broker.broker.bootstrap)
        definition.kafkaProperties = [
            "queued.max.messages.kbytes": "64", "fetch.message.max.bytes": "10000",
        ]
        try broker.send(0..<10, partitions: 1)
        let lost = try running(definition) { pipeline in
            try pipeline.step { $0.ledger.total.received == 10 }
            try broker.send(noise(100))
            try pipeline.step { $0.ledger.total.lost > 0 && !$0.hasWork }
            return pipeline.ledger.total.lost
        }
        // It died with the loss committed and perhaps nothing read since.
        try running(definition) { pipeline in
            try pipeline.step { $0.positions[0][0].nextOffset == 110 && !$0.hasWork }
        }
        let total = try total(definition.directory)
        #expect(total.lost == lost)
        #expect(total.received + total.lost == 110)
    }

    @Test func `an outage is shown, makes nobody idle, and loses nothing`() throws {
        let broker = try TestBroker(["events": 2])
        let folder = try TemporaryFolder()
        let definition = try definition(
            countingScript(), in: folder, brokers: broker.broker.bootstrap)
        let links = PipelineLinks(name: "test")
        try broker.send(0..<10, partitions: 2)
        try running(definition, links: links) { pipeline in
            try pipeline.step { $0.ledger.total.received == 10 && $0.dashboard.phase == .live }
            try broker.broker.setDown()
            try pipeline.step {
                if case .disconnected = $0.dashboard.phase { true } else { false }
            }
            // The clock runs on; nobody knows what waits at the broker.
            for minute in 1..<20 {
                links.clock.post(PipelineClock(nowMs: SystemTime.wallMs() + Int64(minute) * 4_000))
                try pipeline.step()
            }
            #expect(pipeline.engine.clocks.partitions.allSatisfy { !$0.isIdle })
            try broker.broker.setUp()
            try broker.send(10..<20, partitions: 2)
            try pipeline.step { $0.ledger.total.received == 20 && $0.dashboard.phase == .live }
        }
    }

    @Test func `a pipeline that begins at the end misses nothing after it has begun`() throws {
        let broker = try TestBroker(["events": 2])
        let folder = try TemporaryFolder()
        let script = countingScript().replacingOccurrences(
            of: "earliest-offset", with: "latest-offset")
        let definition = try definition(script, in: folder, brokers: broker.broker.bootstrap)
        try broker.send(0..<10, partitions: 2)
        try running(definition) { pipeline in
            for _ in 0..<3 { try pipeline.step() }
        }
        try broker.send(10..<20, partitions: 2)
        try running(definition) { pipeline in
            try pipeline.step { $0.ledger.total.received == 10 }
        }
    }

    @Test func `a bounded run ends where its topic ended when it began, restarts or not`() throws {
        let broker = try TestBroker(["events": 2])
        let folder = try TemporaryFolder()
        let script = countingScript().replacingOccurrences(
            of: "'format'", with: "'scan.bounded.mode' = 'latest-offset', 'format'")
        try broker.send(0..<100, partitions: 2)
        var definition = try definition(
            script, in: folder, brokers: broker.broker.bootstrap, data: "undisturbed")
        definition.tuning.batchRecords = 10
        try running(definition) { try $0.finish() }
        definition.directory = folder.path("disturbed")
        try running(definition) { pipeline in
            try pipeline.step { $0.ledger.total.received >= 40 && !$0.hasWork }
        }
        try broker.send(100..<200, partitions: 2)
        try running(definition) { try $0.finish() }
        let (left, right) = (
            try dump(folder.path("disturbed")), try dump(folder.path("undisturbed"))
        )
        #expect(left == right)
    }

    @Test func `each row of an array is judged by its own record's time`() throws {
        let broker = try TestBroker(["events": 1])
        let folder = try TemporaryFolder()
        var messages = OutgoingMessages()
        messages.append("no JSON".utf8, partition: 0, timestampMs: startMs - 3_600_000)
        messages.append("[\(event(0)),\(event(1))]".utf8, partition: 0, timestampMs: startMs)
        try broker.send(messages)
        let definition = try definition(
            countingScript(), in: folder, brokers: broker.broker.bootstrap)
        #expect(definition.plan.sources[0].futureGuardMs == 300_000)
        try running(definition) { pipeline in
            try pipeline.step { $0.ledger.total.received == 3 }
            #expect(pipeline.ledger.total.accepted == 2)
            #expect(pipeline.ledger.total.quarantined == 1)
        }
    }

    @Test func `another cluster is named as one, however short its topic is`() throws {
        let folder = try TemporaryFolder()
        let first = try TestBroker(["events": 1])
        try first.send(0..<50, partitions: 1)
        var definition = try definition(
            countingScript(), in: folder, brokers: first.broker.bootstrap)
        try running(definition) { pipeline in
            try pipeline.step { $0.ledger.total.received == 50 && !$0.hasWork }
        }
        let second = try TestBroker(["events": 1])
        definition.brokers = second.broker.bootstrap
        do {
            try running(definition) { _ in }
            Issue.record("the other cluster was taken")
        } catch {
            #expect("\(error)".contains("was filled from the cluster"), "\(error)")
        }
    }

    @Test func `two tables may come from two clusters`() throws {
        let folder = try TemporaryFolder()
        let (one, two) = (try TestBroker(["events": 1]), try TestBroker(["others": 1]))
        let script = """
            CREATE TABLE events (device STRING) WITH ('connector' = 'kafka', 'topic' = 'events',
                'properties.bootstrap.servers' = '\(one.broker.bootstrap)',
                'scan.startup.mode' = 'earliest-offset', 'format' = 'json');
            CREATE TABLE others (device STRING) WITH ('connector' = 'kafka', 'topic' = 'others',
                'properties.bootstrap.servers' = '\(two.broker.bootstrap)',
                'scan.startup.mode' = 'earliest-offset', 'format' = 'json');
            CREATE TABLE a (device STRING) WITH ('connector' = 'blackhole');
            CREATE TABLE b (device STRING) WITH ('connector' = 'blackhole');
            INSERT INTO a SELECT device FROM events;
            INSERT INTO b SELECT device FROM others;
            """
        let definition = try definition(script, in: folder)
        try one.send(0..<5, partitions: 1)
        try two.send(0..<6, partitions: 1, to: "others")
        for _ in 0..<2 {
            try running(definition) { pipeline in
                try pipeline.step { $0.ledger.total.received == 11 && !$0.hasWork }
            }
        }
    }
}
