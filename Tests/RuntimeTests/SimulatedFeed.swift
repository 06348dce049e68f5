import Engine
import Stores
import Streams
import TestSupport

@testable import Runtime

/// A topic in memory that ends, read in pieces whose size and order are a seed's.
final class SimulatedFeed: Feed {
    struct Record {
        var payload: [UInt8]
        var timestampMs: Int64
    }

    private(set) var partitions: [FeedPartition] = []
    let warnings: [String] = []
    let isBounded = true
    let outage: FeedOutage? = nil
    private let topic: String
    private let log: [[Record]]
    private var next: [Int] = []
    private var ended: Set<Int> = []
    private var random: SplitMix64

    init(topic: String, log: [[Record]], seed: UInt64) {
        self.topic = topic
        self.log = log
        random = SplitMix64(seed: seed)
    }

    func clusterID() throws(FeedFailure) -> String? { nil }

    func open(from stored: [PartitionPosition]) throws(FeedFailure) {
        partitions = log.indices.map { index in
            let position = stored.first { $0.partition == index }
            return FeedPartition(
                topic: topic, topicPartition: Int32(index),
                startOffset: position?.nextOffset ?? 0, stopOffset: Int64(log[index].count))
        }
        next = partitions.map { Int($0.startOffset) }
    }

    func poll(records: Int, timeoutMs: Int32) throws(FeedFailure) -> FeedBatch {
        var batch = FeedBatch()
        for index in log.indices where Int.random(in: 0..<3, using: &random) == 0 {
            var messages = RawMessages()
            let end = min(log[index].count, next[index] + Int.random(in: 1...30, using: &random))
            for offset in next[index]..<end {
                messages.append(
                    log[index][offset].payload, offset: Int64(offset),
                    timestampMs: log[index][offset].timestampMs)
            }
            next[index] = end
            if !messages.isEmpty { batch.records.append((index, messages, Int64(end))) }
            if end == log[index].count, ended.insert(index).inserted { batch.ended.append(index) }
        }
        return batch
    }

    func highWatermarks() -> [Int64?] { log.map { Int64($0.count) } }
    func announce(_ positions: [PartitionPosition]) {}
}
