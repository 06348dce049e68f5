import Scenarios
import Testing

struct CouponTimingTests {
    @Test(arguments: [1, 10, 500, 5_000] as [Double])
    func `as many events come in a second as were asked for`(rate: Double) {
        let options = CouponTraffic.Options(
            seed: 1, eventsPerSecond: rate, hasFraud: false, duplicateShare: 0)
        let seconds = max(2, Int64(4_000 / rate))
        let (traffic, _) = traffic(options, seconds: seconds)
        let measured = Double(traffic.truth.sent) / Double(seconds)
        #expect(abs(measured / rate - 1) < 0.05)
    }

    @Test(arguments: [
        (-5.0, 1.0), (.nan, 1.0), (0.0, 1.0), (1e12, 50_000.0), (.infinity, 50_000.0),
    ])
    func `a rate out of range becomes the nearest in it`(asked: Double, got: Double) {
        let options = CouponTraffic.Options(eventsPerSecond: asked)
        #expect(CouponTraffic(options: options, startMs: 0).options.eventsPerSecond == got)
    }

    @Test func `shares out of range become shares`() {
        let options = CouponTraffic.Options(
            partitions: -3, burstPerSecond: .nan, burstLengthMs: .max, lateShare: 7,
            duplicateShare: .nan, brokenShare: -1)
        let used = CouponTraffic(options: options, startMs: 0).options
        #expect(used.partitions == 1)
        #expect(used.lateShare == 1)
        #expect(used.duplicateShare == 0)
        #expect(used.brokenShare == 0)
        #expect(used.burstPerSecond == 1)
        #expect(used.burstLengthMs == 3_600_000)
    }

    @Test func `arrivals never go back and events take turns over the partitions`() {
        let options = CouponTraffic.Options(seed: 8, eventsPerSecond: 80, duplicateShare: 0)
        let (_, batch) = traffic(options, seconds: 30)
        #expect(batch.timestampsMs == batch.timestampsMs.sorted())
        #expect(batch.partitions.enumerated().allSatisfy { Int($1) == $0 % 16 })
    }

    @Test(arguments: [1, 2_000] as [Double])
    func `a burst enumerates codes and shows in a one-minute window within ten seconds`(
        rate: Double
    ) throws {
        let options = CouponTraffic.Options(
            seed: 2, eventsPerSecond: rate, fraudLocation: "loc0007", hasSlowFraudster: false,
            lateShare: 0, duplicateShare: 0, brokenShare: 0)
        var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
        var batch = TrafficBatch()
        traffic.startBurst(atMs: nineOClockMs + 1_000)
        traffic.generate(untilMs: nineOClockMs + 11_000, into: &batch)
        let fraud = try events(batch).filter { !$0.isValid }
        #expect((200...400).contains(fraud.count))
        #expect(fraud.allSatisfy { $0.device == "user0000" && $0.location == "loc0007" })
        #expect(fraud.prefix(2).map(\.code) == ["0000-0000-0000-0000", "0000-0000-0000-0001"])
        #expect(Set(fraud.map(\.code)).count == fraud.count)
        #expect(fraud.filter { $0.createMs < nineOClockMs + 10_000 }.count >= 10)
    }

    @Test func `a burst ends after its length and the next one goes on counting codes`() throws {
        var options = CouponShapeTests.clean
        options.hasSlowFraudster = false
        var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
        var batch = TrafficBatch()
        traffic.startBurst(atMs: nineOClockMs)
        traffic.generate(untilMs: nineOClockMs + 200_000, into: &batch)
        let first = traffic.truth.fraud
        #expect(abs(Double(first) - 1_800) < 90)
        #expect(
            zip(batch.timestampsMs, try events(batch))
                .allSatisfy { $1.isValid || $0 < nineOClockMs + 60_000 })
        batch.removeAll()
        traffic.startBurst(atMs: 0)  // Long gone: it begins now.
        traffic.generate(untilMs: nineOClockMs + 201_000, into: &batch)
        #expect(batch.timestampsMs.allSatisfy { $0 >= nineOClockMs + 200_000 })
        let code = try #require(try events(batch).first { !$0.isValid }?.code)
        #expect(Int64(code.suffix(4)) == first)
    }

    @Test(
        arguments: [
            ("apart", [0, 100], 120), ("touching", [0, 60], 120), ("overlapping", [0, 30], 90),
            ("the same twice", [0, 0, 0], 60), ("told backwards", [100, 0], 120),
            ("one that joins two", [0, 100, 50], 160),
        ] as [(String, [Int64], Int64)])
    func `bursts that overlap are one longer burst`(
        name: String, startSeconds: [Int64], seconds: Int64
    ) {
        let options = CouponTraffic.Options(
            seed: 3, eventsPerSecond: 1, burstPerSecond: 20, hasSlowFraudster: false)
        var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
        var batch = TrafficBatch()
        for start in startSeconds { traffic.startBurst(atMs: nineOClockMs + start * 1_000) }
        traffic.generate(untilMs: nineOClockMs + 400_000, into: &batch)
        #expect(abs(Double(traffic.truth.fraud) / Double(20 * seconds) - 1) < 0.05)
    }

    @Test func `asking again and again during a burst does not make it faster`() {
        let options = CouponTraffic.Options(seed: 3, eventsPerSecond: 1, hasSlowFraudster: false)
        var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
        var batch = TrafficBatch()
        for _ in 0..<1_000 {
            traffic.startBurst(atMs: traffic.clockMs)
            traffic.generate(untilMs: traffic.clockMs + 10, into: &batch)
        }
        #expect((250...350).contains(traffic.truth.fraud))
    }

    @Test func `after ten thousand codes the prefix changes`() throws {
        var options = CouponShapeTests.clean
        options.burstPerSecond = 10_000
        options.hasSlowFraudster = false
        var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
        var batch = TrafficBatch()
        traffic.startBurst(atMs: nineOClockMs)
        traffic.generate(untilMs: nineOClockMs + 900, into: &batch)
        batch.removeAll()
        traffic.generate(untilMs: nineOClockMs + 1_100, into: &batch)
        let codes = try events(batch).filter { !$0.isValid }.map(\.code)
        let wrap = try #require(codes.firstIndex(of: "0000-0000-0000-9999"))
        #expect(codes[wrap + 1] == "0000-0000-0001-0000")
    }

    @Test(arguments: UInt64(0)..<5)
    func `the slow fraudster never tries more than three codes in a minute`(seed: UInt64) throws {
        let options = CouponTraffic.Options(
            seed: seed, eventsPerSecond: 1, lateShare: 0, duplicateShare: 0, brokenShare: 0)
        let (_, batch) = traffic(options, seconds: 1_800, hasBurst: false)
        let times = try events(batch).filter { !$0.isValid }.map(\.createMs).sorted()
        let inMinute = times.map { start in times.count { $0 >= start && $0 < start + 60_000 } }
        let inFive = times.map { start in times.count { $0 >= start && $0 < start + 300_000 } }
        #expect(inMinute.max() ?? 0 <= 3)
        #expect(inFive.max() ?? 0 >= 8)
    }

    @Test func `the slow fraudster keeps away from the burst's location`() throws {
        for (fraud, slow) in [("loc0000", "loc0003"), ("loc0003", "loc0004")] {
            #expect(CouponTraffic.Options(fraudLocation: fraud).slowLocation == slow)
        }
        let (_, batch) = traffic(CouponShapeTests.clean, seconds: 120, hasBurst: false)
        let slow = try events(batch).filter { !$0.isValid }
        #expect(!slow.isEmpty)
        #expect(slow.allSatisfy { $0.device == "user0042" && $0.location == "loc0003" })
    }

    @Test func `without fraud nothing is invalid, even when a burst is asked for`() {
        let options = CouponTraffic.Options(seed: 9, eventsPerSecond: 100, hasFraud: false)
        var traffic = CouponTraffic.demo(options: options, nowMs: nineOClockMs)
        var batch = TrafficBatch()
        let hasBegun = traffic.startBurst(atMs: traffic.clockMs)
        traffic.generate(untilMs: traffic.startMs + 60_000, into: &batch)
        #expect(!hasBegun)
        #expect(traffic.truth.invalid == 0)
        #expect(!String(decoding: batch.bytes, as: UTF8.self).contains("INVALID"))
    }

    @Test func `before it goes live, busy traffic is thinned out`() {
        let options = CouponTraffic.Options(
            eventsPerSecond: 4_000, historyEventsPerSecond: 100, duplicateShare: 0)
        var traffic = CouponTraffic(
            options: options, startMs: nineOClockMs, liveFromMs: nineOClockMs + 20_000)
        var batch = TrafficBatch()
        traffic.generate(untilMs: nineOClockMs + 20_000, into: &batch)
        #expect(abs(batch.count - 2_000) < 200)
        batch.removeAll()
        traffic.generate(untilMs: nineOClockMs + 21_000, into: &batch)
        #expect(abs(batch.count - 4_000) < 200)
        var slow = options
        slow.eventsPerSecond = 5
        let used = CouponTraffic(options: slow, startMs: 0).options
        #expect(used.historyEventsPerSecond == 5)
    }

    @Test func `the demo has half an hour of history with one burst, and soon another`() {
        var traffic = CouponTraffic.demo(
            options: CouponTraffic.Options(eventsPerSecond: 1), nowMs: nineOClockMs)
        var batch = TrafficBatch()
        traffic.generate(untilMs: nineOClockMs - 12 * 60_000, into: &batch)
        #expect(traffic.startMs == nineOClockMs - 30 * 60_000)
        #expect(traffic.truth.fraud == 0)
        traffic.generate(untilMs: nineOClockMs, into: &batch)
        let past = traffic.truth.fraud
        #expect(past > 1_500)
        traffic.generate(untilMs: nineOClockMs + 15_000, into: &batch)
        #expect(traffic.truth.fraud == past)
        traffic.generate(untilMs: nineOClockMs + 20_000, into: &batch)
        #expect(traffic.truth.fraud > past + 100)
    }
}
