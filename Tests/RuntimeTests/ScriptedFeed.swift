import Engine
import Foundation
import SQL
import Stores
import Streams
import TestSupport

@testable import Runtime

/// A topic whose every poll is written by hand; what is not written brings nothing.
final class ScriptedFeed: Feed {
    private(set) var partitions: [FeedPartition]
    let warnings: [String] = []
    let isBounded = false
    var outage: FeedOutage?
    /// What the next poll brings.
    var next = FeedBatch()
    /// The first partition's offsets that were announced.
    private(set) var announced: [Int64] = []
    /// What every poll fails with.
    var failure: FeedFailure?

    init(partitions: Int) {
        self.partitions = (0..<partitions).map {
            FeedPartition(topic: "events", topicPartition: Int32($0), startOffset: 0)
        }
    }

    func clusterID() throws(FeedFailure) -> String? { nil }

    func open(from stored: [PartitionPosition]) throws(FeedFailure) {
        for position in stored { partitions[position.partition].startOffset = position.nextOffset }
    }

    func poll(records: Int, timeoutMs: Int32) throws(FeedFailure) -> FeedBatch {
        if let failure { throw failure }
        defer { next = FeedBatch() }
        return next
    }

    func highWatermarks() -> [Int64?] { partitions.map { _ in nil } }
    func announce(_ positions: [PartitionPosition]) {
        announced += positions.prefix(1).map(\.nextOffset)
    }

    /// The next poll brings the n-th event on a partition.
    func add(_ n: Int, offset: Int64, on partition: Int, recordTimeMs: Int64? = nil) {
        var messages = RawMessages()
        messages.append(
            Array(event(n).utf8), offset: offset,
            timestampMs: recordTimeMs ?? startMs + Int64(n) * 1000)
        next.records.append((partition, messages, offset + 1))
    }

    /// A partition appears with the next poll.
    func addPartition() {
        next.added.append(partitions.count)
        partitions.append(
            FeedPartition(
                topic: "events", topicPartition: Int32(partitions.count), startOffset: 0))
    }
}
