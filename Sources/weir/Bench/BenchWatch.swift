import Glibc
import Runtime
import Stores

/// The reading process of a latency measuring: it asks the online store for one key again and
/// again, and says when a newer window could be read for the first time.
enum BenchWatch {
    private static let pauseMicroseconds: UInt32 = 500

    /// Watches a data directory until the window whose end stands in the folder's file `last`.
    static func run(directory: String, place: String) throws -> ExitCode {
        StopSignal.listen()
        let parent = getppid()
        while access(place + "/last", F_OK) != 0, getppid() == parent {
            if let reader = try? Reader(directory: directory) {
                try watch(reader, place, parent)
                return .done
            }
            usleep(5_000)
        }
        throw Failure.failed("there was no store to read under \(directory)")
    }

    private static func watch(
        _ reader: borrowing Reader, _ place: String, _ parent: pid_t
    ) throws {
        var newestMs: Int64 = .min
        var lastMs: Int64?
        var giveUpMs = Int64.max
        var polls: Int64 = 0
        let beganNs = SystemTime.monotonicNs()
        while !StopSignal.wasReceived, getppid() == parent {
            let answer = try reader.get(
                group: "features", keys: [BenchLive.watchedKey], nowMs: SystemTime.wallMs())
            let nowNs = SystemTime.monotonicNs()
            if let row = answer.first?.row, row.eventTimeMs > newestMs {
                newestMs = row.eventTimeMs
                Standard.line("readable \(newestMs + 1) \(nowNs)")
            }
            polls += 1
            if lastMs == nil, polls % 64 == 0, let bytes = readFile(place + "/last", limit: 64) {
                lastMs = Int64(String(decoding: bytes, as: UTF8.self))
                giveUpMs = SystemTime.monotonicMs() + 20_000
            }
            if let lastMs, newestMs + 1 >= lastMs { break }
            if SystemTime.monotonicMs() > giveUpMs { break }
            usleep(pauseMicroseconds)
        }
        let tookNs = SystemTime.monotonicNs() - beganNs
        Standard.line("poll_interval_ns \(tookNs / max(1, polls))")
    }
}
