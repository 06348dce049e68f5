import Glibc
import Scenarios

extension CommandSpec {
    static let bench = CommandSpec(
        "bench", "Measure: events per second, memory, latency; prints `name value unit` lines",
        // The words are the parts of a measuring that are processes of their own.
        operandCount: 0...4,
        options: [
            .latency, .scaling, .queries, .origins, .targets, .events, .cores, .repeats,
            .benchRate, .duration, .keep, .show, .write, .evenUsers,
        ],
        examples: [
            (
                "weir bench --queries q1 --from file --sinks blackhole --events 200000",
                "a quick look; without any of this q1 to q6, which takes minutes"
            ),
            (
                "weir bench --latency --for 60s",
                "from the record that closes a window to its row in another process's hands"
            ),
        ]
    ) { invocation in
        if let part = invocation.operands.first {
            return try runPart(part, Array(invocation.operands.dropFirst()))
        }
        if let path = invocation.text(.write) {
            try writeAttempts(CouponAttempts.Options(invocation), to: path)
            return .done
        }
        if let name = invocation.text(.show) {
            let query = try Bench.choose(name, from: BenchQuery.all, by: \.name)[0]
            Standard.text(query.script(from: .file(path: "attempts.jsonl"), into: .blackhole))
            return .done
        }
        return try Bench(invocation).run()
    }

    private static func runPart(_ part: String, _ words: [String]) throws -> ExitCode {
        switch (part, words.count) {
        case ("pipeline", 2): return try BenchPipeline.run(script: words[0], in: words[1])
        case ("replay", 2): return try BenchReplay.run(words[0], in: words[1])
        case ("watch", 2): return try BenchWatch.run(directory: words[0], place: words[1])
        case ("live", 3):
            return try BenchLive.run(
                rate: Int(words[0]) ?? 1, seconds: Int(words[1]) ?? 1, in: words[2])
        default: throw Failure.misused("weir bench takes no words, only options; not '\(part)'")
        }
    }
}

extension OptionSpec {
    static let events = OptionSpec(
        "events", "N", "events in the file (default: 5000000; q5 at most 1000000)")
    static let queries = OptionSpec("queries", "q1,…", "of q1 to q6 (default: all)")
    static let origins = OptionSpec(
        "from", "NAME,…", "of file, broker (default: both; the broker is in another process)")
    static let targets = OptionSpec("sinks", "NAME,…", "of blackhole, stores (default: both)")
    static let cores = OptionSpec("cores", "N", "use at most this many cores (default: all)")
    static let repeats = OptionSpec("repeat", "N", "run each so often and print medians")
    static let latency = OptionSpec(
        "latency", nil, "measure how soon a closed window's row is readable elsewhere")
    static let scaling = OptionSpec(
        "scaling", nil, "measure how the cost grows with events (N/5, N, 4 N), keys and panes")
    static let benchRate = OptionSpec(
        "rate", "N", "with --latency: events a second (default: 10000)")
    static let keep = OptionSpec("keep", nil, "keep the generated file and say where it is")
    static let show = OptionSpec("show", "QUERY", "only print the script of this query")
    static let write = OptionSpec("write", "FILE", "only write the file of events there")
    static let evenUsers = OptionSpec(
        "even-users", "N", "with --write: so many users, equally active")
}

/// What the command line asks to be measured.
private struct Bench {
    private let events: Int
    private let queries: [BenchQuery]
    private let areFromBroker: [Bool]
    private let targets: [BenchQuery.Target]
    private let cores: Int?
    private let repeats: Int
    private let latency: LatencyBench?
    private let isScaling: Bool
    private let isKept: Bool

    init(_ invocation: Invocation) throws {
        events = try CouponAttempts.Options(invocation).events
        queries = try Self.choose(
            invocation.text(.queries) ?? "q1,q2,q3,q4,q5,q6", from: BenchQuery.all, by: \.name)
        areFromBroker = try Self.choose(
            invocation.text(.origins) ?? "file,broker", from: [false, true],
            by: { $0 ? "broker" : "file" })
        targets = try Self.choose(
            invocation.text(.targets) ?? "blackhole,stores", from: BenchQuery.Target.allCases,
            by: \.rawValue)
        cores = try invocation.integer(.cores, in: 1...64).map(Int.init)
        repeats = Int(try invocation.integer(.repeats, in: 1...100) ?? 1)
        latency =
            invocation.has(.latency)
            ? LatencyBench(
                rate: Int(try invocation.integer(.benchRate, in: 100...1_000_000) ?? 10_000),
                seconds: max(6, Int((try invocation.runningTimeMs() ?? 60_000) / 1000)),
                cores: cores) : nil
        isScaling = invocation.has(.scaling)
        isKept = invocation.has(.keep)
    }

    func run() throws -> ExitCode {
        // The folder is removed also when this is asked to stop.
        StopSignal.listen()
        let folder = try BenchFolder(isKept: isKept)
        defer { folder.remove() }
        if let latency {
            try latency.run(in: folder)
        } else if isScaling {
            try ScalingBench(cores: cores, repeats: repeats, events: events).run(in: folder)
        } else {
            for query in queries { try measure(query, in: folder) }
        }
        return .done
    }

    private func measure(_ query: BenchQuery, in folder: BenchFolder) throws {
        let attempts = BenchFolder.Attempts(
            events: query.isRowPerEvent ? min(events, 1_000_000) : events)
        for isFromBroker in areFromBroker {
            var walls: [BenchQuery.Target: Double] = [:]
            for target in targets {
                let name =
                    "\(query.name).\(isFromBroker ? "broker" : "file").\(target.rawValue)"
                let run = BenchRun(
                    name: name, query: query, attempts: attempts, target: target,
                    isFromBroker: isFromBroker, cores: cores)
                var report = BenchReport()
                for _ in 0..<repeats { try run.measure(in: folder, &report) }
                report.print()
                walls[target] = report.median("\(name).wall")
                if target == .stores, let stores = walls[.stores], let alone = walls[.blackhole] {
                    BenchReport.line("\(name).behind_engine", stores - alone, "s")
                }
            }
        }
    }

    static func choose<Item>(
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

extension CouponAttempts.Options {
    fileprivate init(_ invocation: Invocation) throws {
        self.init()
        if let count = try invocation.integer(.events, in: 1...100_000_000) { events = Int(count) }
        if let count = try invocation.integer(.evenUsers, in: 1...100_000_000) {
            users = Int(count)
            skew = 0
            fraudUsers = min(fraudUsers, users)
        }
    }
}

/// Writes a file of coupon attempts, JSON lines in order of arrival.
private func writeAttempts(_ options: CouponAttempts.Options, to path: String) throws {
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
