import CRdkafka

/// Reads partitions that it is told to read, from offsets that it is told; one thread only.
///
/// There is no group protocol: the offsets live in the store, in the same transaction as the rows,
/// so nothing is read twice or missed, whenever the process dies. Backpressure is not polling:
/// librdkafka stops fetching when its bounded queue is full.
///
/// Making one does not wait for the network; ``partitions(of:timeoutMs:)`` and
/// ``positions(of:start:stored:stop:timeoutMs:)`` do, for as long as they are told, and can be
/// asked again after a failure that advises ``KafkaFailure/Advice-swift.enum/retry``.
public final class KafkaConsumer {
    /// One assigned partition.
    struct Slot {
        let partition: TopicPartition
        /// The topic's name as C spells it, to compare without making a `String`.
        let topicName: [CChar]
        var cursor: PartitionCursor
        /// The broker refused the next offset; where to go on has to be asked.
        var needsRecovery = false
        var isAssigned = true
        var low: Int64
        var high: Int64
    }

    public let settings: KafkaSettings
    var client: ConsumerClient
    var slots: [Slot] = []
    /// The slot of a partition.
    var slotOf: [TopicPartition: Int] = [:]
    /// Not before this moment of the monotonic clock is recovery tried again.
    var nextRecoveryNs: UInt64 = 0

    /// - Parameters:
    ///   - settings: The cluster and the properties.
    ///   - batchSize: How many messages are taken from librdkafka's queue at once.
    /// - Throws: When a property is unknown or its value wrong; never for the network.
    public init(_ settings: KafkaSettings, batchSize: Int = 4_096) throws(KafkaFailure) {
        self.settings = settings
        client = try ConsumerClient(settings, capacity: max(1, batchSize))
    }

    /// The partitions of a topic, ascending.
    ///
    /// - Parameters:
    ///   - topic: Its name; a topic that does not exist is a failure that says so.
    ///   - timeoutMs: How long to wait for a broker.
    /// - Returns: Their numbers.
    /// - Throws: A failure that advises to retry when no broker answers.
    public func partitions(of topic: String, timeoutMs: Int32) throws(KafkaFailure) -> [Int32] {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = client.handle.lend(topic: topic) { client, handle in
            rd_kafka_metadata(client, 0, handle, &metadata, timeoutMs)
        }
        defer { if let metadata { rd_kafka_metadata_destroy(metadata) } }
        client.serveCallbacks()  // So that the failure can quote the reason.
        try client.handle.check("rd_kafka_metadata", code, topic: topic)
        client.handle.sink.noteAnswer()
        guard let found = metadata?.pointee, found.topic_cnt > 0, let topics = found.topics else {
            throw client.handle.failure(
                "rd_kafka_metadata", RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, topic: topic)
        }
        try client.handle.check("rd_kafka_metadata", topics[0].err, topic: topic)
        return (0..<Int(topics[0].partition_cnt)).map { topics[0].partitions[$0].id }.sorted()
    }

    /// The first offset that the broker has of a partition, and the one after its last.
    public func watermarkOffsets(
        _ partition: TopicPartition, timeoutMs: Int32
    ) throws(KafkaFailure) -> (low: Int64, high: Int64) {
        var (low, high) = (Int64(0), Int64(0))
        let code = client.handle.lend {
            rd_kafka_query_watermark_offsets(
                $0, partition.topic, partition.partition, &low, &high, timeoutMs)
        }
        try client.handle.check("rd_kafka_query_watermark_offsets", code, topic: partition.topic)
        return (low, high)
    }

    /// The cluster's own name for itself; `nil` when it has none or does not say in time.
    public func clusterID(timeoutMs: Int32) -> String? {
        client.handle.lend { handle in
            guard let text = rd_kafka_clusterid(handle, timeoutMs) else { return nil }
            defer { rd_kafka_mem_free(handle, text) }
            return String(cString: text)
        }
    }

    /// Begins to read partitions, in addition to those that are read already.
    ///
    /// - Precondition: None of them is assigned yet.
    public func assign(_ positions: [KafkaPosition]) throws(KafkaFailure) {
        for position in positions {
            let partition = position.partition
            precondition(slotOf[partition] == nil, "\(partition) is assigned twice")
            slotOf[partition] = slots.count
            slots.append(
                Slot(
                    partition: partition, topicName: Array(partition.topic.utf8CString),
                    cursor: PartitionCursor(
                        next: position.start, stop: position.stop, lost: position.lost),
                    low: position.low, high: position.high))
        }
        for index in slots.indices.suffix(positions.count) where slots[index].cursor.hasEnded {
            slots[index].isAssigned = false
        }
        try startFetching(slots.indices.suffix(positions.count).filter { slots[$0].isAssigned })
    }

    /// Tells the consumer group how far the store is, for other people's lag monitors.
    ///
    /// It does not wait and is never read back. Without a group of the user's own nothing is sent.
    public func commitForOthers(_ offsets: [TopicPartition: Int64]) {
        guard settings.effectiveGroupID != nil, !offsets.isEmpty else { return }
        let list = PartitionList(offsets.map { ($0.key, offset: $0.value) })
        _ = list.lend { list in client.handle.lend { rd_kafka_commit($0, list, 1) } }
    }

    public var connection: KafkaConnection { client.handle.sink.connection }
    /// The brokers that are known, with their state; empty in the first second.
    public var brokers: [KafkaBroker] { client.handle.sink.read { $0.brokers } }
    /// librdkafka's newest log lines, oldest first, at most 64.
    public var log: [String] { client.handle.sink.read { $0.log } }
    /// Courtesy commits that the broker refused.
    public var failedCommits: Int64 { client.handle.sink.read { $0.failedCommits } }

    func startFetching(_ indices: some Collection<Int>) throws(KafkaFailure) {
        guard !indices.isEmpty else { return }
        let list = PartitionList(indices.map { (slots[$0].partition, slots[$0].cursor.next) })
        try checkError("rd_kafka_incremental_assign") { client in
            list.lend { rd_kafka_incremental_assign(client, $0) }
        }
    }

    func stopFetching(_ indices: some Collection<Int>) throws(KafkaFailure) {
        guard !indices.isEmpty else { return }
        let list = PartitionList(indices.map { (slots[$0].partition, slots[$0].cursor.next) })
        try checkError("rd_kafka_incremental_unassign") { client in
            list.lend { rd_kafka_incremental_unassign(client, $0) }
        }
    }

    private func checkError(
        _ call: String, _ body: (OpaquePointer) -> OpaquePointer?
    ) throws(KafkaFailure) {
        let code = client.handle.lend { client in
            guard let error = body(client) else { return RD_KAFKA_RESP_ERR_NO_ERROR }
            defer { rd_kafka_error_destroy(error) }
            return rd_kafka_error_code(error)
        }
        try client.handle.check(call, code)
    }
}
