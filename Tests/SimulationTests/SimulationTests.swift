import Foundation
import Simulation
import Synchronization
import Testing

/// The engine against the oracle; `Tests/simulate --seeds N` plays more.
struct SimulationTests {
    /// In parts, so that they run side by side; each part meets everything.
    @Test(arguments: 0..<4)
    func `fifty seeds give what the oracle says`(part: Int) {
        var tally = Tally()
        for seed in UInt64(part * 50 + 1)...UInt64(part * 50 + 50) {
            let (met, report) = Simulation.play(seed: seed)
            tally += met
            if let report { Issue.record(Comment(rawValue: report)) }
        }
        for (name, count) in tally.counts { #expect(count > 0, "no \(name) in part \(part)") }
    }

    @Test func `a seed always makes up the same`() {
        let (one, _) = Simulation.play(seed: 7)
        let (other, _) = Simulation.play(seed: 7)
        #expect(one.counts.map(\.count) == other.counts.map(\.count))
    }
}
