import Foundation
import Scenarios
import Testing

struct CouponShapeTests {
    static let clean = CouponTraffic.Options(
        seed: 7, eventsPerSecond: 50, lateShare: 0, duplicateShare: 0, brokenShare: 0)

    @Test func `an event has the keys, the order and the forms of the coupon system's log`() throws
    {
        let (_, batch) = traffic(Self.clean, seconds: 20)
        let form = try NSRegularExpression(
            pattern: #"^\{"msg_id":"A\d+","msg_type":"COUPON_VALIDATE","device_id":"user\d{4}","#
                + #""location_code":"loc000\d","coupon_code":"\d{4}-\d{4}-\d{4}-\d{4}","#
                + #""response":"(VALID|INVALID)","#
                + #""create_time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"\}$"#)
        for index in 0..<batch.count {
            let text = String(decoding: batch.payload(index), as: UTF8.self)
            let range = NSRange(location: 0, length: text.utf16.count)
            #expect(form.firstMatch(in: text, range: range) != nil, "\(text)")
        }
    }

    @Test func `the first event of seed 7 is this one`() {
        let (_, batch) = traffic(Self.clean, seconds: 1)
        let expected =
            #"{"msg_id":"A17951652000","msg_type":"COUPON_VALIDATE","device_id":"user0096","#
            + #""location_code":"loc0002","coupon_code":"3561-0822-8570-3813","#
            + #""response":"VALID","create_time":"2026-11-20T08:59:59.984"}"#
        #expect(String(decoding: batch.payload(0), as: UTF8.self) == expected)
    }

    @Test func `ids are unique and begin with the second of the start`() throws {
        let (_, batch) = traffic(Self.clean, seconds: 30)
        let ids = try events(batch).map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.first == "A17951652000")
        #expect(ids.allSatisfy { $0.hasPrefix("A1795165200") })
    }

    @Test func `ordinary traffic is 99 devices at ten locations and always valid`() throws {
        let options = CouponTraffic.Options(
            seed: 1, eventsPerSecond: 1_000, hasFraud: false, lateShare: 0, duplicateShare: 0,
            brokenShare: 0)
        let (_, batch) = traffic(options, seconds: 2)
        let seen = try events(batch)
        #expect(Set(seen.map(\.device)).count == 99)
        #expect(!seen.contains { $0.device == "user0000" })
        #expect(Set(seen.map(\.location)).sorted() == (0..<10).map { "loc000\($0)" })
        #expect(Set(seen.map(\.code)).count == seen.count)
        #expect(seen.allSatisfy { $0.isValid })
    }

    @Test func `a location full of quotes and escapes stays one JSON string`() throws {
        let name = "a\"b\\c\n\u{1B}[2J\u{0}é"
        var options = Self.clean
        options.fraudLocation = name
        let (_, batch) = traffic(options, seconds: 15)
        let fraud = try events(batch).filter { $0.device == "user0000" }
        #expect(!fraud.isEmpty && fraud.allSatisfy { $0.location == name })
        #expect(!batch.bytes.contains { $0 < 0x20 })
    }

    @Test func `lines are the payloads with a line feed behind each`() {
        let (_, batch) = traffic(CouponTruthTests.manyFaults, seconds: 20)
        var text = Array("before\n".utf8)
        batch.appendLines(to: &text)
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        #expect(lines.count == batch.count + 2)
        #expect(lines.dropFirst().dropLast().elementsEqual((0..<batch.count).map(batch.payload)))
        #expect(lines.last?.isEmpty == true)
    }

    @Test(
        arguments: [
            0, 31_536_000_000, 951_782_400_000, 1_709_164_800_000, 1_735_689_599_000,
            4_107_542_400_000, 252_455_616_000_000, .max, .min,
        ] as [Int64])
    func `event times are those of another calendar`(startMs: Int64) throws {
        var traffic = CouponTraffic(options: Self.clean, startMs: startMs)
        var batch = TrafficBatch()
        traffic.generate(untilMs: traffic.startMs + 2_000, into: &batch)
        for (index, event) in try events(batch).enumerated() {
            let behind = batch.timestampsMs[index] - event.createMs
            #expect((5...3_900).contains(behind), "arrival \(batch.timestampsMs[index])")
        }
    }

    @Test func `a batch that is emptied is as new`() {
        var (_, batch) = traffic(Self.clean, seconds: 1)
        #expect(!batch.isEmpty)
        batch.removeAll()
        #expect(batch == TrafficBatch())
    }

    @Test func `the catalog names what there is and nothing else`() {
        #expect(ScenarioCatalog.all.map(\.name) == ["coupon"])
        #expect(ScenarioCatalog.entry(named: "coupon")?.topic == "log-input")
        #expect(ScenarioCatalog.entry(named: "banking") == nil)
    }
}

/// Every payload, read; fails when one cannot be.
func events(_ batch: TrafficBatch) throws -> [ReadEvent] {
    try (0..<batch.count).map { try #require(ReadEvent(batch.payload($0))) }
}
