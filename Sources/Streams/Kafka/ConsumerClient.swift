import CRdkafka

typealias KafkaMessage = UnsafeMutablePointer<rd_kafka_message_t>

/// Owns a consuming client, its one queue, and the messages that were taken from it.
///
/// The main queue is forwarded to the consumer's, so that this queue, served by one thread, brings
/// records, errors and callbacks alike. `rd_kafka_poll` must not be called on such a client.
struct ConsumerClient: ~Copyable {
    let handle: ClientHandle
    private let queue: OpaquePointer
    private let buffer: UnsafeMutableBufferPointer<KafkaMessage?>
    /// The messages in ``buffer`` that are still ours to destroy.
    private var held: Range<Int> = 0..<0

    init(_ settings: KafkaSettings, capacity: Int) throws(KafkaFailure) {
        let handle = try ClientHandle(
            RD_KAFKA_CONSUMER, settings.consumerProperties(), brokers: settings.brokers)
        let forwarded = handle.lend { rd_kafka_poll_set_consumer($0) }
        guard forwarded == RD_KAFKA_RESP_ERR_NO_ERROR,
            let queue = handle.lend({ rd_kafka_queue_get_consumer($0) })
        else {
            throw KafkaFailure(
                call: "rd_kafka_queue_get_consumer", code: forwarded.rawValue, advice: .stop,
                message: "the Kafka client has no queue: set a 'properties.group.id'")
        }
        self.handle = handle
        self.queue = queue
        buffer = .allocate(capacity: capacity)
        buffer.initialize(repeating: nil)
    }

    /// Gives back messages and queue; the client, which waits for both, is destroyed after this.
    deinit {
        for index in held { buffer[index].map { rd_kafka_message_destroy($0) } }
        buffer.deallocate()
        rd_kafka_queue_destroy(queue)
    }

    var hasHeldMessages: Bool { !held.isEmpty }

    /// Lends messages in the order they arrived; those that `body` does not take come again.
    ///
    /// - Parameters:
    ///   - limit: At most this many.
    ///   - timeoutMs: How long to wait for the first one; the others are not waited for.
    ///   - body: Returns how many messages it is done with.
    /// - Returns: Whether there may be more right now.
    mutating func next(
        _ limit: Int, timeoutMs: Int32, _ body: (UnsafeMutableBufferPointer<KafkaMessage?>) -> Int
    ) -> Bool {
        let wanted = min(limit, buffer.count)
        if held.isEmpty { fill(wanted, timeoutMs: timeoutMs) }
        let lent = held.prefix(wanted)
        guard !lent.isEmpty else { return false }
        let taken = body(UnsafeMutableBufferPointer(rebasing: buffer[lent]))
        for index in lent.prefix(taken) { buffer[index].map { rd_kafka_message_destroy($0) } }
        held = held.dropFirst(taken)
        return taken == wanted
    }

    /// Serves callbacks without waiting; messages that turn up meanwhile are held.
    mutating func serveCallbacks() {
        if held.isEmpty { fill(buffer.count, timeoutMs: 0) }
    }

    /// The batch call waits until the batch is full, so only a batch of one is waited for.
    private mutating func fill(_ limit: Int, timeoutMs: Int32) {
        var count = consume(from: 0, limit, timeoutMs: 0)
        if count == 0, timeoutMs > 0 {
            count = consume(from: 0, 1, timeoutMs: timeoutMs)
            if count == 1, limit > 1 { count += consume(from: 1, limit - 1, timeoutMs: 0) }
        }
        held = 0..<count
    }

    private func consume(from start: Int, _ limit: Int, timeoutMs: Int32) -> Int {
        let place = buffer.baseAddress.map { $0 + start }
        return max(0, rd_kafka_consume_batch_queue(queue, timeoutMs, place, limit))
    }
}
