import Scenarios
import TestSupport
import Testing

struct CouponDeterminismTests {
    /// Ten seconds with everything in them, made in steps that the closure chooses.
    private func bytes(
        seed: UInt64, stepMs: () -> Int64
    ) -> (TrafficBatch, CouponTraffic.Truth) {
        let options = CouponTraffic.Options(
            seed: seed, eventsPerSecond: 150, burstLengthMs: 4_000, lateShare: 0.05,
            duplicateShare: 0.05, brokenShare: 0.05)
        var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
        var batch = TrafficBatch()
        traffic.startBurst(atMs: nineOClockMs + 2_500)
        while traffic.clockMs < nineOClockMs + 10_000 {
            let untilMs = min(traffic.clockMs + stepMs(), nineOClockMs + 10_000)
            traffic.generate(untilMs: untilMs, into: &batch)
        }
        return (batch, traffic.truth)
    }

    @Test(arguments: UInt64(1)...3)
    func `however the calls are cut, the bytes are the same`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let whole = bytes(seed: seed) { 10_000 }
        for cut in [
            bytes(seed: seed) { 1 }, bytes(seed: seed) { 1_000 },
            bytes(seed: seed) { Int64.random(in: 1...700, using: &random) },
        ] {
            #expect(cut.0 == whole.0)
            #expect(cut.1 == whole.1)
        }
    }

    @Test func `another seed is other traffic`() {
        #expect(bytes(seed: 1) { 10_000 }.0 != bytes(seed: 2) { 10_000 }.0)
    }

    @Test func `time that stands still or goes back brings nothing`() {
        var traffic = CouponTraffic(options: .init(eventsPerSecond: 100), startMs: nineOClockMs)
        var batch = TrafficBatch()
        traffic.generate(untilMs: nineOClockMs + 1_000, into: &batch)
        let before = batch
        traffic.generate(untilMs: nineOClockMs + 1_000, into: &batch)
        traffic.generate(untilMs: 0, into: &batch)
        traffic.generate(untilMs: .min, into: &batch)
        #expect(batch == before)
        #expect(traffic.clockMs == nineOClockMs + 1_000)
    }
}
