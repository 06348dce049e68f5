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

    @Test(
        arguments: [
            ("", 1, 200), ("--seeds 7", 1, 7), ("--first 5 --seeds 2", 5, 2), ("--seed 9", 9, 1),
            ("--seed 18446744073709551615", .max, 1),
            ("--first 18446744073709551414 --seeds 202", .max - 201, 202),
        ] as [(String, UInt64, Int)])
    func `seeds are told by words`(words: String, first: UInt64, count: Int) throws {
        let seeds = try SeedRange(words.split(separator: " ").map(String.init))
        #expect(seeds.first == first)
        #expect(seeds.count == count)
        #expect(seeds[count - 1] == first + UInt64(count - 1))
    }

    @Test(arguments: [
        ("--seeds 0", "from 1 to 1000000000, not 0"),
        ("--seeds 9223372036854775808", "not 9223372036854775808"),
        ("--first 18446744073709551614 --seeds 3", "the last is 18446744073709551615"),
        ("--first 18446744073709551615", "200 seeds from 18446744073709551615"),
        ("--seeds -1", "write --seeds NUMBER"), ("--seed", "write --seed NUMBER"),
        ("--sed 1", "there is no --sed"),
    ])
    func `seeds that do not exist are refused in words`(words: String, says: String) {
        let refusal = #expect(throws: SeedRange.Refusal.self) {
            try SeedRange(words.split(separator: " ").map(String.init))
        }
        #expect(refusal?.description.contains(says) == true)
    }

    @Test(.timeLimit(.minutes(5)), arguments: [7, UInt64.max])
    func `a seed always makes up the same`(seed: UInt64) {
        let (one, _) = Simulation.play(seed: seed)
        let (other, _) = Simulation.play(seed: seed)
        #expect(one.counts.map(\.count) == other.counts.map(\.count))
    }
}
