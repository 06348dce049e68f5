import Glibc

/// How long after the record that closes a window its row can be read by another process.
///
/// Four processes: this one, the broker with its producer, the pipeline, and a reader. The time
/// includes the producer's batching (5 ms), broker, fetch, decoding, the engine, the wait for the
/// next commit (at least 50 ms after the last one), the transaction, and the reader's own interval.
struct LatencyBench {
    let rate: Int
    let seconds: Int
    let cores: Int?

    func run(in folder: BenchFolder) throws {
        let place = try folder.fresh("latency")
        let live = try ChildProcess(
            ["bench", "live", "\(rate)", "\(seconds)", place], outputPath: place + "/live",
            cores: cores)
        defer {
            live.stop()
            _ = live.wait()
        }
        let address = try live.waitForLine("broker").map(String.init).joined()
        let query = BenchQuery(
            "latency", key: "user_id",
            window: BenchQuery.tumble(BenchQuery.interval(ms: BenchLive.windowMs)))
        let script = place + "/bench.sql"
        let text = query.script(
            from: .topic(brokers: address, ends: nil), into: .stores,
            watermarkDelay: BenchQuery.interval(ms: BenchLive.watermarkDelayMs))
        try write(Array(text.utf8), to: script)
        let pipeline = try ChildProcess(
            ["bench", "pipeline", script, place], outputPath: place + "/output", cores: cores)
        let reader = try ChildProcess(
            ["bench", "watch", place + "/data", place], outputPath: place + "/reader",
            cores: cores)
        // A failure of any of the three ends them all.
        var running = [pipeline, reader]
        defer {
            for process in running {
                process.stop()
                _ = process.wait()
            }
        }
        let last = try live.waitForLine("last", timeoutMs: Int64(seconds) * 1000 + 60_000)
        try write(Array(last.map(String.init).joined().utf8), to: place + "/last")
        running = [pipeline]
        try reader.finish("the reader")
        running = []
        pipeline.stop()
        let usage = try pipeline.finish("the pipeline")
        try report(live, reader, pipeline, usage)
    }

    private func report(
        _ live: ChildProcess, _ reader: ChildProcess, _ pipeline: ChildProcess,
        _ usage: ChildProcess.Usage
    ) throws {
        guard try pipeline.number("lost") == 0, try pipeline.number("left_out") == 0 else {
            throw Failure.failed(
                "events were lost or late: this machine is too slow for this rate")
        }
        let latencies = Self.latencies(
            closed: live.lines("closed").map(Self.pair),
            readable: reader.lines("readable").map(Self.pair)
        ).sorted()
        guard !latencies.isEmpty else { throw Failure.failed("no window was ever readable") }
        let seconds = try live.number("seconds")
        BenchReport.line("latency.rate", try live.number("sent") / seconds, "events/s")
        BenchReport.line("latency.windows", Double(latencies.count), "windows")
        for (name, share) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)] {
            BenchReport.line(
                "latency.\(name)", BenchReport.percentile(share, of: latencies), "ms")
        }
        BenchReport.line(
            "latency.poll_interval", try reader.number("poll_interval_ns") / 1e6, "ms")
        BenchReport.line("latency.rows_rate", try pipeline.number("rows") / seconds, "rows/s")
        BenchReport.line("latency.cpu", usage.cpuSeconds / usage.wallSeconds, "cores")
        BenchReport.line(
            "latency.peak_memory", Double(usage.peakBytes) / 1_048_576, "MiB")
    }

    /// A window is readable when a row of it, or of a later one in the same commit, is.
    private static func latencies(
        closed: [(endMs: Int64, ns: Int64)], readable: [(endMs: Int64, ns: Int64)]
    ) -> [Double] {
        var found: [Double] = []
        var next = 0
        for window in closed {
            while next < readable.count, readable[next].endMs < window.endMs { next += 1 }
            guard next < readable.count else { break }
            found.append(Double(readable[next].ns - window.ns) / 1e6)
        }
        return found
    }

    private static func pair(_ words: [Substring]) -> (endMs: Int64, ns: Int64) {
        (words.first.flatMap { Int64($0) } ?? 0, words.last.flatMap { Int64($0) } ?? 0)
    }
}
