import CRdkafka
import Dispatch

/// Owns a `rd_kafka_t` and the sink that its callbacks write to.
struct ClientHandle: ~Copyable {
    private let pointer: OpaquePointer
    let sink: ClientSink
    let brokers: String

    /// Makes a client; librdkafka connects on threads of its own, so this does not wait.
    init(
        _ kind: rd_kafka_type_t, _ properties: [String: String], brokers: String
    ) throws(KafkaFailure) {
        let sink = ClientSink()
        var configuration = ClientConfiguration()
        try configuration.set(properties)
        configuration.report(to: sink, deliveries: kind == RD_KAFKA_PRODUCER)
        pointer = try configuration.makeClient(kind)
        self.sink = sink
        self.brokers = brokers
    }

    /// Destroys the client, but waits for it no longer than five seconds.
    ///
    /// `rd_kafka_destroy` waits for every object that was lent out and for its own threads; a bug
    /// there must not keep the program from ending. The thread that still waits keeps the sink.
    deinit {
        nonisolated(unsafe) let pointer = self.pointer  // Nobody else has it any more.
        let sink = self.sink
        let isDone = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            rd_kafka_destroy(pointer)
            withExtendedLifetime(sink) {}
            isDone.signal()
        }
        _ = isDone.wait(timeout: .now() + 5)
    }

    /// Lends the pointer for one call.
    func lend<Result>(_ body: (OpaquePointer) -> Result) -> Result { body(pointer) }

    /// Lends a topic handle for one call.
    func lend<Result>(topic: String, _ body: (OpaquePointer, OpaquePointer?) -> Result) -> Result {
        let handle = rd_kafka_topic_new(pointer, topic, nil)
        defer { if let handle { rd_kafka_topic_destroy(handle) } }
        return body(pointer, handle)
    }

    func failure(_ call: String, _ code: rd_kafka_resp_err_t, topic: String? = nil) -> KafkaFailure
    {
        let reason = sink.read { $0.fatal ?? $0.lastError }
        return KafkaFailure(
            call: call, code: code,
            subject: KafkaFailure.Subject(brokers: brokers, topic: topic, reason: reason))
    }

    /// Throws what a call returned, unless it went well.
    func check(
        _ call: String, _ code: rd_kafka_resp_err_t, topic: String? = nil
    ) throws(KafkaFailure) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw failure(call, code, topic: topic)
    }
}
