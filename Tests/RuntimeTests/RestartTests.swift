import Control
import Engine
import Foundation
import Scenarios
import Stores
import Streams
import TestSupport
import Testing

@testable import Runtime

/// One broker with the coupon traffic in it, shared by every test of the suite.
private struct Traffic: Sendable {
    static let shared = Result { try Traffic() }
    let broker: EmbeddedBroker
    let sent: CouponTraffic.Truth

    private static let topic = "log-input"
    private static let startMs: Int64 = 1_795_165_200_000

    private init() throws {
        broker = try EmbeddedBroker()
        try broker.createTopic(Self.topic, partitions: 3)
        var traffic = CouponTraffic(
            options: .init(
                seed: 11, eventsPerSecond: 1, partitions: 3, burstLengthMs: 15_000, lateShare: 0.02,
                duplicateShare: 0.02, brokenShare: 0.02), startMs: Self.startMs)
        traffic.startBurst(atMs: Self.startMs + 20 * 60_000)
        var batch = TrafficBatch()
        traffic.generate(untilMs: Self.startMs + 32 * 60_000, into: &batch)
        var messages = OutgoingMessages()
        for index in 0..<batch.count {
            messages.append(
                batch.payload(index), partition: batch.partitions[index],
                timestampMs: batch.timestampsMs[index])
        }
        let producer = try KafkaProducer(
            KafkaSettings(brokers: broker.bootstrap, isEmbedded: true))
        var next = 0
        while next < messages.count {
            next = try producer.produce(messages, from: next, to: Self.topic)
        }
        #expect(producer.flush(timeoutMs: 10_000))
        sent = traffic.truth
    }
}

@Suite(.serialized) struct RestartTests {
    private static let undisturbed = Result {
        try finish(interruptedAt: nil, folder: TemporaryFolder())
    }

    @Test func `a bounded run counts exactly what was sent`() throws {
        let folder = try TemporaryFolder()
        _ = try Self.finish(interruptedAt: nil, folder: folder)
        let total = try Reader(directory: folder.path("data")).status(nowMs: 0).total
        let sent = try Traffic.shared.get().sent
        #expect(total.received == sent.sent)
        #expect(total.accepted == sent.accepted)
        #expect(total.late == sent.late)
        #expect(total.quarantined == sent.broken)
        #expect(total.isBalanced)
    }

    @Test(arguments: Pipeline.Point.allCases, [1, 3])
    func `a run that dies at any step leaves the same stores after a restart`(
        point: Pipeline.Point, occurrence: Int
    ) throws {
        let folder = try TemporaryFolder()
        let disturbed = try Self.finish(interruptedAt: (point, occurrence), folder: folder)
        #expect(try disturbed == Self.undisturbed.get())
    }

    @Test func `a run of single records leaves the same stores as one of large batches`() throws {
        let small = try Self.finish(
            interruptedAt: nil, folder: TemporaryFolder(), batch: 1, commitMs: 200)
        #expect(try small == Self.undisturbed.get())
    }

    /// Runs the demo's pipeline over the topic to its end, dying once on the way if asked to.
    private static func finish(
        interruptedAt interruption: (point: Pipeline.Point, occurrence: Int)?,
        folder: TemporaryFolder, batch: Int = 400, commitMs: Int64 = 0
    ) throws -> String {
        var definition = PipelineDefinition(
            name: "coupon", plan: try boundedCouponPlan(), directory: folder.path("data"),
            brokers: try Traffic.shared.get().broker.bootstrap)
        definition.isBrokerEmbedded = true
        definition.tuning.batchRecords = batch
        definition.tuning.catchUpCommitMs = commitMs
        definition.tuning.liveCommitMs = commitMs
        if let interruption {
            var left = interruption.occurrence
            #expect(throws: Interruption.self) {
                try run(definition) { point in
                    guard point == interruption.point else { return }
                    left -= 1
                    if left == 0 { throw Interruption() }
                }
            }
        }
        try run(definition) { _ in }
        return try Reader(directory: folder.path("data")).dump()
    }

    private static func run(
        _ definition: PipelineDefinition, _ reached: (Pipeline.Point) throws -> Void
    ) throws {
        var pipeline = try Pipeline(definition, links: PipelineLinks(name: definition.name))
        try pipeline.open()
        while !pipeline.hasEnded || pipeline.hasWork { try pipeline.step(reached) }
    }
}
