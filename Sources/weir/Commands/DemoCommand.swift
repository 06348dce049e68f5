import Control
import Glibc
import Runtime
import Scenarios
import Stores
import Streams
import Terminal

extension CommandSpec {
    static let demo = CommandSpec(
        "demo", "Embedded broker, traffic, engine and console; needs nothing else",
        operands: "[coupon]", operandCount: 0...1,
        options: [.data, .headless, .duration, .speed] + OptionSpec.traffic + OptionSpec.screen,
        examples: [
            ("weir demo", "the coupon fraud in the console; press i for a burst, ? for the keys"),
            (
                "weir demo coupon --headless --seed 7 --for 40s --data /tmp/d",
                "without a screen: a line a second and a summary"
            ),
        ]
    ) { invocation in
        let entry = try ScenarioCatalog.entry(invocation.operands.first ?? "coupon")
        let hasScreen = Capabilities.hasTerminal && !invocation.has(.headless)
        // Everything that was asked for is understood before anything is touched.
        try ScreenOptions.check(invocation)
        let screen = hasScreen ? try ScreenOptions(invocation) : nil
        if hasScreen { CrashGuard.runGuarded() }
        let demo = try Demo(invocation, entry)
        if let screen { return try demo.onScreen(screen) }
        return try demo.headless()
    }
}

extension OptionSpec {
    static let speed = OptionSpec("speed", "N", "run the demo's clock 1 to 16 times as fast")
}

/// One run of a demo: broker, traffic and pipeline in this process.
private struct Demo {
    private let entry: ScenarioCatalog.Entry
    private let definition: PipelineDefinition
    private let options: CouponTraffic.Options
    private let speed: Int
    private let durationMs: Int64?
    private let broker: EmbeddedBroker

    /// How many partitions the topic has: the broker keeps little of each.
    private static let partitions = 16

    init(_ invocation: Invocation, _ entry: ScenarioCatalog.Entry) throws {
        self.entry = entry
        options = try CouponTraffic.Options(invocation, partitions: Self.partitions)
        speed = Int(try invocation.integer(.speed, in: 1...16) ?? 1)
        durationMs = try invocation.runningTimeMs()
        let script = try Script(
            path: "demo-\(entry.name).sql", text: DemoScripts.coupon, isStrictFlink: false)
        let directory =
            invocation.text(.data) ?? DataDirectories.directory(forPipeline: "demo-\(entry.name)")
        // The broker's topics die with it, so what an earlier demo stored belongs to nothing.
        let isAfresh = try Store.resetDemo(directory: directory)
        Standard.note(
            "weir: the demo keeps its features in \(directory)"
                + (isAfresh ? "; those of the last demo are gone" : ""))
        broker = try EmbeddedBroker()
        try broker.createTopic(entry.topic, partitions: Self.partitions)
        var definition = PipelineDefinition(
            name: "demo-\(entry.name)", plan: script.plan, directory: directory,
            brokers: broker.bootstrap)
        definition.isDemo = true
        definition.isBrokerEmbedded = true
        self.definition = definition
    }

    func onScreen(_ options: ScreenOptions) throws -> ExitCode {
        var session = try ConsoleSession(
            options, name: definition.name, clock: PipelineClock(speed: speed))
        session.durationMs = durationMs
        let traffic = TrafficSlot()
        let hasFraud = self.options.hasFraud
        return try session.run(definition) { [links = session.links] in
            let thread = start(links)
            traffic.thread = thread
            return hasFraud ? { thread.startBurst() } : nil
        } stop: {
            traffic.thread?.stop()
        }
    }

    func headless() throws -> ExitCode {
        StopSignal.listen()
        // Without a terminal there is nobody to end it.
        let durationMs = durationMs ?? 60_000
        let links = PipelineLinks(name: definition.name, clock: PipelineClock(speed: speed))
        Standard.line(
            "weir demo \(entry.name): broker at \(broker.bootstrap); ends after "
                + "\(Spans.short(durationMs)), or with Ctrl-C")
        let pipeline = PipelineThread(definition, links: links)
        let traffic = start(links)
        var run = HeadlessRun(thread: pipeline)
        run.durationMs = durationMs
        run.beforeStop = {
            traffic.stop()
            awaitReceived(traffic.truth.sent, links)
        }
        let (end, last) = run.run()
        if let failure = traffic.failure { throw Failure.failed(failure) }
        let code = try run.finish(end, last)
        return report(traffic.truth, last.total) ? code : .auditFailed
    }

    private func start(_ links: PipelineLinks) -> TrafficThread {
        let nowMs = links.clock.read().nowMs()
        return TrafficThread(
            CouponTraffic.demo(options: options, nowMs: nowMs), liveFromMs: nowMs,
            settings: KafkaSettings(brokers: broker.bootstrap, isEmbedded: true),
            topic: entry.topic, links: links)
    }

    /// Waits until the pipeline has taken in everything that was sent, at most 10 s.
    private func awaitReceived(_ sent: Int64, _ links: PipelineLinks) {
        let deadlineMs = SystemTime.monotonicMs() + 10_000
        while links.board.read().total.received < sent, SystemTime.monotonicMs() < deadlineMs {
            usleep(20_000)
        }
    }

    /// Compares what was counted with what was sent; `true` when they agree.
    private func report(_ truth: CouponTraffic.Truth, _ total: Totals) -> Bool {
        Standard.line("\ngenerator  " + truth.text)
        let pairs = [
            ("in all", truth.sent, total.received), ("accepted", truth.accepted, total.accepted),
            ("late", truth.late, total.late), ("broken", truth.broken, total.quarantined),
        ]
        let wrong = pairs.filter { $0.1 != $0.2 }
        guard !wrong.isEmpty else {
            Standard.line("agrees with what was counted: in all, accepted, late, broken")
            return true
        }
        for (name, sent, counted) in wrong {
            Standard.line("DISAGREES \(name): sent \(sent), counted \(counted)")
        }
        return false
    }
}

/// Where the console's callbacks find the traffic; used on the main thread alone.
private final class TrafficSlot {
    var thread: TrafficThread?
}
