import Foundation
import Stores
import TestSupport
import Testing

/// Processes that are really killed, while the broker and the traffic live on in others.
@Suite(.serialized) struct KillTests {
    @Test func `a pipeline that is killed again and again leaves the same stores`() throws {
        let folder = try TemporaryFolder()
        let broker = try WeirProcess.start(
            ["broker", "--topic", "log-input", "--partitions", "3"], in: folder.url)
        defer { broker.kill() }
        #expect(poll(forSeconds: 60) { broker.output.contains("\n") })
        let address = broker.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let traffic = try WeirProcess.run(
            [
                "generate", "coupon", "--brokers", address, "--rate", "3", "--history", "25m",
                "--for", "1s", "--fast", "--seed", "5",
            ], in: folder.url)
        #expect(traffic.exitCode == 0, "\(traffic.errors)")
        let script = try folder.write(try boundedCouponScript(), to: "pipeline.sql")

        func words(_ data: String) -> [String] {
            ["run", script, "--brokers", address, "--data", folder.path(data), "--quiet"]
        }
        let undisturbed = try WeirProcess.run(words("undisturbed"), in: folder.url)
        #expect(undisturbed.exitCode == 0, "\(undisturbed.errors)")

        var kills = 0
        for _ in 0..<6 {
            let running = try WeirProcess.start(
                words("killed") + ["--batch", "50", "--commit-every", "1ms"], in: folder.url)
            let before = commits(folder.path("killed"))
            _ = poll(forSeconds: 60) {
                !running.process.isRunning || commits(folder.path("killed")) > before + 2
            }
            if running.process.isRunning { kills += 1 }
            running.kill()
        }
        let finished = try WeirProcess.run(words("killed"), in: folder.url)
        #expect(finished.exitCode == 0, "\(finished.errors)")
        #expect(kills > 1, "only \(kills) runs were interrupted")
        let expected = try Reader(directory: folder.path("undisturbed")).dump()
        #expect(expected.contains("loc0000"))
        #expect(try Reader(directory: folder.path("killed")).dump() == expected)
    }

    @Test func `a run that is asked to stop commits what it has read and goes on from there`()
        throws
    {
        let folder = try TemporaryFolder()
        let broker = try WeirProcess.start(
            ["broker", "--topic", "log-input", "--partitions", "2"], in: folder.url)
        defer { broker.kill() }
        #expect(poll(forSeconds: 60) { broker.output.contains("\n") })
        let address = broker.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let script = try folder.write(
            String(contentsOf: couponScript, encoding: .utf8), to: "pipeline.sql")
        let words = ["run", script, "--brokers", address, "--data", folder.path("data")]
        for seed in 1...2 {
            let traffic = try WeirProcess.run(
                [
                    "generate", "coupon", "--brokers", address, "--rate", "2", "--history", "2m",
                    "--for", "1s", "--fast", "--seed", "\(seed)",
                ], in: folder.url)
            #expect(traffic.exitCode == 0, "\(traffic.errors)")
            let running = try WeirProcess.start(words, in: folder.url)
            let before = received(folder.path("data"))
            #expect(poll(forSeconds: 60) { received(folder.path("data")) > before })
            running.process.terminate()
            let hasStopped = poll(forSeconds: 60) { !running.process.isRunning }
            if !hasStopped { running.kill() }
            #expect(hasStopped)
            let stopped = running.finish()
            #expect(stopped.exitCode == 0, "\(stopped.errors)")
            #expect(stopped.output.contains("balanced"))
        }
        let timed = try WeirProcess.run(words + ["--for", "1s"], in: folder.url)
        #expect(timed.exitCode == 0, "\(timed.errors)")
        #expect(try Reader(directory: folder.path("data")).audit() == [])
    }
}

/// Commits in a data directory so far; 0 before the first.
func commits(_ directory: String) -> Int64 {
    guard let reader = try? Reader(directory: directory),
        let status = try? reader.status(nowMs: 0)
    else { return 0 }
    return status.commitID
}

/// Records that a data directory has counted; 0 before the first commit.
private func received(_ directory: String) -> Int64 {
    guard let reader = try? Reader(directory: directory),
        let status = try? reader.status(nowMs: 0)
    else { return 0 }
    return status.total.received
}

private let couponScript = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../demo/coupon/pipeline.sql")

private func boundedCouponScript() throws -> String {
    try String(contentsOf: couponScript, encoding: .utf8).replacingOccurrences(
        of: "'scan.startup.mode' = 'earliest-offset'",
        with: "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'")
}
