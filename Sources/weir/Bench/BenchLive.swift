import Glibc
import Runtime
import Scenarios
import Streams

/// The live process of a latency measuring: the embedded broker, and traffic at a steady rate.
///
/// Each event carries the time at which it is produced, so that partitions move on together. A
/// window is closed by the record that lifts the slowest partition's watermark past its end; the
/// moment just before that record is handed to the producer is when the clock starts.
enum BenchLive {
    /// Rises with the windows; the line has no other use.
    static let watchedKey = "u-watch0"
    static let windowMs: Int64 = 100
    /// Not in the figure, and nothing here is late, so it is short.
    static let watermarkDelayMs: Int64 = 500

    static func run(rate: Int, seconds: Int, in place: String) throws -> ExitCode {
        StopSignal.listen()
        let parent = getppid()
        let broker = try EmbeddedBroker()
        try broker.createTopic(BenchQuery.Source.topicName, partitions: BenchRun.partitions)
        let producer = try KafkaProducer(
            KafkaSettings(brokers: broker.bootstrap, isEmbedded: true))
        let progress = try BenchProgress(readingIn: place)
        var lines = AttemptLines(events: rate * seconds)
        var closing = ClosingRecords()
        Standard.line("broker \(broker.bootstrap)")
        while progress.read() == nil, !StopSignal.wasReceived, getppid() == parent {
            producer.poll()
            usleep(1_000)
        }
        var outgoing = OutgoingMessages()
        var closed: [ClosingRecords.Closed] = []
        var sent = 0
        let beganNs = SystemTime.monotonicNs()
        while sent < rate * seconds, !StopSignal.wasReceived, getppid() == parent {
            let elapsedNs = SystemTime.monotonicNs() - beganNs
            let due = min(rate * seconds, Int(elapsedNs * Int64(rate) / 1_000_000_000))
            guard due > sent else {
                producer.poll()
                usleep(500)
                continue
            }
            let nowMs = SystemTime.wallMs()
            outgoing.removeAll(keepingCapacity: true)
            let first = closed.count
            while sent < due {
                let partition = sent % BenchRun.partitions
                lines.next(atMs: nowMs, isFirstOfWindow: closing.isFirst(atMs: nowMs)) {
                    outgoing.append($0, partition: Int32(partition), timestampMs: nowMs)
                }
                closed += closing.advance(partition, toMs: nowMs)
                sent += 1
            }
            let producedNs = SystemTime.monotonicNs()
            for index in first..<closed.count { closed[index].producedNs = producedNs }
            try producer.sendAll(outgoing)
        }
        _ = producer.flush(timeoutMs: 8_000)
        let tookNs = SystemTime.monotonicNs() - beganNs
        for window in closed { Standard.line("closed \(window.endMs) \(window.producedNs)") }
        Standard.line("sent \(sent)")
        Standard.line("seconds \(Double(tookNs) / 1e9)")
        Standard.line("last \(closed.last?.endMs ?? 0)")
        while !StopSignal.wasReceived, getppid() == parent { usleep(20_000) }
        withExtendedLifetime(broker) {}
        return .done
    }
}

/// Which records close which windows, by the rules of the watermark.
private struct ClosingRecords {
    struct Closed {
        let endMs: Int64
        var producedNs: Int64 = 0
    }

    private var newestMs = [Int64](repeating: .min, count: BenchRun.partitions)
    private var newestWindow: Int64 = .min
    private var nextEndMs: Int64?

    /// Whether this is the first event of its window; asking makes it so.
    mutating func isFirst(atMs timeMs: Int64) -> Bool {
        let window = timeMs / BenchLive.windowMs
        defer { newestWindow = max(newestWindow, window) }
        return window > newestWindow
    }

    /// The windows that an event of this time in this partition closes.
    mutating func advance(_ partition: Int, toMs timeMs: Int64) -> [Closed] {
        newestMs[partition] = max(newestMs[partition], timeMs)
        guard let slowestMs = newestMs.min(), slowestMs != .min else { return [] }
        let watermarkMs = slowestMs - BenchLive.watermarkDelayMs
        // Only windows that began after the traffic did hold a whole window's events.
        var endMs =
            nextEndMs ?? (timeMs / BenchLive.windowMs + 2) * BenchLive.windowMs
        var closed: [Closed] = []
        while watermarkMs >= endMs - 1 {
            closed.append(Closed(endMs: endMs))
            endMs += BenchLive.windowMs
        }
        nextEndMs = endMs
        return closed
    }
}

/// The lines of generated coupon attempts with other times in them.
private struct AttemptLines {
    private var attempts: CouponAttempts
    private var bytes: [UInt8] = []
    private var position = 0

    init(events: Int) {
        var options = CouponAttempts.Options()
        options.events = events
        attempts = CouponAttempts(options)
    }

    /// Lends the next line, without its end; the first of a window is the watched user's.
    mutating func next(
        atMs timeMs: Int64, isFirstOfWindow: Bool, _ body: (ArraySlice<UInt8>) -> Void
    ) {
        if position == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            position = 0
            guard attempts.write(2_000, into: &bytes) > 0 else { return }
        }
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        // The time stands before `"}`, the user behind the event's number of eight digits.
        replace(end - 26, Times.full(timeMs))
        if isFirstOfWindow { replace(position + 36, BenchLive.watchedKey) }
        body(bytes[position..<end])
        position = min(end + 1, bytes.count)
    }

    private mutating func replace(_ start: Int, _ text: String) {
        bytes.replaceSubrange(start..<start + text.utf8.count, with: text.utf8)
    }
}
