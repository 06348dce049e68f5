import Engine
import Foundation
import SQL
import Stores
import Streams
import TestSupport
import Testing

@testable import Runtime

/// A broker with topics that a test fills by hand.
struct TestBroker {
    let broker: EmbeddedBroker
    private let producer: KafkaProducer

    init(_ topics: [String: Int]) throws {
        broker = try EmbeddedBroker()
        for (name, partitions) in topics { try broker.createTopic(name, partitions: partitions) }
        producer = try KafkaProducer(KafkaSettings(brokers: broker.bootstrap, isEmbedded: true))
    }

    func send(_ messages: OutgoingMessages, to topic: String = "events") throws {
        var next = 0
        while next < messages.count {
            next = try producer.produce(messages, from: next, to: topic)
            if next < messages.count { producer.poll(timeoutMs: 10) }
        }
        guard producer.flush(timeoutMs: 20_000) else { throw Unsent() }
    }

    /// Events `n` of a range, one a second, in turn over the partitions.
    func send(_ range: Range<Int>, partitions: Int, to topic: String = "events") throws {
        var messages = OutgoingMessages()
        for n in range {
            messages.append(
                event(n).utf8, partition: Int32(n % partitions),
                timestampMs: startMs + Int64(n) * 1000)
        }
        try send(messages, to: topic)
    }

    private struct Unsent: Error {}
}

/// 2026-11-20 10:00:00 UTC.
let startMs: Int64 = 1_795_168_800_000

/// The n-th event: one a second, of three devices in turn.
func event(_ n: Int) -> String {
    let (hour, minute, second) = (10 + n / 3600, n / 60 % 60, n % 60)
    return String(
        format: #"{"device":"d%d","n":%d,"ts":"2026-11-20 %02d:%02d:%02d"}"#, n % 3, n, hour,
        minute, second)
}

/// A source of events and a statement that counts them by device and ten seconds.
func countingScript(
    source: String = "'connector' = 'kafka', 'topic' = 'events', "
        + "'scan.startup.mode' = 'earliest-offset', 'format' = 'json'",
    sink: String = "'connector' = 'upsert-kafka', 'topic' = 'counts', 'key.format' = 'json', "
        + "'value.format' = 'json'",
    annotations: String = ""
) -> String {
    """
    SET 'table.exec.sink.require-on-conflict' = 'false';
    \(annotations)
    CREATE TABLE events (
        device STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
    ) WITH (\(source));
    CREATE TABLE counts (device STRING, c BIGINT, PRIMARY KEY (device) NOT ENFORCED)
    WITH (\(sink));
    INSERT INTO counts SELECT device, COUNT(*) FROM TABLE(
        TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND))
    GROUP BY device, window_start, window_end;
    """
}

func definition(
    _ script: String, in folder: TemporaryFolder, brokers: String? = nil, data: String = "data"
) throws -> PipelineDefinition {
    var definition = PipelineDefinition(
        name: "test", plan: try Compiler.compile(script).plan, directory: folder.path(data),
        brokers: brokers)
    definition.isBrokerEmbedded = true
    definition.tuning.catchUpCommitMs = 0
    definition.tuning.liveCommitMs = 0
    return definition
}

/// Opens a pipeline, lends it, and drops it as a crash would: nothing more is committed.
func running<Answer>(
    _ definition: PipelineDefinition, links: PipelineLinks = PipelineLinks(name: "test"),
    feeds: [any Feed]? = nil, _ body: (inout Pipeline) throws -> Answer
) throws -> Answer {
    var pipeline = try Pipeline(definition, links: links, feeds: feeds)
    try pipeline.open()
    return try body(&pipeline)
}

/// Stands for a crash at that moment.
struct Interruption: Error {}

/// Runs a pipeline to its end, or until it dies at a point that it reaches for the nth time.
func run(
    _ definition: PipelineDefinition, dyingAt point: Pipeline.Point?, occurrence: Int = 1
) throws {
    var left = occurrence
    try running(definition) { pipeline in
        while !pipeline.hasEnded || pipeline.hasWork {
            try pipeline.step { reached in
                guard reached == point else { return }
                left -= 1
                if left == 0 { throw Interruption() }
            }
        }
    }
}

extension Pipeline {
    /// Steps until a condition holds; that it does not come about in time is an issue.
    mutating func step(
        forSeconds seconds: Double = 60, at location: SourceLocation = #_sourceLocation,
        until isDone: (borrowing Pipeline) -> Bool
    ) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            try step()
            if isDone(self) { return }
        }
        Issue.record("the condition did not come about in time", sourceLocation: location)
    }

    /// Steps to the end of a bounded input.
    mutating func finish() throws {
        while !hasEnded || hasWork { try step() }
    }
}

/// The counters that a data directory has.
func total(_ directory: String) throws -> EventCounters {
    try Reader(directory: directory).status(nowMs: 0).total
}

/// What a data directory holds.
func dump(_ directory: String) throws -> String { try Reader(directory: directory).dump() }
