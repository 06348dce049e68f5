@testable import Streams
import TestSupport
import Testing

@Suite struct KafkaStatisticsTests {
    private let document = """
        { "name": "weir#consumer-1", "age":12, "odd": [{"a":"}"}, -1.5e3, null, "\\"{"],
          "brokers":{ "h:1/1":{ "name":"h:1/1", "state":"UP", "req_timeouts":3,
            "rtt":{ "min":1, "avg":250, "p99":900, "hdr": {"x":[1,[2]]} }, "toppars":{"t-0":{}} },
            "h:2/bootstrap":{"state":"TRY_CONNECT"} },
          "topics":{} }
        """

    private func parse(_ text: [UInt8]) -> [KafkaBroker] {
        text.withUnsafeBytes { KafkaBroker.parse(statistics: $0) }
    }

    @Test func `state and round trip are found`() throws {
        let brokers = parse(Array(document.utf8))
        try #require(brokers.count == 2)
        #expect(brokers[0].name == "h:1/1")
        #expect(brokers[0].isUp)
        #expect(brokers[0].averageRoundTripMicros == 250)
        #expect(brokers[0].p99RoundTripMicros == 900)
        #expect(brokers[0].timeouts == 3)
        #expect(brokers[1].state == "TRY_CONNECT")
        #expect(!brokers[1].isUp)
    }

    @Test func `a document that is cut short anywhere does no harm`() {
        let bytes = Array(document.utf8)
        for length in 0..<bytes.count { #expect(parse(Array(bytes[..<length])).count <= 2) }
    }

    @Test(arguments: UInt64(0)..<300)
    func `a document with wrong bytes does no harm`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = Array(document.utf8)
        for _ in 0..<4 {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] = Array("{}[]\",:\\ 1a".utf8).randomElement(using: &random) ?? 0
        }
        #expect(parse(bytes).count <= 20)
    }
}
