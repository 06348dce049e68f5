import Foundation
import TestSupport
import Testing

/// What `weir bench` measures must be whole runs that agree, whatever their speed is.
struct BenchTests {
    /// Values by name, and the names' units.
    private static func measured(_ output: String) -> [String: (value: Double, unit: String)] {
        var found: [String: (value: Double, unit: String)] = [:]
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words.count == 3, let value = Double(words[1]) {
                found[words[0]] = (value, words[2])
            }
        }
        return found
    }

    @Test func `file and broker give the measured query the same rows`() throws {
        let folder = try TemporaryFolder()
        let run = try WeirProcess.run(
            ["bench", "--events", "3000", "--queries", "q3,q5", "--repeat", "2", "--cores", "1"],
            in: folder.url)
        #expect(run.exitCode == 0, "\(run.errors)")
        let values = Self.measured(run.output)
        for query in ["q3", "q5"] {
            let rows = ["file", "broker"].flatMap { origin in
                ["blackhole", "stores"].map { values["\(query).\(origin).\($0).rows"]?.value }
            }
            #expect(Set(rows).count == 1, "\(query): \(rows)")
            #expect(rows[0] ?? 0 >= 3000, "\(query): \(rows)")
        }
        #expect(values["q5.file.blackhole.rows"]?.value == 3000)
        for (name, unit) in [
            ("rate", "events/s"), ("rate_per_cpu", "events/cpu-s"), ("peak_memory", "MiB"),
            ("wall", "s"), ("rows_rate", "rows/s"), ("behind_engine", "s"),
        ] {
            #expect(values["q3.broker.stores.\(name)"]?.unit == unit, "\(name)")
        }
    }

    @Test func `a window's latency is measured by another process`() throws {
        let folder = try TemporaryFolder()
        let run = try WeirProcess.run(
            ["bench", "--latency", "--rate", "400", "--for", "2s"], in: folder.url)
        #expect(run.exitCode == 0, "\(run.errors)")
        let values = Self.measured(run.output)
        // Windows of 100 ms are over half a second after their end: some ten of the two seconds.
        #expect(values["latency.windows"]?.value ?? 0 >= 3)
        let median = try #require(values["latency.p50"]?.value)
        let largest = try #require(values["latency.max"]?.value)
        #expect(median > 0)
        #expect(median <= largest)
    }

    /// The folder that a measuring has made, once it is there and a process works in it.
    private static func place(in folder: TemporaryFolder, with file: String) -> String? {
        var found: String?
        _ = poll(forSeconds: 60) {
            let names =
                (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path())) ?? []
            found = names.first { $0.hasPrefix("weir-bench-") }.map(folder.path)
            return found.map { FileManager.default.fileExists(atPath: $0 + "/" + file) } ?? false
        }
        return found
    }

    @Test func `a measuring that is interrupted ends its processes and leaves no files`() throws {
        let folder = try TemporaryFolder()
        let run = try WeirProcess.start(
            ["bench", "--latency", "--rate", "400", "--for", "10min"], in: folder.url,
            environment: ["TMPDIR": folder.url.path()])
        let place = try #require(Self.place(in: folder, with: "latency/data/weir.db"))
        run.interrupt()
        let end = run.finish()
        #expect(end.exitCode == 1)
        #expect(end.errors.contains("stopped before everything was measured"))
        #expect(!FileManager.default.fileExists(atPath: place))
    }

    @Test func `the measured process ends when who measures is killed`() throws {
        let folder = try TemporaryFolder()
        let run = try WeirProcess.start(
            ["bench", "--latency", "--rate", "400", "--for", "10min"], in: folder.url,
            environment: ["TMPDIR": folder.url.path()])
        let place = try #require(Self.place(in: folder, with: "latency/data/weir.db"))
        run.kill()
        // The last thing it says.
        let hasEnded = poll(forSeconds: 60) {
            let output = try? String(contentsOfFile: place + "/latency/output", encoding: .utf8)
            return output?.contains("state_bytes") ?? false
        }
        #expect(hasEnded)
    }

    @Test func `the script of a query is printed for other engines`() throws {
        let folder = try TemporaryFolder()
        let run = try WeirProcess.run(["bench", "--show", "q4"], in: folder.url)
        #expect(run.exitCode == 0)
        let script = try folder.write(run.output, to: "q4.sql")
        #expect(run.output.contains("'path' = 'attempts.jsonl'"))
        #expect(try WeirProcess.run(["check", script], in: folder.url).exitCode == 0)
    }
}
