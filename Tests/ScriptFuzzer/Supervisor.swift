import Foundation

/// Starts a worker for each core, and goes on behind the seed of which one died.
final class Supervisor {
    private let folder: URL
    private var tally = Tally()
    private var failures: [String] = []
    private var lanes: [Lane] = []

    private final class Lane {
        let place: String
        var rest: Range<UInt64>
        var process: Process?
        var output = Pipe()
        var pending = ""
        var seen: (seed: UInt64, since: Date) = (.max, Date())

        init(_ place: String, _ rest: Range<UInt64>) {
            self.place = place
            self.rest = rest
        }
    }

    /// No script may take as long, on the busiest machine.
    private static let patience = 60.0

    init(_ seeds: Range<UInt64>) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "weir-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let count = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        let share = (UInt64(seeds.count) + count - 1) / count
        for lane in 0..<count {
            let start = min(seeds.upperBound, seeds.lowerBound + lane * share)
            let part = start..<min(seeds.upperBound, start + share)
            if part.isEmpty { continue }
            lanes.append(Lane(folder.appending(path: "seed-\(lane)").path, part))
        }
    }

    /// Whether every script was stood.
    func run() throws -> Bool {
        let began = Date()
        for lane in lanes { try start(lane) }
        var said = Date()
        while lanes.contains(where: { $0.process != nil }) {
            usleep(100_000)
            for lane in lanes where lane.process != nil { try watch(lane) }
            if Date().timeIntervalSince(said) > 60 {
                said = Date()
                let rate = Double(tally.total) / Date().timeIntervalSince(began)
                say("\(tally.total) scripts, \(Int(rate)) a second, \(failures.count) failures")
            }
        }
        try? FileManager.default.removeItem(at: folder)
        report(seconds: Date().timeIntervalSince(began))
        return failures.isEmpty
    }

    private func start(_ lane: Lane) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "--work", lane.place, String(lane.rest.lowerBound), String(lane.rest.upperBound),
        ]
        lane.output = Pipe()
        process.standardOutput = lane.output
        process.standardError = FileHandle.nullDevice
        // A crash is told by its seed; the runtime's backtrace takes half a minute.
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        let descriptor = lane.output.fileHandleForReading.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        lane.seen = (.max, Date())
        try process.run()
        lane.process = process
    }

    private func watch(_ lane: Lane) throws {
        guard let process = lane.process else { return }
        let isRunning = process.isRunning
        read(lane)
        let seed = (try? SharedSeed(lane.place))?.value ?? 0
        if isRunning {
            if seed != lane.seen.seed { lane.seen = (seed, Date()) }
            guard Date().timeIntervalSince(lane.seen.since) > Self.patience else { return }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try goOn(lane, behind: seed, "never ends")
            return
        }
        read(lane)
        if process.terminationReason == .exit, process.terminationStatus == 0 {
            lane.process = nil
        } else {
            try goOn(lane, behind: seed, "dies of signal \(process.terminationStatus)")
        }
    }

    private func goOn(_ lane: Lane, behind seed: UInt64, _ what: String) throws {
        fail("seed \(seed): \(what)")
        lane.process = nil
        lane.rest = max(lane.rest.lowerBound, seed + 1)..<lane.rest.upperBound
        if !lane.rest.isEmpty, failures.count < 100 { try start(lane) }
    }

    private func read(_ lane: Lane) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let descriptor = lane.output.fileHandleForReading.fileDescriptor
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            lane.pending += String(decoding: buffer[..<count], as: UTF8.self)
        }
        var lines = lane.pending.split(separator: "\n", omittingEmptySubsequences: false)
        lane.pending = String(lines.removeLast())
        for line in lines where !tally.add(line) {
            fail("seed \(line.dropFirst("failed ".count))")
        }
    }

    /// A failure is told at once: the run may be long.
    private func fail(_ failure: String) {
        failures.append(failure)
        say(failure)
    }

    private func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

    private func report(seconds: Double) {
        let rate = Int(Double(tally.total) / max(0.001, seconds))
        print("scripts \(tally.total)  accepted \(tally.accepted)  refused \(tally.refused)")
        print("seconds \(Int(seconds))  a second \(rate)")
        let longest = (tally.longestMs * 100).rounded() / 100
        print("longest \(longest) ms, seed \(tally.longestSeed)")
        print("kinds of refusals \(tally.refusals.count), the commonest:")
        for (kind, count) in tally.refusals.sorted(by: { $0.value > $1.value }).prefix(40) {
            print("  \(count)  \(kind)")
        }
        print("failures \(failures.count)")
        for failure in failures.prefix(100) {
            print("  \(failure)")
            let seed = failure.dropFirst("seed ".count).prefix { $0.isNumber }
            print("    again: Tests/fuzz --show \(seed)")
        }
    }
}
