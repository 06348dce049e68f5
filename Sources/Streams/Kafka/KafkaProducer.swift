import CRdkafka

/// Produces batches of records and counts what became of each; one thread only.
public final class KafkaProducer {
    /// What became of the records that were taken.
    public struct Deliveries: Sendable, Equatable {
        public var delivered: Int64
        public var failed: Int64
        /// Why the last one failed.
        public var lastFailure: KafkaFailure?
    }

    private let client: ProducerClient

    /// Makes a producer; it connects by itself and records wait until it has.
    public init(_ settings: KafkaSettings) throws(KafkaFailure) {
        client = try ProducerClient(settings)
    }

    /// Hands records to the producer, in order, until its queue is full.
    ///
    /// - Parameters:
    ///   - batch: The records.
    ///   - first: The first record that has not been taken yet.
    ///   - topic: Where they go.
    /// - Returns: The first record that was not taken; `batch.count` when all were. Poll, and call
    ///   again from there: nothing has been lost.
    /// - Throws: When the topic's name is not one.
    public func produce(
        _ batch: OutgoingMessages, from first: Int = 0, to topic: String
    ) throws(KafkaFailure) -> Int {
        let next = try client.produce(batch, from: first, to: topic)
        poll()
        return next
    }

    /// Serves delivery reports; ``produce(_:from:to:)`` does so too.
    public func poll(timeoutMs: Int32 = 0) {
        _ = client.handle.lend { rd_kafka_poll($0, timeoutMs) }
    }

    /// Waits until every record's fate is known.
    ///
    /// - Returns: Whether it is; `false` when time ran out, and the records are still under way.
    public func flush(timeoutMs: Int32) -> Bool {
        client.handle.lend { rd_kafka_flush($0, timeoutMs) } == RD_KAFKA_RESP_ERR_NO_ERROR
    }

    public var deliveries: Deliveries {
        let (delivered, failed, code) = client.handle.sink.read {
            ($0.delivered, $0.failed, $0.lastDeliveryError)
        }
        return Deliveries(
            delivered: delivered, failed: failed,
            lastFailure: code.map { client.handle.failure("rd_kafka_produce", $0) })
    }

    public var connection: KafkaConnection { client.handle.sink.connection }
}
