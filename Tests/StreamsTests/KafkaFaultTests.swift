import CRdkafka
import Dispatch
@testable import Streams
import Testing

/// Each has a cluster of its own, as it breaks it.
@Suite struct KafkaFaultTests {
    private func reader(
        of topic: String, on broker: EmbeddedBroker
    ) throws -> KafkaConsumer {
        let consumer = try KafkaConsumer(KafkaSettings(broker))
        try consumer.assign(
            try consumer.positions(of: topic, start: .earliest, timeoutMs: 30_000))
        return consumer
    }

    @Test func `an outage is seen and nothing is lost or repeated`() throws {
        let broker = try EmbeddedBroker()
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let consumer = try reader(of: topic, on: broker)
        let before = read(consumer) { $0.count == 100 && consumer.connection == .up }
        try broker.setDown()
        let during = read(consumer, into: before) { _ in
            if case .down = consumer.connection { true } else { false }
        }
        #expect(during.last.partitions.allSatisfy { !$0.isCaughtUp })
        let producer = try KafkaProducer(KafkaSettings(broker))
        #expect(try producer.produce(numbered(100, partitions: 2), to: topic) == 100)
        #expect(producer.deliveries.delivered == 0)
        try broker.setUp()
        #expect(producer.flush(timeoutMs: 60_000))
        #expect(producer.deliveries.delivered == 100)
        let after = read(consumer, into: during) {
            $0.count == 200 && $0.isCaughtUp && consumer.connection == .up
        }
        for partition in Int32(0)..<2 {
            #expect(after.offsets(TopicPartition(topic, partition)) == Array(0..<100))
        }
    }

    @Test(arguments: [
        EmbeddedBroker.Fault.disconnection, .notLeader, .storageError, .timeout, .unknown,
    ])
    func `failing fetches lose and repeat nothing`(fault: EmbeddedBroker.Fault) throws {
        let broker = try EmbeddedBroker()
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let consumer = try reader(of: topic, on: broker)
        broker.push([fault, fault, fault], on: .fetch)
        let reading = read(consumer) { $0.count == 100 }
        #expect(reading.offsets(TopicPartition(topic, 0)) == Array(0..<50))
        #expect(reading.offsets(TopicPartition(topic, 1)) == Array(0..<50))
        #expect(reading.last.partitions.allSatisfy { $0.lost == 0 && $0.skipped == 0 })
    }

    @Test func `an offset refused by mistake is read after all`() throws {
        let broker = try EmbeddedBroker()
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        try produce(numbered(50, partitions: 1), to: topic, on: broker)
        let consumer = try KafkaConsumer(KafkaSettings(broker))
        let positions = try consumer.positions(of: topic, start: .earliest, timeoutMs: 30_000)
        broker.push([.offsetOutOfRange], on: .fetch)
        try consumer.assign(positions)
        let reading = read(consumer) { $0.count == 50 && $0.isCaughtUp }
        #expect(reading.offsets(TopicPartition(topic, 0)) == Array(0..<50))
        #expect(reading.last.partitions.first?.lost == 0)
    }

    @Test func `records the broker refuses are counted with the reason`() throws {
        let broker = try EmbeddedBroker()
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        let producer = try KafkaProducer(KafkaSettings(broker))
        broker.push([.messageTooLarge], on: .produce)
        #expect(try producer.produce(numbered(10, partitions: 1), to: topic) == 10)
        #expect(producer.flush(timeoutMs: 60_000))
        let deliveries = producer.deliveries
        #expect(deliveries.failed == 10)
        #expect(deliveries.delivered == 0)
        #expect(deliveries.lastFailure != nil)
    }

    @Test func `a full queue takes what it can and loses nothing`() throws {
        let broker = try EmbeddedBroker()
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        let producer = try KafkaProducer(
            KafkaSettings(broker, properties: ["queue.buffering.max.messages": "40"]))
        let batch = numbered(500, partitions: 1)
        var next = try producer.produce(batch, to: topic)
        #expect(next > 0 && next <= 40)
        let deadline = DispatchTime.now() + 60
        while next < batch.count, DispatchTime.now() < deadline {
            producer.poll(timeoutMs: 10)
            next = try producer.produce(batch, from: next, to: topic)
        }
        #expect(producer.flush(timeoutMs: 60_000))
        #expect(producer.deliveries.delivered == 500)
        let reading = read(try reader(of: topic, on: broker)) { $0.count == 500 }
        #expect(reading.payloads == (0..<500).map { "\($0)" })
    }

    @Test func `a broker that is not there is a failure within the time given`() throws {
        let consumer = try KafkaConsumer(KafkaSettings(brokers: "127.0.0.1:9"))
        let start = DispatchTime.now().uptimeNanoseconds
        let failure = #expect(throws: KafkaFailure.self) {
            try consumer.partitions(of: "t", timeoutMs: 500)
        }
        let tookMs = (DispatchTime.now().uptimeNanoseconds - start) / 1_000_000
        #expect(tookMs < 20_000)
        #expect(failure?.advice == .retry)
        #expect(
            failure?.message.contains("no broker answers at 127.0.0.1:9: is it running") == true)
        #expect(failure?.message.contains("refused") == true, "\(failure?.message ?? "")")
        guard case .up = consumer.connection else { return }
        Issue.record("a broker that is not there cannot be up")
    }

    @Test func `a client whose broker has gone ends without waiting`() throws {
        let broker = try EmbeddedBroker()
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let start: UInt64
        do {
            let consumer = try reader(of: topic, on: broker)
            let reading = read(consumer, maxMessages: 10) { $0.count >= 10 }
            #expect(reading.count >= 10)
            consumer.commitForOthers([TopicPartition(topic, 0): 5])
            try broker.setDown()
            start = DispatchTime.now().uptimeNanoseconds
            _ = consume consumer
        }
        let tookMs = (DispatchTime.now().uptimeNanoseconds - start) / 1_000_000
        #expect(tookMs < 20_000)
    }

    @Test(arguments: [
        (RD_KAFKA_RESP_ERR__TRANSPORT, KafkaFailure.Advice.retry, "is it running"),
        (RD_KAFKA_RESP_ERR__TIMED_OUT, .retry, "is it running"),
        (RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, .stop, "has no topic 't'"),
        (RD_KAFKA_RESP_ERR__AUTHENTICATION, .stop, "--kafka-config"),
        (RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, .stop, "may not read topic 't'"),
        (RD_KAFKA_RESP_ERR__FATAL, .recreateClient, "made anew"),
        (RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, .retry, "Kafka at b:1 says"),
    ])
    func `every failure says what to do`(
        code: rd_kafka_resp_err_t, advice: KafkaFailure.Advice, words: String
    ) {
        let failure = KafkaFailure(
            call: "c", code: code,
            subject: KafkaFailure.Subject(brokers: "b:1", topic: "t", reason: "why"))
        #expect(failure.advice == advice)
        #expect(failure.message.contains(words))
        #expect(failure.message.contains("(why)"))
        #expect(failure.code == code.rawValue)
    }

    @Test func `a property that does not exist is refused at once`() {
        let settings = KafkaSettings(brokers: "b:1", properties: ["no.such": "1"])
        let failure = #expect(throws: KafkaFailure.self) { try KafkaConsumer(settings) }
        #expect(failure?.message.contains("has no property 'no.such'") == true)
    }

    @Test func `the properties that promises rest on cannot be set`() throws {
        let settings = KafkaSettings(
            brokers: "b:1", properties: ["auto.offset.reset": "earliest", "client.id": "me"])
        #expect(settings.ignoredProperties == ["auto.offset.reset"])
        #expect(settings.consumerProperties()["auto.offset.reset"] == "error")
        #expect(settings.consumerProperties()["client.id"] == "me")
    }

    @Test(arguments: [(0x0200_02ff, 5), (0x0201_0000, 3), (0x0203_00ff, 1), (0x020a_00ff, 0)])
    func `an old library's problems are known`(version: Int, count: Int) {
        #expect(KafkaLibrary.knownProblems(ofVersion: version).count == count)
    }
}
