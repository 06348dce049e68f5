import Glibc
import Runtime
import Streams

/// The process beside a measured pipeline: the embedded broker and a producer that replays a file.
///
/// The broker keeps 5 MiB a partition and drops the oldest, so the producer never gets further
/// ahead of the pipeline than that holds.
enum BenchReplay {
    /// Events that may wait in the topic: compressed, far less than what its partitions hold.
    private static let outstandingLimit: Int64 = 240_000
    private static let batch = 8_000

    static func run(_ path: String, in place: String) throws -> ExitCode {
        StopSignal.listen()
        let parent = getppid()
        let broker = try EmbeddedBroker()
        try broker.createTopic(BenchQuery.Source.topicName, partitions: BenchRun.partitions)
        let producer = try KafkaProducer(
            KafkaSettings(brokers: broker.bootstrap, isEmbedded: true))
        let progress = try BenchProgress(readingIn: place)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure.failed("cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        Standard.line("broker \(broker.bootstrap)")
        var lines = LineReader(descriptor)
        var outgoing = OutgoingMessages()
        var sent: Int64 = 0
        while !StopSignal.wasReceived, getppid() == parent {
            guard let received = progress.read(), sent - received < outstandingLimit else {
                producer.poll()
                usleep(1_000)
                continue
            }
            outgoing.removeAll(keepingCapacity: true)
            while outgoing.count < batch, let line = try lines.next() {
                outgoing.append(line, partition: Int32(sent % Int64(BenchRun.partitions)))
                sent += 1
            }
            if outgoing.count == 0 {
                producer.poll(timeoutMs: 20)
                continue
            }
            try producer.sendAll(outgoing)
        }
        withExtendedLifetime(broker) {}
        return .done
    }
}

extension KafkaProducer {
    /// Hands every record over, waiting for room in the queue.
    func sendAll(_ outgoing: OutgoingMessages) throws {
        var next = 0
        while next < outgoing.count {
            next = try produce(outgoing, from: next, to: BenchQuery.Source.topicName)
            if next < outgoing.count { poll(timeoutMs: 5) }
        }
        if deliveries.failed > 0, let failure = deliveries.lastFailure { throw failure }
    }
}

/// The lines of a file, one after the other, without their ends.
private struct LineReader {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private static let chunk = 1 << 20

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    mutating func next() throws -> ArraySlice<UInt8>? {
        while true {
            let end = buffer.withUnsafeBytes { bytes -> Int? in
                guard let base = bytes.baseAddress, position < bytes.count,
                    let found = memchr(base + position, 0x0A, bytes.count - position)
                else { return nil }
                return base.distance(to: UnsafeRawPointer(found))
            }
            if let end {
                defer { position = end + 1 }
                return buffer[position..<end]
            }
            guard try fill() else { return nil }
        }
    }

    /// Reads on behind the rest of the buffer; `false` at the end of the file.
    private mutating func fill() throws -> Bool {
        buffer.removeSubrange(..<position)
        position = 0
        let kept = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.chunk))
        let count = buffer.withUnsafeMutableBytes {
            read(descriptor, $0.baseAddress.map { $0 + kept }, Self.chunk)
        }
        guard count >= 0 else {
            throw Failure.failed("cannot read the events: \(String(cString: strerror(errno)))")
        }
        buffer.removeSubrange((kept + count)...)
        return count > 0
    }
}
