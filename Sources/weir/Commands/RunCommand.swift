import Control
import Engine
import Glibc
import Runtime
import Streams

extension CommandSpec {
    static let run = CommandSpec(
        "run", "Run a pipeline without a screen; ends by itself when every source is bounded",
        operands: "PIPELINE.sql", operandCount: 1...1,
        options: [
            .brokers, .kafkaConfig, .data, .duration, .rebuild, .strictFlink, .quiet,
            .batch, .commitEvery, .shards,
        ],
        examples: [
            (
                "weir run pipeline.sql --brokers localhost:9092",
                "read the script's topics from that cluster; features go to the default directory"
            ),
            (
                "weir run replay.sql --data /tmp/replay",
                "a script whose sources are files or bounded topics: ends when all is read"
            ),
        ]
    ) { invocation in
        let durationMs = try invocation.runningTimeMs()
        let definition = try PipelineDefinition(invocation, script: Script(invocation))
        StopSignal.listen()
        let thread = PipelineThread(
            definition, links: PipelineLinks(name: definition.name), connectTimeoutMs: 15_000)
        var headless = HeadlessRun(thread: thread)
        headless.isQuiet = invocation.has(.quiet)
        headless.printsRows = definition.printsRows
        headless.durationMs = durationMs
        headless.directory = definition.directory
        let (end, last) = headless.run()
        return try headless.finish(end, last)
    }
}

extension OptionSpec {
    static let quiet = OptionSpec(
        "quiet", nil, "print nothing but the rows of print sinks and errors")
}

extension OptionSpec {
    static let batch = OptionSpec(
        "batch", "N", "records taken at once (default: 20000); the results do not depend on it")
    static let shards = OptionSpec(
        "shards", "N",
        "parts that work at the same time (default: one for each usable core, or fewer if the "
            + "script sets parallelism.default); the results do not depend on it")
    static let commitEvery = OptionSpec(
        "commit-every", "DURATION",
        "time between commits (default: 250ms live, 50ms where there are rows, 1.5s catching up)")
}

extension Script {
    init(_ invocation: Invocation) throws {
        try self.init(
            path: invocation.operands[0], isStrictFlink: invocation.has(.strictFlink))
    }
}

extension PipelineDefinition {
    /// What the options say about a script.
    init(_ invocation: Invocation, script: Script) throws {
        let directory =
            invocation.text(.data) ?? DataDirectories.directory(forPipeline: script.name)
        self.init(name: script.name, plan: script.plan, directory: directory)
        brokers = invocation.text(.brokers)
        if let batch = try invocation.integer(.batch, in: 1...1_000_000) {
            tuning.batchRecords = Int(batch)
        }
        tuning.shards = try invocation.integer(.shards, in: 1...128).map(Int.init)
        if let cadenceMs = try invocation.durationMs(.commitEvery) {
            tuning.liveCommitMs = cadenceMs
            tuning.rowCommitMs = cadenceMs
            tuning.catchUpCommitMs = cadenceMs
        }
        isRebuildAllowed = invocation.has(.rebuild)
        kafkaProperties = try weir.kafkaProperties(of: invocation)
    }

    /// A print sink has standard output for itself.
    var printsRows: Bool { plan.sinks.contains { $0.kind == .print } }
}

/// The librdkafka properties of `--kafka-config`; none without it.
func kafkaProperties(of invocation: Invocation) throws -> [String: String] {
    guard let path = invocation.text(.kafkaConfig) else { return [:] }
    do {
        let file = try KafkaConfigurationFile.read(path: path)
        for warning in file.warnings { Standard.note("weir: " + warning) }
        return file.properties
    } catch {
        throw Failure.misused("\(error)")
    }
}
