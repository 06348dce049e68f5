import Glibc
import Runtime
import Scenarios

/// One query from one place into another, measured in processes of their own.
struct BenchRun {
    let name: String
    let query: BenchQuery
    let attempts: BenchFolder.Attempts
    let target: BenchQuery.Target
    let isFromBroker: Bool
    let cores: Int?

    static let partitions = 8

    /// Runs it once and adds what was measured to the report.
    func measure(in folder: BenchFolder, _ report: inout BenchReport) throws {
        let input = try folder.file(attempts)
        let place = try folder.fresh(name)
        defer { removeFolder(place) }
        let pipeline: ChildProcess
        let usage: ChildProcess.Usage
        if isFromBroker {
            (pipeline, usage) = try runFromBroker(input, place)
        } else {
            let script = try write(from: .file(path: input), to: place)
            pipeline = try ChildProcess(
                ["bench", "pipeline", script, place], outputPath: place + "/output", cores: cores)
            usage = try pipeline.finish(name)
        }
        try add(pipeline, usage, to: &report)
    }

    private func write(from source: BenchQuery.Source, to place: String) throws -> String {
        let script = place + "/bench.sql"
        try weir.write(Array(query.script(from: source, into: target).utf8), to: script)
        return script
    }

    /// Broker and producer live in one process, paced by how far the pipeline has come.
    private func runFromBroker(
        _ input: String, _ place: String
    ) throws -> (ChildProcess, ChildProcess.Usage) {
        let broker = try ChildProcess(
            ["bench", "replay", input, place], outputPath: place + "/broker", cores: cores)
        defer {
            broker.stop()
            _ = broker.wait()
        }
        let address = try broker.waitForLine("broker")
        let ends = (0..<Self.partitions).map {
            (attempts.events + Self.partitions - 1 - $0) / Self.partitions
        }
        let script = try write(
            from: .topic(brokers: address.map(String.init).joined(), ends: ends), to: place)
        let pipeline = try ChildProcess(
            ["bench", "pipeline", script, place], outputPath: place + "/output", cores: cores)
        return (pipeline, try pipeline.finish(name))
    }

    private func add(
        _ pipeline: ChildProcess, _ usage: ChildProcess.Usage, to report: inout BenchReport
    ) throws {
        let counted = try pipeline.number("received") - pipeline.number("left_out")
        guard Int(counted) == attempts.events else {
            throw Failure.failed(
                "\(name) counted \(Int(counted)) of \(attempts.events) events, so what it "
                    + "measured is worth nothing")
        }
        let rows = try pipeline.number("rows")
        report.add("\(name).rate", Double(attempts.events) / usage.wallSeconds, "events/s")
        report.add(
            "\(name).rate_per_cpu", Double(attempts.events) / usage.cpuSeconds, "events/cpu-s")
        report.add("\(name).wall", usage.wallSeconds, "s")
        report.add("\(name).peak_memory", Double(usage.peakBytes) / 1_048_576, "MiB")
        report.add("\(name).rows", rows, "rows")
        report.add("\(name).rows_rate", rows / usage.wallSeconds, "rows/s")
        let keys = try pipeline.number("state_keys")
        let bytes = try pipeline.number("state_bytes")
        if keys > 0 {
            report.add("\(name).state_keys", keys, "keys")
            report.add("\(name).state_per_key", bytes / keys, "bytes")
        }
    }
}
