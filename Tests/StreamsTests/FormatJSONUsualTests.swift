import Engine
import Streams
import TestSupport
import Testing

/// Events of one topic: nearly all are written alike, and each way of being different is there.
private struct Events {
    var random: SplitMix64

    static let columns = [
        Field("text", .string), Field("code", .string), Field("long", .bigint),
        Field("short", .smallint), Field("at", .timestampLTZ(precision: 3)),
        Field("wall", .timestamp(precision: 3)), Field("ratio", .double),
        Field("a key that is longer than sixteen bytes", .string),
    ]

    mutating func event() -> [UInt8] {
        var members = [
            ("unused", one(of: 9) ? anything() : text(10)),
            ("text", one(of: 9) ? anything() : text(Int.random(in: 0...70, using: &random))),
            ("code", one(of: 9) ? anything() : text(one(of: 3) ? 9 : 6)),
            ("long", one(of: 9) ? anything() : number(Int.random(in: 1...20, using: &random))),
            ("skipped", one(of: 5) ? number(4) : text(16)),
            ("short", one(of: 9) ? anything() : number(one(of: 4) ? 5 : 3)),
            ("at", one(of: 9) ? anything() : "\"\(time())Z\""),
            ("wall", one(of: 9) ? anything() : "\"\(time())\""),
            ("ratio", one(of: 2) ? anything() : "1.25"),
            ("a key that is longer than sixteen bytes", text(3)),
        ]
        if one(of: 9) { members.remove(at: Int.random(in: 0..<10, using: &random)) }
        if one(of: 15) { members.shuffle(using: &random) }
        let blank = one(of: 9) ? " " : ""
        let fields = members.map { "\"\($0.0)\":\(blank)\($0.1)" }
        var bytes = Array(("{" + fields.joined(separator: ",\(blank)") + "}").utf8)
        if one(of: 9) { bytes = bytes.dropLast(Int.random(in: 0...40, using: &random)) }
        if one(of: 9) {
            let marks = Array("\"\\{}[],:-0Z\u{1}\n x".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
        }
        return bytes
    }

    private mutating func text(_ length: Int) -> String {
        var text = String(repeating: "x", count: length)
        if one(of: 6) {
            let pieces = [
                "é", "한", "🙂", #"\""#, #"\\"#, #"\n"#, #"\u00e9"#, "\u{7F}", "{,}:", "\t",
            ]
            text += pieces[Int.random(in: 0..<pieces.count, using: &random)] + "tail"
        }
        return "\"\(text)\""
    }

    private mutating func number(_ digits: Int) -> String {
        let first = one(of: 9) ? "0" : "7"
        let rest = (1..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }
        return (one(of: 5) ? "-" : "") + first + rest.joined()
    }

    private mutating func time() -> String {
        let two = (0..<6).map { _ in
            let value = Int.random(in: 0...(one(of: 20) ? 99 : 23), using: &random)
            return (value < 10 ? "0" : "") + String(value)
        }
        return "2026-0\(one(of: 3) ? 2 : 1)-\(two[0])T\(two[1]):\(two[2]):\(two[3])"
            + (one(of: 5) ? "" : ".\(two[4])7")
    }

    private mutating func anything() -> String {
        let values = [
            "null", "true", "{}", "[1,2]", "1e3", "-0", "01", "-", "99999999999999999999", "1.5",
            "\"\"", "12345678", "\"7\"", "1 ",
        ]
        return values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func one(of sides: Int) -> Bool {
        Int.random(in: 0..<sides, using: &random) == 0
    }
}

private func decoder() throws -> RowDecoder {
    let table = source(
        Events.columns, ["format": "json", "json.timestamp-format.standard": "ISO-8601"])
    return try RowDecoder(source: table, zone: .utc, isStrictFlink: false)
}

private func batch(_ payloads: [[UInt8]]) -> RawMessages {
    var batch = RawMessages()
    for payload in payloads { batch.append(payload, offset: 0) }
    return batch
}

/// An event that stands alone is read by the grammar: there was none before it to be like.
@Test(arguments: UInt64(1)...80)
func `an event means among others what it means alone`(seed: UInt64) throws {
    var events = Events(random: SplitMix64(seed: seed))
    let payloads = (0..<60).map { _ in events.event() }
    let decoder = try decoder()
    let together = decoder.decode(batch(payloads), topic: "t", partition: 0)
    var rows: [[Value]] = []
    var reasons: [String] = []
    for payload in payloads {
        let alone = decoder.decode(batch([payload]), topic: "t", partition: 0)
        rows += alone.values
        reasons += alone.reasons
    }
    #expect(together.values == rows, "seed \(seed)")
    #expect(together.reasons == reasons, "seed \(seed)")
    #expect(!rows.isEmpty && !reasons.isEmpty)
}

/// The bytes behind a message are another message's, or nobody's.
@Test func `no value goes on behind the end of its message`() throws {
    let decoder = try decoder()
    let whole = Array(
        #"{"text":"abc","at":"2026-01-05T09:00:00.047Z","long":1234,"code":"x"}"#.utf8)
    for length in 1..<whole.count {
        // What was cut off stands right behind, as a message of its own.
        let cut = Array(whole[..<length])
        let rest = Array(whole[length...])
        let decoded = decoder.decode(
            batch([whole, cut, rest, whole]), topic: "t", partition: 0)
        #expect(decoded.messageIndices == [0, 3])
        let alone = decoder.decode(batch([cut]), topic: "t", partition: 0)
        #expect(decoded.reasons.first == alone.reasons.first, "\(length) bytes")
    }
}

@Test func `a time with another byte anywhere is what its text says`() throws {
    let decoder = try decoder()
    let usual = Array("2026-01-05T09:10:58.047Z".utf8)
    let place = Events.columns.firstIndex { $0.name == "at" } ?? 0
    func event(_ time: [UInt8]) -> [UInt8] {
        Array(#"{"at":""#.utf8) + time + Array(#"","z":"0123456789abcdef"}"#.utf8)
    }
    for index in 0...usual.count {
        for byte in UInt8.min...UInt8.max where byte != 0x22 && byte != 0x5C {
            var time = usual
            // Behind the last there is room for one more.
            if index < usual.count { time[index] = byte } else { time.append(byte) }
            let decoded = decoder.decode(
                batch([event(usual), event(time), event(usual)]), topic: "t", partition: 0)
            let expected = time.withUnsafeBytes { Timestamp.parse($0, .iso8601Instant) }
            let text = String(decoding: time, as: UTF8.self)
            #expect(decoded.rows.count == (expected == nil ? 2 : 3), "\(text)")
            if let expected {
                #expect(decoded.values[1][place] == .integer(expected), "\(text)")
            }
        }
    }
}

/// Before the first time of a batch there is none that could be remembered.
@Test func `no byte sixteen times is the minute of a first time`() throws {
    let decoder = try decoder()
    for byte in UInt8.min...UInt8.max where byte != 0x22 && byte != 0x5C {
        let time = [UInt8](repeating: byte, count: 16) + Array(":05.123Z".utf8)
        let event = Array(#"{"at":""#.utf8) + time + Array(#"","z":"0123456789abcdef"}"#.utf8)
        let first = Array(#"{"at":null,"z":"0123456789abcdef"}"#.utf8)
        let decoded = decoder.decode(batch([first, event, first]), topic: "t", partition: 0)
        #expect(decoded.rows.count == 2, "\(byte)")
    }
}
