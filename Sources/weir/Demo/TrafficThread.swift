import Control
import Dispatch
import Glibc
import Runtime
import Scenarios
import Streams
import Synchronization

/// Makes a demo's traffic on a thread of its own and produces it into the topic.
///
/// First the history, as fast as the pipeline reads it; then what arrives as the clock goes on.
final class TrafficThread: Sendable {
    private struct State {
        var truth = CouponTraffic.Truth()
        var isHistoryDone = false
        var bursts = 0
        var failure: String?
        var isStopAsked = false
    }

    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    /// Records that may wait in the topic; the embedded broker drops what exceeds its memory.
    private static let outstandingLimit: Int64 = 120_000
    private static let historyStepMs: Int64 = 5_000

    /// - Parameters:
    ///   - traffic: What to make; its history ends at `liveFromMs`.
    ///   - liveFromMs: Up to here events are made at full speed.
    ///   - settings: The cluster.
    ///   - topic: Must have the partitions that the traffic was made for.
    ///   - links: The pipeline that reads it: its clock, and how much it has received.
    init(
        _ traffic: CouponTraffic, liveFromMs: Int64, settings: KafkaSettings, topic: String,
        links: PipelineLinks
    ) {
        DispatchQueue(label: "traffic").async { [self] in
            do {
                var producer = try TopicProducer(settings, topic: topic)
                var traffic = traffic
                try makeHistory(&traffic, untilMs: liveFromMs, &producer, links)
                state.withLock { $0.isHistoryDone = true }
                try goLive(&traffic, &producer, links)
                producer.flush()
            } catch {
                state.withLock { $0.failure = "\(error)" }
            }
            finished.signal()
        }
    }

    var truth: CouponTraffic.Truth { state.withLock { $0.truth } }
    var isHistoryDone: Bool { state.withLock { $0.isHistoryDone } }
    /// Why the traffic ended, if it could not go on.
    var failure: String? { state.withLock { $0.failure } }

    func startBurst() { state.withLock { $0.bursts += 1 } }

    /// Makes nothing more; returns when everything made has been delivered, or after 10 s.
    func stop() {
        state.withLock { $0.isStopAsked = true }
        if finished.wait(timeout: .now() + .seconds(10)) == .success { finished.signal() }
    }

    private var isStopAsked: Bool { state.withLock { $0.isStopAsked } }

    private func makeHistory(
        _ traffic: inout CouponTraffic, untilMs: Int64, _ producer: inout TopicProducer,
        _ links: PipelineLinks
    ) throws {
        var batch = TrafficBatch()
        while traffic.clockMs < untilMs, !isStopAsked {
            traffic.generate(
                untilMs: min(untilMs, traffic.clockMs + Self.historyStepMs), into: &batch)
            try send(&batch, traffic.truth, &producer, links)
        }
    }

    private func goLive(
        _ traffic: inout CouponTraffic, _ producer: inout TopicProducer, _ links: PipelineLinks
    ) throws {
        var batch = TrafficBatch()
        while !isStopAsked {
            let nowMs = links.clock.read().nowMs()
            let bursts = state.withLock { state in
                defer { state.bursts = 0 }
                return state.bursts
            }
            for _ in 0..<bursts { traffic.startBurst(atMs: nowMs) }
            traffic.generate(untilMs: nowMs, into: &batch)
            try send(&batch, traffic.truth, &producer, links)
            usleep(10_000)
        }
    }

    /// Produces a batch, and waits while the pipeline is too far behind to keep the broker from
    /// forgetting.
    private func send(
        _ batch: inout TrafficBatch, _ truth: CouponTraffic.Truth,
        _ producer: inout TopicProducer, _ links: PipelineLinks
    ) throws {
        try producer.send(batch)
        batch.removeAll()
        state.withLock { $0.truth = truth }
        while !isStopAsked, truth.sent - links.board.read().total.received > Self.outstandingLimit {
            producer.poll()
            usleep(2_000)
        }
    }
}

/// Sends the batches of a generator into one topic.
struct TopicProducer {
    private let producer: KafkaProducer
    private let topic: String
    private var outgoing = OutgoingMessages()

    init(_ settings: KafkaSettings, topic: String) throws {
        producer = try KafkaProducer(settings)
        self.topic = topic
    }

    /// Hands every message over, waiting for room in the producer's queue.
    mutating func send(_ batch: TrafficBatch) throws {
        guard !batch.isEmpty else { return producer.poll() }
        outgoing.removeAll(keepingCapacity: true)
        batch.bytes.withUnsafeBytes { bytes in
            for index in 0..<batch.count {
                let start = batch.starts[index]
                outgoing.append(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<start + batch.lengths[index]]),
                    partition: batch.partitions[index], timestampMs: batch.timestampsMs[index])
            }
        }
        var next = 0
        while next < outgoing.count {
            next = try producer.produce(outgoing, from: next, to: topic)
            if next < outgoing.count { producer.poll(timeoutMs: 5) }
        }
        if let failure = producer.deliveries.lastFailure, producer.deliveries.failed > 0 {
            throw failure
        }
    }

    func poll() { producer.poll() }

    func flush() { _ = producer.flush(timeoutMs: 8_000) }
}
