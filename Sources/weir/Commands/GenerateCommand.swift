import Glibc
import Runtime
import Scenarios
import Streams

extension CommandSpec {
    static let generate = CommandSpec(
        "generate", "A demo's traffic as JSON lines, or into a topic", operands: "SCENARIO",
        operandCount: 1...1,
        options: [
            .brokers, .kafkaConfig, .topic, .partitionCount, .duration, .history, .asFastAsPossible,
        ] + OptionSpec.traffic,
        examples: [
            (
                "weir generate coupon --for 10m --fast > events.jsonl",
                "the last ten minutes in one go; the true counts stand on standard error"
            ),
            (
                "weir generate coupon --brokers localhost:9092 --rate 1000 --for 5m",
                "into the topic log-input, as time passes"
            ),
        ]
    ) { invocation in
        let entry = try ScenarioCatalog.entry(invocation.operands[0])
        StopSignal.listen()
        let topic = invocation.text(.topic) ?? entry.topic
        var output = try TrafficOutput(invocation, topic: topic)
        let options = try CouponTraffic.Options(invocation, partitions: output.partitions)
        let durationMs = try invocation.runningTimeMs()
        let isFast = invocation.has(.asFastAsPossible)
        guard durationMs != nil || !isFast else {
            throw Failure.misused("--fast needs --for DURATION, or it would never end")
        }
        let historyMs = try invocation.durationMs(.history) ?? 0
        // What is made at once lies in the past: no event is ahead of the clock.
        let nowMs = SystemTime.wallMs() - (isFast ? durationMs ?? 0 : 0)
        var traffic = CouponTraffic(options: options, startMs: nowMs - historyMs)
        traffic.startBurst(atMs: nowMs - historyMs + 15_000)
        let endMs = durationMs.map { nowMs + $0 } ?? Int64.max
        var batch = TrafficBatch()
        while traffic.clockMs < endMs, !StopSignal.wasReceived {
            let reachMs = isFast ? traffic.clockMs + 1000 : SystemTime.wallMs()
            traffic.generate(untilMs: min(endMs, reachMs), into: &batch)
            try output.send(&batch)
            if !isFast { usleep(10_000) }
        }
        output.finish()
        Standard.note("weir: " + traffic.truth.text)
        return .done
    }
}

extension OptionSpec {
    static let topic = OptionSpec("topic", "NAME", "the topic (default: the scenario's own)")
    static let partitionCount = OptionSpec(
        "partitions", "N", "partitions to spread over (default: all of the topic's)")
    static let history = OptionSpec("history", "DURATION", "begin with this much of the past")
    static let asFastAsPossible = OptionSpec("fast", nil, "do not wait for the clock")
}

/// Where generated traffic goes: a topic, or lines on standard output.
private struct TrafficOutput {
    private var producer: TopicProducer?
    private var text: [UInt8] = []
    let partitions: Int

    init(_ invocation: Invocation, topic: String) throws {
        let given = try invocation.integer(.partitionCount, in: 1...10_000).map(Int.init)
        guard let brokers = invocation.text(.brokers) else {
            partitions = given ?? 1
            return
        }
        let settings = KafkaSettings(
            brokers: brokers, properties: try kafkaProperties(of: invocation))
        let found = try KafkaConsumer(settings).partitions(of: topic, timeoutMs: 5000).count
        partitions = min(given ?? found, found)
        producer = try TopicProducer(settings, topic: topic)
    }

    mutating func send(_ batch: inout TrafficBatch) throws {
        defer { batch.removeAll() }
        if producer != nil {
            try producer?.send(batch)
            return
        }
        text.removeAll(keepingCapacity: true)
        batch.appendLines(to: &text)
        Standard.bytes(text)
    }

    func finish() { producer?.flush() }
}
