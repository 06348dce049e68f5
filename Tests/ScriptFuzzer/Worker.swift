import Foundation
import ScriptFuzzing

/// Runs scripts in a process of its own, which may die of one.
struct Worker {
    /// The seed at work is kept in this file, which outlives the process.
    let place: String
    let seeds: Range<UInt64>

    /// Where tallies are handed over, so that a death costs few of them.
    private static let batch: UInt64 = 2_000

    func run() throws {
        let current = try SharedSeed(place)
        let fuzz = try ScriptFuzz()
        let clock = ContinuousClock()
        var tally = Tally()
        for seed in seeds {
            current.value = seed
            let began = clock.now
            do {
                switch try fuzz.run(seed) {
                case .accepted: tally.accepted += 1
                case .refused(let message): tally.refuse(message)
                }
            } catch {
                let line = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
                print("failed \(seed) \(line)")
            }
            tally.took(clock.now - began, seed)
            if (seed + 1 - seeds.lowerBound) % Self.batch == 0 { tally.handOver() }
        }
        tally.handOver()
    }
}

/// A number in a file that another process can read at any time.
final class SharedSeed {
    private let memory: UnsafeMutablePointer<UInt64>

    init(_ path: String) throws {
        let file = open(path, O_RDWR | O_CREAT, 0o600)
        guard file >= 0, ftruncate(file, 8) == 0,
            let mapped = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
            mapped != MAP_FAILED
        else { throw CocoaError(.fileWriteUnknown) }
        close(file)
        memory = mapped.assumingMemoryBound(to: UInt64.self)
    }

    deinit { munmap(memory, 8) }

    var value: UInt64 {
        get { memory.pointee }
        set { memory.pointee = newValue }
    }
}
