import Glibc
import Runtime
import Streams

extension CommandSpec {
    static let broker = CommandSpec(
        "broker", "Run the embedded broker alone, for other programs; prints its address first",
        options: [.topics, .partitions, .duration],
        examples: [
            (
                "weir broker --topic log-input --partitions 4",
                "the first line is HOST:PORT and nothing else"
            ),
            (
                "kcat -P -b HOST:PORT -t log-input -l events.jsonl",
                "then another program can produce into it, here one record a line"
            ),
        ]
    ) { invocation in
        StopSignal.listen()
        let broker = try EmbeddedBroker()
        let partitions = try invocation.integer(.partitions, in: 1...1000) ?? 4
        for topic in (invocation.text(.topics) ?? "").split(separator: ",") {
            try broker.createTopic(String(topic), partitions: Int(partitions))
        }
        Standard.line(broker.bootstrap)
        Standard.note(
            "weir: the broker keeps 5 MiB per partition in memory and ends with this process "
                + "(Ctrl-C)")
        let durationMs = try invocation.runningTimeMs()
        let beganMs = SystemTime.monotonicMs()
        while !StopSignal.wasReceived {
            if let durationMs, SystemTime.monotonicMs() - beganMs >= durationMs { break }
            usleep(50_000)
        }
        withExtendedLifetime(broker) {}
        return .done
    }
}

extension OptionSpec {
    static let topics = OptionSpec(
        "topic", "NAME,…", "make these topics at once; others appear when they are used")
    static let partitions = OptionSpec("partitions", "N", "partitions of each topic (default: 4)")
}
