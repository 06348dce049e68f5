import Engine
import Scenarios
import Streams
import Testing

/// The generator's promises, kept by the decoder that the demo uses.
struct CouponTrafficDecodingTests {
    static let source = Source(
        name: "coupon_validations",
        options: [
            "connector": "kafka", "format": "json",
            "json.timestamp-format.standard": "ISO-8601",
        ],
        declared: columns,
        inputs: columns.map { Source.Input(field: $0, origin: .field($0.name)) })

    static let columns = [
        Field("device_id", .string), Field("location_code", .string),
        Field("coupon_code", .string), Field("response", .string),
        Field("create_time", .timestamp(precision: 3)),
    ]

    @Test(arguments: UInt64(1)...3)
    func `exactly the broken events are refused or have no event time`(seed: UInt64) throws {
        var traffic = CouponTraffic(
            options: .init(
                seed: seed, eventsPerSecond: 400, lateShare: 0.05, duplicateShare: 0.05,
                brokenShare: 0.1),
            startMs: 1_795_165_200_000)
        var batch = TrafficBatch()
        traffic.startBurst(atMs: traffic.startMs)
        traffic.generate(untilMs: traffic.startMs + 5_000, into: &batch)
        var messages = RawMessages()
        for index in 0..<batch.count {
            messages.append(
                Array(batch.payload(index)), offset: Int64(index),
                timestampMs: batch.timestampsMs[index])
        }

        let decoder = try RowDecoder(source: Self.source, zone: .utc, isStrictFlink: false)
        let decoded = decoder.decode(messages, topic: "log-input", partition: 0)
        let timeless = (0..<decoded.rows.count).filter { decoded.rows.columns[4].isNull($0) }.count

        let truth = traffic.truth
        let nullTimes = truth.brokenByKind[CouponTraffic.BrokenKind.nullTime.rawValue]
        #expect(!truth.brokenByKind.contains(0))
        #expect(Int64(decoded.refusals.count) == truth.broken - nullTimes)
        #expect(Int64(timeless) == nullTimes)
        #expect(Int64(decoded.rows.count) == truth.accepted + truth.late + nullTimes)
    }
}
