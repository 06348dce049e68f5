import Foundation
import Scenarios
import TestSupport
import Testing

/// What Apache Flink answers to the golden queries, row for row.
@Suite struct GoldenRowsTests {
    static let queries = ["q1", "q2", "q3", "q4", "q5", "q6"]

    @Test(arguments: queries, ["tiny", "tiny_late"])
    func `a golden query writes exactly the rows that Flink writes`(
        query: String, variant: String
    ) throws {
        let folder = try TemporaryFolder()
        let input = try GoldenInput.file(variant, in: folder)
        let result = try run(query, input: input, in: folder)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try written(in: folder) == expected(variant, query))
    }

    @Test(arguments: [1, 100, 100_000])
    func `the rows do not depend on how many records are taken at once`(batch: Int) throws {
        let folder = try TemporaryFolder()
        let input = try GoldenInput.file("tiny_late", in: folder)
        let result = try run("q4", input: input, in: folder, ["--batch", "\(batch)"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try written(in: folder) == expected("tiny_late", "q4"))
    }

    @Test func `the same rows come through a FIFO`() throws {
        let folder = try TemporaryFolder()
        let input = try GoldenInput.file("tiny_late", in: folder)
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let writer = Process()
        writer.executableURL = URL(filePath: "/bin/sh")
        writer.arguments = ["-c", "cat '\(input)' > '\(pipe)'"]
        try writer.run()
        let result = try run("q3", input: pipe, in: folder)
        writer.waitUntilExit()
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try written(in: folder) == expected("tiny_late", "q3"))
    }

    @Test func `rows come out of a FIFO as windows fire, before its writer is done`() throws {
        let folder = try TemporaryFolder()
        let input = try GoldenInput.file("tiny", in: folder)
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let script = try script("q1", input: pipe, in: folder)
        let running = try WeirProcess.start(
            ["run", script, "--data", folder.path("data")], in: folder.url)
        defer { running.kill() }
        let writer = try FileHandle(forWritingTo: URL(filePath: pipe))
        let lines = try Data(contentsOf: URL(filePath: input))
        try writer.write(contentsOf: lines.prefix(lines.count / 2))
        #expect(poll(forSeconds: 60) { !((try? written(in: folder)) ?? []).isEmpty })
        #expect(running.process.isRunning)
        try writer.write(contentsOf: lines.dropFirst(lines.count / 2))
        try writer.close()
        #expect(running.finish().exitCode == 0)
        #expect(try written(in: folder) == expected("tiny", "q1"))
    }

    @Test func `a run that is killed in the middle and started again writes the same rows`() throws
    {
        let folder = try TemporaryFolder()
        let input = try GoldenInput.file("tiny_late", in: folder)
        let script = try script("q4", input: input, in: folder)
        let words = ["run", script, "--data", folder.path("data"), "--quiet"]
        // Few records at a time and a commit at every chance: there is a middle to be killed in.
        let slow = ["--batch", "20", "--commit-every", "1ms"]
        var kills = 0
        for _ in 0..<5 {
            let running = try WeirProcess.start(words + slow, in: folder.url)
            let before = commits(folder.path("data"))
            _ = poll(forSeconds: 60) {
                !running.process.isRunning || commits(folder.path("data")) > before + 3
            }
            if running.process.isRunning { kills += 1 }
            running.kill()
        }
        let result = try WeirProcess.run(words, in: folder.url)
        #expect(kills > 0, "nothing was interrupted")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try written(in: folder) == expected("tiny_late", "q4"))
    }

    private func run(
        _ query: String, input: String, in folder: TemporaryFolder,
        _ options: [String] = []
    ) throws -> WeirProcess.Result {
        let script = try script(query, input: input, in: folder)
        return try WeirProcess.run(
            ["run", script, "--data", folder.path("data")] + options, in: folder.url)
    }

    private func script(
        _ query: String, input: String, in folder: TemporaryFolder
    ) throws -> String {
        let text = try String(contentsOf: GoldenInput.golden("\(query).sql"), encoding: .utf8)
        return try folder.write(
            text.replacingOccurrences(of: "${INPUT}", with: input)
                .replacingOccurrences(of: "${OUTPUT}", with: folder.path("output")),
            to: "\(query).sql")
    }

    private func written(in folder: TemporaryFolder) throws -> [String] {
        let output = folder.path("output")
        let parts = try FileManager.default.contentsOfDirectory(atPath: output)
            .filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") }
        return try parts.flatMap { part in
            try String(contentsOfFile: "\(output)/\(part)", encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }.sorted()
    }

    private func expected(_ variant: String, _ query: String) throws -> [String] {
        let archive = GoldenInput.golden("\(variant).\(query).csv.gz")
        return try output(of: "/bin/gzip", ["-dc", archive.path()])
            .split(separator: "\n").map(String.init).sorted()
    }
}

/// The generated inputs of the golden queries.
enum GoldenInput {
    static func file(_ variant: String, in folder: TemporaryFolder) throws -> String {
        var options = CouponAttempts.Options()
        options.events = 20_000
        options.latePermille = variant.hasSuffix("late") ? 10 : 0
        var attempts = CouponAttempts(options)
        var bytes: [UInt8] = []
        while attempts.write(10_000, into: &bytes) > 0 {}
        let path = folder.path("\(variant).jsonl")
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    static func golden(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
    }
}

/// What a program prints on standard output.
func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
