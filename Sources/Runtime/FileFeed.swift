import Engine
import Stores
import Streams

/// Files of a `filesystem` table; bounded, a pipe ends when its writer closes it.
final class FileFeed: Feed {
    private(set) var partitions: [FeedPartition] = []
    let warnings: [String] = []
    private let name: String
    private let source: Source
    private let decoder: RowDecoder
    private var files: FileSource?
    /// The place of each partition among the files, which are in the order of their names.
    private var fileOf: [Int] = []
    private var partitionOf: [Int] = []
    private var reportedEnds: Set<Int> = []

    init(_ source: Source, decoder: RowDecoder) {
        name = source.name
        self.source = source
        self.decoder = decoder
    }

    let isBounded = true
    var outage: FeedOutage? { nil }

    func clusterID() throws(FeedFailure) -> String? { nil }

    func open(from stored: [PartitionPosition]) throws(FeedFailure) {
        do {
            let files = try FileSource(source: source, decoder: decoder)
            let order = numbered(files.partitions.map(\.path), like: stored)
            let found = order.map { file in
                FeedPartition(
                    topic: files.partitions[file].path, topicPartition: 0, startOffset: 0)
            }
            try FeedPartition.check(found, have: stored, table: name)
            for position in stored where position.nextOffset > 0 {
                try files.seek(order[position.partition], to: position.nextOffset)
            }
            self.files = files
            fileOf = order
            partitionOf = order.indices.sorted { order[$0] < order[$1] }
            partitions = found.indices.map { index in
                var partition = found[index]
                partition.startOffset = files.nextOffset(of: order[index])
                return partition
            }
        } catch let failure as FeedFailure {
            throw failure
        } catch {
            throw FeedFailure("table \(name): \(error)")
        }
    }

    func poll(records: Int, timeoutMs: Int32) throws(FeedFailure) -> FeedBatch {
        guard let files else { return FeedBatch() }
        var batch = FeedBatch()
        do {
            let poll = try files.poll(maxRows: records, timeoutMs: timeoutMs)
            let partition = partitionOf[poll.partition]
            if poll.receivedCount > 0 {
                batch.records.append((partition, poll.messages, poll.nextOffset))
            } else {
                batch.caughtUp.append(partition)  // A pipe into which nothing was written.
            }
            batch.refused = poll.overlong.map { record in
                RefusedRecord(
                    partition: partition, offset: record.offset, head: record.head,
                    length: Int(record.byteCount), reason: "\(record.reason)")
            }
            for index in partitions.indices
            where (index == partition && poll.hasEnded) || files.hasEnded {
                if reportedEnds.insert(index).inserted { batch.ended.append(index) }
            }
        } catch {
            throw FeedFailure("table \(name): \(error)")
        }
        return batch
    }

    func readAhead(records: Int) { files?.readAhead(maxRows: records) }

    func highWatermarks() -> [Int64?] {
        guard let files else { return [] }
        return fileOf.map { files.partitions[$0].byteCount }
    }

    func announce(_ positions: [PartitionPosition]) {}

    /// The files in the order of their partitions: those of the store first, then the new ones.
    private func numbered(_ paths: [String], like stored: [PartitionPosition]) -> [Int] {
        let known = Dictionary(
            stored.map { ($0.topic, $0.partition) }, uniquingKeysWith: { first, _ in first })
        return paths.indices.sorted { left, right in
            (known[paths[left]] ?? Int.max, left) < (known[paths[right]] ?? Int.max, right)
        }
    }
}

/// Makes the feed of a source by its connector.
func makeFeed(
    _ source: Source, _ decoder: RowDecoder, _ definition: PipelineDefinition
) throws(FeedFailure) -> any Feed {
    switch source.options["connector"] {
    case "filesystem": return FileFeed(source, decoder: decoder)
    case "kafka", "upsert-kafka": return try KafkaFeed(source, definition)
    case let other:
        throw FeedFailure(
            "table \(source.name): a source reads 'kafka' or 'filesystem', not '\(other ?? "")'")
    }
}

extension Source {
    /// The topic or the path, for people and for the store's identity.
    var streamName: String { options["topic"] ?? options["path"] ?? name }
}
