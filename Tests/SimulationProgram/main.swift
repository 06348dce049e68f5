import Dispatch
import Foundation
import Simulation
import Synchronization

/// What `Tests/simulate` runs: many seeds on all cores, or one again.
struct Program {
    private let seeds: SeedRange

    init(_ words: [String]) {
        do {
            seeds = try SeedRange(words)
        } catch {
            FileHandle.standardError.write(Data("Tests/simulate: \(error)\n".utf8))
            exit(2)
        }
    }

    private struct Progress {
        var next = 0
        var tally = Tally()
        var failed: [UInt64] = []
    }

    func run() -> Int32 {
        let progress = Mutex(Progress())
        let began = Date()
        DispatchQueue.concurrentPerform(
            iterations: ProcessInfo.processInfo.activeProcessorCount
        ) { _ in
            while let seed = progress.withLock({ progress -> UInt64? in
                // A broken engine breaks many seeds; a few say what is wrong.
                guard progress.next < seeds.count, progress.failed.count < 5 else { return nil }
                defer { progress.next += 1 }
                return seeds[progress.next]
            }) {
                let (tally, report) = Simulation.play(seed: seed)
                progress.withLock {
                    $0.tally += tally
                    guard let report else { return }
                    $0.failed.append(seed)
                    print(report, terminator: "\n\n")
                    fflush(nil)
                }
            }
        }
        let (tally, failed) = progress.withLock { ($0.tally, $0.failed) }
        return summary(tally, failed, seconds: Date().timeIntervalSince(began))
    }

    private func summary(_ tally: Tally, _ failed: [UInt64], seconds: Double) -> Int32 {
        let rate = String(format: "%.0f", Double(tally.seeds) / max(seconds, 0.001))
        print("seeds \(tally.seeds) from \(seeds.first) in \(Int(seconds)) s, \(rate) per second")
        for (name, count) in tally.counts { print("\(name) \(count)") }
        guard failed.isEmpty else {
            print("failed: \(failed.sorted().map { "--seed \($0)" }.joined(separator: ", "))")
            return 1
        }
        let missing = tally.counts.filter { $0.count == 0 }.map(\.name)
        if seeds.count >= 100, !missing.isEmpty {
            print("these many seeds met no \(missing.joined(separator: ", no "))")
            return 1
        }
        return 0
    }
}

exit(Program(Array(CommandLine.arguments.dropFirst())).run())
