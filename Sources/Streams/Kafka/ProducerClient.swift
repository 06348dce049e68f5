import CRdkafka

/// Owns a producing client and one handle per topic.
struct ProducerClient: ~Copyable {
    let handle: ClientHandle
    private let topics: TopicHandles

    init(_ settings: KafkaSettings) throws(KafkaFailure) {
        handle = try ClientHandle(
            RD_KAFKA_PRODUCER, settings.producerProperties(), brokers: settings.brokers)
        topics = TopicHandles()
    }

    /// Gives back the topic handles first, as the client waits for them when it is destroyed.
    deinit { topics.destroyAll() }

    func produce(
        _ batch: OutgoingMessages, from first: Int, to topic: String
    ) throws(KafkaFailure) -> Int {
        let target = handle.lend { topics.handle(of: topic, client: $0) }
        guard let target else {
            throw handle.failure(
                "rd_kafka_topic_new", RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, topic: topic)
        }
        return handle.lend { client in
            batch.bytes.withUnsafeBytes { bytes in
                for index in batch.records.indices.dropFirst(first) {
                    let code = Self.produce(batch.records[index], bytes, client, target)
                    if code == RD_KAFKA_RESP_ERR__QUEUE_FULL { return index }
                    if code != RD_KAFKA_RESP_ERR_NO_ERROR { handle.sink.addRefused(code) }
                }
                return batch.count
            }
        }
    }

    /// Copies one record into librdkafka's queue.
    private static func produce(
        _ record: OutgoingMessages.Record, _ bytes: UnsafeRawBufferPointer,
        _ client: OpaquePointer, _ topic: OpaquePointer
    ) -> rd_kafka_resp_err_t {
        // An empty payload needs an address that is not NULL, or it would be a tombstone.
        let base = bytes.baseAddress ?? UnsafeRawPointer(client)
        let key = max(0, record.keyLength)
        return crk_produce(
            client, topic, record.partition,
            record.length < 0 ? nil : base + record.start + key, max(0, record.length),
            record.keyLength < 0 ? nil : base + record.start, key, record.timestampMs)
    }

    /// The handles that were made, by name.
    private final class TopicHandles {
        private var handles: [String: OpaquePointer] = [:]

        func handle(of topic: String, client: OpaquePointer) -> OpaquePointer? {
            if let handle = handles[topic] { return handle }
            let handle = rd_kafka_topic_new(client, topic, nil)
            handles[topic] = handle
            return handle
        }

        func destroyAll() {
            for handle in handles.values { rd_kafka_topic_destroy(handle) }
            handles = [:]
        }
    }
}
