import Scenarios
import Testing

/// 2026-11-20T09:00:00Z, a full five minutes.
let nineOClockMs: Int64 = 1_795_165_200_000

/// Everything the options make in so many seconds, with a burst after the first ten.
func traffic(_ options: CouponTraffic.Options, seconds: Int64, hasBurst: Bool = true)
    -> (CouponTraffic, TrafficBatch)
{
    var traffic = CouponTraffic(options: options, startMs: nineOClockMs)
    var batch = TrafficBatch()
    if hasBurst { traffic.startBurst(atMs: nineOClockMs + 10_000) }
    traffic.generate(untilMs: nineOClockMs + seconds * 1_000, into: &batch)
    return (traffic, batch)
}

struct CouponTruthTests {
    static let manyFaults = CouponTraffic.Options(
        seed: 11, eventsPerSecond: 40, lateShare: 0.05, duplicateShare: 0.04, brokenShare: 0.03)

    @Test(arguments: [
        manyFaults, CouponTraffic.Options(seed: 3, eventsPerSecond: 60),
        CouponTraffic.Options(seed: 4, eventsPerSecond: 2, lateShare: 0.2),
        CouponTraffic.Options(seed: 5, eventsPerSecond: 40, partitions: 1, lateShare: 0.1),
        CouponTraffic.Options(seed: 6, eventsPerSecond: 40, hasFraud: false),
    ])
    func `the truth is what another program counts in the bytes`(options: CouponTraffic.Options) {
        let (traffic, batch) = traffic(options, seconds: 90)
        let truth = traffic.truth
        let judge = Judge(batch)
        #expect(truth.sent == Int64(batch.count))
        #expect(truth.sent == truth.onTime + truth.duplicates + truth.late + truth.broken)
        #expect(judge.accepted == truth.accepted)
        #expect(judge.late == truth.late)
        #expect(judge.partlyLate == 0)
        #expect(judge.refused == truth.broken)
        #expect(judge.repeated == truth.duplicates)
        #expect(judge.invalid == truth.invalid)
        #expect(truth.brokenByKind.reduce(0, +) == truth.broken)
    }

    @Test func `the truth holds in one file as it does on sixteen partitions`() {
        let (traffic, batch) = traffic(Self.manyFaults, seconds: 60)
        let judge = Judge(batch, hasOnePartition: true)
        #expect(judge.accepted == traffic.truth.accepted)
        #expect(judge.late == traffic.truth.late)
        #expect(judge.partlyLate == 0)
    }

    @Test func `every share comes out as it was chosen`() {
        let (traffic, _) = traffic(Self.manyFaults, seconds: 500, hasBurst: false)
        let truth = traffic.truth
        let ordinary = Double(truth.sent - truth.duplicates - truth.slowFraud)
        #expect(abs(Double(truth.late) / ordinary - 0.05) < 0.01)
        #expect(abs(Double(truth.duplicates) / ordinary - 0.04) < 0.01)
        #expect(abs(Double(truth.broken) / ordinary - 0.03) < 0.01)
        #expect(!truth.brokenByKind.contains(0))
    }

    @Test func `nothing is late before its partition has a watermark`() {
        let options = CouponTraffic.Options(seed: 1, eventsPerSecond: 100, lateShare: 1)
        let (traffic, batch) = traffic(options, seconds: 2, hasBurst: false)
        #expect(traffic.truth.onTime == 16)  // The first of each partition.
        #expect(traffic.truth.late == Int64(batch.count) - 16)
        #expect(Judge(batch).late == traffic.truth.late)
    }

    @Test(arguments: CouponTraffic.BrokenKind.allCases)
    func `each kind of damage is made and none is readable`(kind: CouponTraffic.BrokenKind) {
        let options = CouponTraffic.Options(
            seed: 2, eventsPerSecond: 100, hasFraud: false, lateShare: 0, duplicateShare: 0,
            brokenShare: 1)
        let (traffic, batch) = traffic(options, seconds: 5)
        let texts = (0..<batch.count).map { String(decoding: batch.payload($0), as: UTF8.self) }
        let sign =
            switch kind {
            case .truncated: { (text: String) in text.hasPrefix("{") && !text.hasSuffix("}") }
            case .wrongType: { (text: String) in text.contains(#""create_time":["#) }
            case .nullTime: { (text: String) in text.contains(#""create_time":null"#) }
            case .invalidUTF8: { (text: String) in text.contains("user\u{FFFD}") }
            case .notJSON: { (text: String) in text.hasPrefix("<") }
            }
        #expect(Int64(texts.filter(sign).count) == traffic.truth.brokenByKind[kind.rawValue])
        #expect(traffic.truth.brokenByKind[kind.rawValue] > 0)
        #expect(Judge(batch).refused == Int64(batch.count))
    }
}
