import Glibc
import Runtime
import Scenarios

extension CommandSpec {
    static let bench = CommandSpec(
        "bench", "Measure: events per second, memory; prints `name value unit` lines",
        options: [.events, .queries, .targets, .cores, .keep, .write],
        examples: [
            (
                "weir bench",
                "q1, q3, q4 and q6 over five million events, into nothing and into the stores"
            ),
            ("weir bench --events 200000 --queries q1 --sinks blackhole", "a quick look"),
        ]
    ) { invocation in
        if let path = invocation.text(.write) {
            try writeAttempts(try Bench.events(invocation), to: path)
            return .done
        }
        return try Bench(invocation).run()
    }
}

extension OptionSpec {
    static let events = OptionSpec("events", "N", "events in the file (default: 5000000)")
    static let queries = OptionSpec(
        "queries", "q1,…", "of q1, q2, q3, q4, q6 (default: q1,q3,q4,q6)")
    static let targets = OptionSpec("sinks", "NAME,…", "of blackhole, stores (default: both)")
    static let cores = OptionSpec("cores", "N", "use at most this many cores (default: all)")
    static let keep = OptionSpec("keep", nil, "keep the generated file and say where it is")
    static let write = OptionSpec("write", "FILE", "only write the file of events there")
}

/// The measuring of a set of queries over one generated file.
private struct Bench {
    private let events: Int
    private let queries: [BenchQuery]
    private let targets: [BenchQuery.Target]
    private let isKept: Bool
    private let cores: Int?

    init(_ invocation: Invocation) throws {
        events = try Self.events(invocation)
        isKept = invocation.has(.keep)
        queries = try Self.choose(
            invocation.text(.queries) ?? "q1,q3,q4,q6", from: BenchQuery.all, by: \.name)
        targets = try Self.choose(
            invocation.text(.targets) ?? "blackhole,stores", from: BenchQuery.Target.allCases,
            by: \.rawValue)
        cores = try invocation.integer(.cores, in: 1...64).map(Int.init)
    }

    static func events(_ invocation: Invocation) throws -> Int {
        Int(try invocation.integer(.events, in: 1...100_000_000) ?? 5_000_000)
    }

    func run() throws -> ExitCode {
        let folder = "/tmp/weir-bench-\(getpid())"
        guard mkdir(folder, 0o700) == 0 else {
            throw Failure.failed("cannot make \(folder): \(String(cString: strerror(errno)))")
        }
        defer { if !isKept { removeFolder(folder) } }
        let input = folder + "/attempts.jsonl"
        let bytes = try generate(input)
        print("file.events", Double(events), "events")
        print("file.bytes", Double(bytes), "bytes")
        for query in queries {
            for target in targets { try measure(query, target, input: input, folder: folder) }
        }
        if isKept { Standard.note("weir: kept \(folder)") }
        return .done
    }

    private func measure(
        _ query: BenchQuery, _ target: BenchQuery.Target, input: String, folder: String
    ) throws {
        let case_ = folder + "/\(query.name)-\(target.rawValue)"
        mkdir(case_, 0o700)
        let script = case_ + "/bench.sql"
        try write(Array(query.script(input: input, target: target).utf8), to: script)
        let run = try MeasuredRun(
            ["run", script, "--data", case_ + "/data"], outputPath: case_ + "/output", cores: cores)
        guard run.exitCode == 0 else {
            let output = readFile(case_ + "/output", limit: 1 << 20) ?? []
            throw Failure.failed(
                "\(query.name) into \(target.rawValue) ended with \(run.exitCode): "
                    + Safe.text(String(decoding: output.suffix(500), as: UTF8.self)))
        }
        let name = "\(query.name).\(target.rawValue)"
        print("\(name).rate", Double(events) / run.wallSeconds, "events/s")
        print("\(name).rate_per_cpu", Double(events) / run.cpuSeconds, "events/cpu-s")
        print("\(name).wall", run.wallSeconds, "s")
        print("\(name).peak_memory", Double(run.peakBytes) / 1_048_576, "MiB")
        removeFolder(case_ + "/data")
    }

    /// Makes the file in a process of its own, whose memory must not count as the measured one's.
    private func generate(_ path: String) throws -> Int {
        Standard.note("weir: writing \(Numbers.grouped(Int64(events))) events to \(path)")
        let run = try MeasuredRun(
            ["bench", "--write", path, "--events", "\(events)"], outputPath: path + ".log",
            cores: nil)
        var status = stat()
        guard run.exitCode == 0, stat(path, &status) == 0 else {
            throw Failure.failed("cannot write \(path); is there room on its disk?")
        }
        return Int(status.st_size)
    }

    private func print(_ name: String, _ value: Double, _ unit: String) {
        let text =
            value >= 1000
            ? String(Int64(value.rounded())) : String((value * 1000).rounded() / 1000)
        Standard.line("\(name) \(text) \(unit)")
    }

    private static func choose<Item>(
        _ words: String, from items: [Item], by name: (Item) -> String
    ) throws -> [Item] {
        try words.split(separator: ",").map { word in
            guard let item = items.first(where: { name($0) == word }) else {
                throw Failure.misused(
                    "'\(word)' is none of \(items.map(name).joined(separator: ", "))")
            }
            return item
        }
    }
}

/// Writes a file of coupon attempts, JSON lines in order of arrival.
private func writeAttempts(_ events: Int, to path: String) throws {
    var options = CouponAttempts.Options()
    options.events = events
    var attempts = CouponAttempts(options)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
        throw Failure.failed("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while attempts.write(20_000, into: &bytes) > 0 {
        try writeAll(bytes, to: descriptor, path: path)
        bytes.removeAll(keepingCapacity: true)
    }
}
