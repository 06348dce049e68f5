import Dispatch
import Streams
import Synchronization
import Testing

/// One embedded cluster for every test that does not break it: ending one takes a second.
enum KafkaTestCluster {
    static let shared = Result { () throws(KafkaFailure) in try EmbeddedBroker(brokers: 2) }

    private static let topicCount = Atomic<Int>(0)

    /// A topic nobody else uses.
    static func newTopic(_ partitions: Int, on broker: EmbeddedBroker) throws -> String {
        let number = topicCount.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "topic-\(number)"
        try broker.createTopic(name, partitions: partitions)
        return name
    }
}

extension KafkaSettings {
    init(_ broker: EmbeddedBroker, groupID: String? = nil, properties: [String: String] = [:]) {
        self.init(
            brokers: broker.bootstrap, groupID: groupID, properties: properties, isEmbedded: true)
    }
}

/// Produces and waits until the broker has everything.
func produce(_ batch: OutgoingMessages, to topic: String, on broker: EmbeddedBroker) throws {
    let producer = try KafkaProducer(KafkaSettings(broker))
    var next = 0
    let deadline = DispatchTime.now() + 60
    while next < batch.count, DispatchTime.now() < deadline {
        next = try producer.produce(batch, from: next, to: topic)
        if next < batch.count { producer.poll(timeoutMs: 10) }
    }
    try #require(producer.flush(timeoutMs: 60_000))
    #expect(producer.deliveries.delivered == Int64(batch.count))
}

/// Numbered payloads from 0 on, round robin over the partitions.
func numbered(_ count: Int, partitions: Int32, padding: Int = 0) -> OutgoingMessages {
    var batch = OutgoingMessages()
    let pad = String(repeating: "x", count: padding)
    for index in 0..<count {
        batch.append(
            "\(index)\(pad)".utf8, partition: Int32(index) % partitions,
            timestampMs: 1_000 + Int64(index))
    }
    return batch
}

/// Everything that was read, by partition, and the state after the last poll.
struct Reading {
    var records: [TopicPartition: [(offset: Int64, timeMs: Int64, payload: [UInt8]?)]] = [:]
    var last = KafkaPoll()

    func offsets(_ partition: TopicPartition) -> [Int64] {
        records[partition, default: []].map(\.offset)
    }
    var count: Int { records.values.reduce(0) { $0 + $1.count } }
    var payloads: [String] {
        records.values.joined().map { String(decoding: $0.payload ?? [], as: UTF8.self) }
    }
}

/// Polls until a condition holds; a deadline ends it otherwise and the test fails there.
func read(
    _ consumer: KafkaConsumer, into reading: Reading = Reading(), maxMessages: Int = 16_384,
    maxBytes: Int = 16 << 20, deadlineSeconds: Double = 60,
    at location: SourceLocation = #_sourceLocation, until isDone: (Reading) -> Bool
) -> Reading {
    var reading = reading
    let deadline = DispatchTime.now() + deadlineSeconds
    repeat {
        consumer.poll(
            into: &reading.last, maxMessages: maxMessages, maxBytes: maxBytes, timeoutMs: 10)
        for partition in reading.last.partitions {
            let raw = partition.messages
            for index in 0..<raw.count {
                reading.records[partition.partition, default: []].append(
                    (raw.offsets[index], raw.timestampsMs[index], raw.payload(index)))
            }
        }
        if isDone(reading) { return reading }
    } while DispatchTime.now() < deadline
    Issue.record("the condition did not come about in time", sourceLocation: location)
    return reading
}

extension Reading {
    var isCaughtUp: Bool { last.partitions.allSatisfy { $0.isCaughtUp } }
}
