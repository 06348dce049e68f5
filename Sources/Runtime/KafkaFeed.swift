import Engine
import Stores
import Streams

/// A topic, read through librdkafka from the offsets that the store holds.
final class KafkaFeed: Feed {
    private(set) var partitions: [FeedPartition] = []
    private let name: String
    /// What the table's options ask for that is not followed, one sentence each.
    let warnings: [String]
    private let options: KafkaTableOptions
    private let settings: KafkaSettings
    private var consumer: KafkaConsumer?
    private var polled = KafkaPoll()
    /// Losses that have been reported, by partition.
    private var reportedLosses: [Int64] = []
    /// Next offsets that have been reported, by partition.
    private var reportedOffsets: [Int64] = []
    private var reportedEnds: Set<Int> = []
    private var lastDiscoveryMs = SystemTime.monotonicMs()

    private static let answerMs: Int32 = 3000
    /// How often a topic is asked for partitions that were added to it.
    private static let discoveryMs: Int64 = 30_000
    /// Nothing is read while the question is under way, so it must be short.
    private static let discoveryAnswerMs: Int32 = 500

    init(_ source: Source, _ definition: PipelineDefinition) throws(FeedFailure) {
        name = source.name
        do {
            options = try KafkaTableOptions(
                source.options, overrides: definition.kafkaProperties)
            settings = try options.settings(
                brokers: definition.brokers, isEmbedded: definition.isBrokerEmbedded)
            warnings =
                options.warnings
                + settings.ignoredProperties.map {
                    "'\($0)' is left as Weir needs it, whatever the script or the file says"
                }
        } catch {
            throw FeedFailure("table \(source.name): \(error)")
        }
    }

    var isBounded: Bool { options.stop != .unbounded }

    func clusterID() throws(FeedFailure) -> String? {
        do {
            let consumer = try madeConsumer()
            // Waits for a broker, and says so when there is none; the id comes with its answer.
            for topic in options.topics.prefix(1) {
                _ = try consumer.partitions(of: topic, timeoutMs: Self.answerMs)
            }
            return consumer.clusterID(timeoutMs: 500)
        } catch {
            throw FeedFailure(error)
        }
    }

    func open(from stored: [PartitionPosition]) throws(FeedFailure) {
        let positions = try positions(from: stored)
        try FeedPartition.check(positions.map(FeedPartition.init), have: stored, table: name)
        do {
            try madeConsumer().assign(positions)
        } catch {
            throw FeedFailure(error)
        }
        take(positions)
    }

    private func positions(
        from stored: [PartitionPosition]
    ) throws(FeedFailure) -> [KafkaPosition] {
        var found: [KafkaPosition] = []
        for topic in options.topics {
            let known = stored.filter { $0.topic == topic }
            do {
                found += try madeConsumer().positions(
                    of: topic, start: options.start,
                    stored: Dictionary(
                        known.map { ($0.topicPartition, $0.nextOffset) }, uniquingKeysWith: max),
                    stop: options.stop,
                    storedStops: Dictionary(
                        known.compactMap { position in
                            position.stopOffset.map { (position.topicPartition, $0) }
                        }, uniquingKeysWith: max),
                    timeoutMs: Self.answerMs)
            } catch {
                throw FeedFailure(error)
            }
        }
        return numbered(found, like: stored)
    }

    private func take(_ positions: [KafkaPosition]) {
        partitions += positions.map(FeedPartition.init)
        // What was lost before the start is reported by the first poll, as any other loss.
        reportedLosses += positions.map { _ in 0 }
        reportedOffsets += positions.map(\.start)
    }

    private func madeConsumer() throws(KafkaFailure) -> KafkaConsumer {
        if let consumer { return consumer }
        let made = try KafkaConsumer(settings)
        consumer = made
        return made
    }

    func poll(records: Int, timeoutMs: Int32) throws(FeedFailure) -> FeedBatch {
        guard let consumer else { return FeedBatch() }
        var batch = FeedBatch()
        discover(consumer, into: &batch)
        consumer.poll(into: &polled, maxMessages: records, timeoutMs: timeoutMs)
        if let failure = polled.failures.first(where: { $0.advice != .retry }) {
            throw FeedFailure(failure)
        }
        batch.troubles += polled.failures.map(\.message)
        for (index, news) in polled.partitions.enumerated() {
            if !news.messages.isEmpty {
                batch.records.append((index, news.messages, news.nextOffset))
            } else if news.nextOffset > reportedOffsets[index] {
                batch.moved.append((index, news.nextOffset))
            }
            reportedOffsets[index] = news.nextOffset
            if news.lost > reportedLosses[index] {
                batch.lost.append((index, news.lost - reportedLosses[index]))
                reportedLosses[index] = news.lost
            }
            if news.isCaughtUp { batch.caughtUp.append(index) }
            if news.hasEnded, reportedEnds.insert(index).inserted { batch.ended.append(index) }
        }
        return batch
    }

    /// Begins to read what was added to the topics; a failure is tried again the next time.
    private func discover(_ consumer: KafkaConsumer, into batch: inout FeedBatch) {
        let nowMs = SystemTime.monotonicMs()
        guard !isBounded, outage == nil, nowMs - lastDiscoveryMs >= Self.discoveryMs else { return }
        lastDiscoveryMs = nowMs
        do {
            for topic in options.topics {
                let added = try consumer.addedPositions(
                    of: topic, timeoutMs: Self.discoveryAnswerMs)
                try consumer.assign(added)
                batch.added += partitions.count..<partitions.count + added.count
                take(added)
            }
        } catch {
            batch.troubles.append("looking for new partitions: \(error.message)")
        }
    }

    func highWatermarks() -> [Int64?] {
        guard let consumer else { return partitions.map { _ in nil } }
        return consumer.lag().map { $0.high }
    }

    func announce(_ positions: [PartitionPosition]) {
        var offsets: [TopicPartition: Int64] = [:]
        for position in positions {
            offsets[TopicPartition(position.topic, position.topicPartition)] = position.nextOffset
        }
        consumer?.commitForOthers(offsets)
    }

    var outage: FeedOutage? {
        guard case .down(let forMs, let reason) = consumer?.connection else { return nil }
        return FeedOutage(forMs: forMs, reason: reason)
    }

    /// Known partitions keep their index in the engine; new ones follow.
    private func numbered(
        _ positions: [KafkaPosition], like stored: [PartitionPosition]
    ) -> [KafkaPosition] {
        let order = Dictionary(
            stored.map { (TopicPartition($0.topic, $0.topicPartition), $0.partition) },
            uniquingKeysWith: min)
        return positions.sorted { left, right in
            let (a, b) = (left.partition, right.partition)
            return (order[a] ?? Int.max, a) < (order[b] ?? Int.max, b)
        }
    }
}

extension FeedFailure {
    init(_ failure: KafkaFailure) {
        self.init(failure.message, canRetry: failure.advice != .stop)
    }
}

extension FeedPartition {
    fileprivate init(_ position: KafkaPosition) {
        self.init(
            topic: position.partition.topic, topicPartition: position.partition.partition,
            startOffset: position.start, stopOffset: position.stop)
    }
}
