import Dispatch
import Streams
import Testing

@Suite struct KafkaConsumerTests {
    let broker: EmbeddedBroker

    init() throws { broker = try KafkaTestCluster.shared.get() }

    private func consumer(
        of topic: String, start: KafkaStart = .earliest, stored: [Int32: Int64] = [:],
        stop: KafkaStop = .unbounded, groupID: String? = nil
    ) throws -> KafkaConsumer {
        let consumer = try KafkaConsumer(KafkaSettings(broker, groupID: groupID))
        let positions = try consumer.positions(
            of: topic, start: start, stored: stored, stop: stop, timeoutMs: 30_000)
        try consumer.assign(positions)
        return consumer
    }

    @Test func `records come out in order with their offsets and times`() throws {
        let topic = try KafkaTestCluster.newTopic(3, on: broker)
        try produce(numbered(300, partitions: 3), to: topic, on: broker)
        let reading = read(try consumer(of: topic)) { $0.count == 300 && $0.isCaughtUp }
        for partition in Int32(0)..<3 {
            let records = reading.records[TopicPartition(topic, partition), default: []]
            #expect(records.map(\.offset) == Array(0..<100))
            let numbers = (0..<100).map { $0 * 3 + Int(partition) }
            #expect(records.map(\.payload) == numbers.map { Array("\($0)".utf8) })
            #expect(records.map(\.timeMs) == numbers.map { 1_000 + Int64($0) })
        }
        #expect(reading.last.partitions.map(\.nextOffset) == [100, 100, 100])
        #expect(reading.last.partitions.allSatisfy { $0.lost == 0 && $0.skipped == 0 })
    }

    @Test func `a null payload, an empty one and a key stay what they are`() throws {
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        var batch = OutgoingMessages()
        batch.append(nil as [UInt8]?, key: [1], partition: 0)
        batch.append([], partition: 0)
        batch.append([7, 8], key: [1, 2, 3], partition: 0)
        batch.append([9], partition: 0)
        try produce(batch, to: topic, on: broker)
        let reading = read(try consumer(of: topic)) { $0.count == 4 }
        let payloads = reading.records[TopicPartition(topic, 0), default: []].map(\.payload)
        #expect(payloads == [nil, [], [7, 8], [9]])
    }

    // A payload is one to three bytes long, and the one that passes the limit is still handed out.
    @Test(arguments: [
        (1, 16 << 20, most: 1), (7, 16 << 20, most: 7), (100_000, 1, most: 1),
        (100_000, 50, most: 50),
    ])
    func `the size of a poll changes nothing`(maxMessages: Int, maxBytes: Int, most: Int) throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(200, partitions: 2), to: topic, on: broker)
        let reading = read(
            try consumer(of: topic), maxMessages: maxMessages, maxBytes: maxBytes
        ) {
            #expect($0.last.messageCount <= most)
            return $0.count == 200
        }
        for partition in Int32(0)..<2 {
            #expect(reading.offsets(TopicPartition(topic, partition)) == Array(0..<100))
        }
    }

    @Test func `a topic's partitions are found`() throws {
        let topic = try KafkaTestCluster.newTopic(5, on: broker)
        let consumer = try KafkaConsumer(KafkaSettings(broker))
        #expect(try consumer.partitions(of: topic, timeoutMs: 30_000) == [0, 1, 2, 3, 4])
        #expect(consumer.clusterID(timeoutMs: 30_000) != nil)
        #expect(consumer.connection == .up)
    }

    @Test func `the end is told, and told again after more has come`() throws {
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        let consumer = try consumer(of: topic)
        var reading = read(consumer) { $0.isCaughtUp }
        #expect(reading.count == 0)
        try produce(numbered(10, partitions: 1), to: topic, on: broker)
        reading = read(consumer, into: reading) { $0.count > 0 }
        reading = read(consumer, into: reading) { $0.isCaughtUp }
        #expect(reading.count == 10)
    }

    @Test func `a bounded reading ends where the topic ended at the start`() throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let consumer = try consumer(of: topic, stop: .latest)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let reading = read(consumer) { $0.last.hasEnded }
        #expect(reading.offsets(TopicPartition(topic, 0)) == Array(0..<50))
        #expect(reading.offsets(TopicPartition(topic, 1)) == Array(0..<50))
        let after = read(consumer, into: reading, deadlineSeconds: 5) { _ in
            consumer.lag().allSatisfy { $0.next == 50 }
        }
        #expect(after.count == 100)
    }

    @Test func `an empty topic ends at once when it is bounded`() throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        let reading = read(try consumer(of: topic, stop: .latest)) { $0.last.hasEnded }
        #expect(reading.count == 0)
    }

    struct Begin: CustomTestStringConvertible {
        let testDescription: String
        let start: KafkaStart
        let stored: [Int32: Int64]
        let stop: KafkaStop
        let first: [Int64]
        init(
            _ name: String, _ start: KafkaStart, stored: [Int32: Int64] = [:],
            stop: KafkaStop = .unbounded, first: [Int64]
        ) {
            testDescription = name
            self.start = start
            self.stored = stored
            self.stop = stop
            self.first = first
        }
    }

    @Test(arguments: [
        Begin("earliest", .earliest, first: [0, 0]),
        Begin("latest", .latest, first: [50, 50]),
        // The embedded broker keeps no time index and answers "none", which is the end.
        Begin("a time after everything", .timestamp(ms: 5), first: [50, 50]),
        Begin("given offsets", .offsets([0: 10, 1: 50]), first: [10, 50]),
        Begin("one offset given", .offsets([1: 20]), first: [0, 20]),
        Begin("no committed offset, then earliest", .committed(reset: .earliest), first: [0, 0]),
        Begin("no committed offset, then latest", .committed(reset: .latest), first: [50, 50]),
        Begin("stored goes before the mode", .latest, stored: [0: 7, 1: 8], first: [7, 8]),
        Begin("a partition the store does not know", .latest, stored: [1: 8], first: [0, 8]),
        Begin("stored at the very end", .earliest, stored: [0: 50, 1: 50], first: [50, 50]),
    ])
    func `reading begins where it is told`(row: Begin) throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let consumer = try KafkaConsumer(KafkaSettings(broker, groupID: "nobody"))
        let positions = try consumer.positions(
            of: topic, start: row.start, stored: row.stored, stop: row.stop, timeoutMs: 30_000)
        #expect(positions.map(\.start) == row.first)
        #expect(positions.map(\.high) == [50, 50])
        #expect(positions.allSatisfy { $0.lost == 0 && $0.stop == nil })
    }

    @Test func `a committed offset is where a group begins`() throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let first = try consumer(of: topic, groupID: topic)
        first.commitForOthers([TopicPartition(topic, 0): 30, TopicPartition(topic, 1): 40])
        let second = try KafkaConsumer(KafkaSettings(broker, groupID: topic))
        var starts: [Int64] = []
        _ = read(first) { _ in
            let found = try? second.positions(
                of: topic, start: .committed(reset: .earliest), timeoutMs: 30_000)
            starts = found.map { $0.map(\.start) } ?? []
            return starts == [30, 40]
        }
        #expect(first.failedCommits == 0)
        let reading = read(
            try consumer(of: topic, start: .committed(reset: .refuse), groupID: topic)
        ) { $0.count == 30 }
        #expect(reading.offsets(TopicPartition(topic, 0)) == Array(30..<50))
    }

    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        let start: KafkaStart
        let stored: [Int32: Int64]
        let stop: KafkaStop
        let words: String
        init(
            _ words: String, _ start: KafkaStart = .earliest, stored: [Int32: Int64] = [:],
            stop: KafkaStop = .unbounded
        ) {
            testDescription = words
            self.words = words
            self.start = start
            self.stored = stored
            self.stop = stop
        }
    }

    @Test(arguments: [
        Refusal("truncated or is another one", stored: [0: 51]),
        Refusal("truncated or is another one", .offsets([0: 51])),
        Refusal("has committed no offset for partition 0", .committed(reset: .refuse)),
        Refusal("says nothing of partition 0", stop: .offsets([7: 1])),
        Refusal("set another 'scan.bounded.mode'", stop: .committed),
    ])
    func `a start that cannot be right is refused`(row: Refusal) throws {
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        try produce(numbered(50, partitions: 1), to: topic, on: broker)
        let consumer = try KafkaConsumer(KafkaSettings(broker, groupID: "nobody-else"))
        let failure = #expect(throws: KafkaFailure.self) {
            try consumer.positions(
                of: topic, start: row.start, stored: row.stored, stop: row.stop, timeoutMs: 30_000)
        }
        #expect(failure?.advice == .stop)
        #expect(failure?.message.contains(row.words) == true, "\(failure?.message ?? "")")
    }

    @Test func `a reading goes on from stored offsets without a gap or a repetition`() throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(1_000, partitions: 2), to: topic, on: broker)
        let first = read(try consumer(of: topic), maxMessages: 100) { $0.count >= 300 }
        let stored = Dictionary(
            uniqueKeysWithValues: first.last.partitions.map {
                ($0.partition.partition, $0.nextOffset)
            })
        let both = read(
            try consumer(of: topic, stored: stored), into: Reading(records: first.records)
        ) { $0.count == 1_000 }
        for partition in Int32(0)..<2 {
            #expect(both.offsets(TopicPartition(topic, partition)) == Array(0..<500))
        }
    }

    @Test func `what retention dropped before the start is lost and counted`() throws {
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        try overflow(topic)
        let consumer = try KafkaConsumer(KafkaSettings(broker))
        let position = try #require(
            try consumer.positions(of: topic, start: .earliest, stored: [0: 3], timeoutMs: 30_000)
                .first)
        #expect(position.low > 3)
        #expect(position.start == position.low)
        #expect(position.lost == position.low - 3)
        try consumer.assign([position])
        let reading = read(consumer) { $0.isCaughtUp }
        #expect(Int64(reading.count) == position.high - position.low)
        #expect(reading.last.partitions.first?.lost == position.lost)
    }

    @Test func `what retention dropped while reading is lost and counted`() throws {
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        let small = KafkaSettings(
            broker,
            properties: ["queued.max.messages.kbytes": "64", "fetch.message.max.bytes": "10000"])
        let consumer = try KafkaConsumer(small)
        try consumer.assign(
            try consumer.positions(of: topic, start: .earliest, timeoutMs: 30_000))
        try produce(numbered(10, partitions: 1), to: topic, on: broker)
        let before = read(consumer) { $0.count == 10 }
        try overflow(topic)
        let after = read(consumer, into: before) {
            $0.isCaughtUp && $0.last.partitions[0].nextOffset > 10
        }
        let partition = try #require(after.last.partitions.first)
        let (_, high) = try consumer.watermarkOffsets(
            TopicPartition(topic, 0), timeoutMs: 30_000)
        #expect(partition.lost > 0)
        #expect(partition.nextOffset == high)
        #expect(Int64(after.count) + partition.lost == high)
        #expect(partition.skipped == 0)
        let offsets = after.offsets(TopicPartition(topic, 0))
        #expect(offsets == offsets.sorted() && Set(offsets).count == offsets.count)
    }

    /// Produces far more than a partition of the embedded broker keeps.
    private func overflow(_ topic: String) throws {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<100_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        var batch = OutgoingMessages()
        for _ in 0..<100 { batch.append(noise, partition: 0) }
        try produce(batch, to: topic, on: broker)
    }

    @Test func `lag falls to nothing`() throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let consumer = try consumer(of: topic)
        #expect(consumer.lag().map(\.lag) == [50, 50])
        _ = read(consumer) { $0.count == 100 }
        #expect(consumer.lag().map(\.lag) == [0, 0])
        #expect(consumer.lag().map(\.high) == [50, 50])
        _ = read(consumer) { _ in consumer.brokers.contains { $0.isUp } }
    }

    @Test func `lag rises while nothing is taken`() throws {
        let topic = try KafkaTestCluster.newTopic(1, on: broker)
        let consumer = try consumer(of: topic)
        try produce(numbered(100, partitions: 1), to: topic, on: broker)
        let deadline = DispatchTime.now() + 60
        while consumer.lag().map(\.lag) != [100], DispatchTime.now() < deadline {}
        #expect(consumer.lag().map(\.lag) == [100])
        #expect(consumer.lag().map(\.next) == [0])
    }

    @Test func `partitions can be added while others are read`() throws {
        let topic = try KafkaTestCluster.newTopic(2, on: broker)
        try produce(numbered(100, partitions: 2), to: topic, on: broker)
        let consumer = try KafkaConsumer(KafkaSettings(broker))
        let positions = try consumer.positions(of: topic, start: .earliest, timeoutMs: 30_000)
        try consumer.assign([positions[0]])
        let first = read(consumer) { $0.count == 50 }
        try consumer.assign([positions[1]])
        let both = read(consumer, into: first) { $0.count == 100 }
        #expect(both.last.partitions.map(\.partition.partition) == [0, 1])
    }

    @Test func `partitions that are not read yet are found, from their first record`() throws {
        let topic = try KafkaTestCluster.newTopic(3, on: broker)
        try produce(numbered(90, partitions: 3), to: topic, on: broker)
        let consumer = try KafkaConsumer(KafkaSettings(broker))
        let positions = try consumer.positions(of: topic, start: .latest, timeoutMs: 30_000)
        try consumer.assign([positions[1]])
        let added = try consumer.addedPositions(of: topic, timeoutMs: 30_000)
        #expect(added.map(\.partition.partition) == [0, 2])
        #expect(added.allSatisfy { $0.start == 0 && $0.stop == nil && $0.lost == 0 })
        try consumer.assign(added)
        #expect(try consumer.addedPositions(of: topic, timeoutMs: 30_000).isEmpty)
        let reading = read(consumer) { $0.count == 60 }
        #expect(reading.last.partitions.map(\.partition.partition) == [1, 0, 2])
    }
}
