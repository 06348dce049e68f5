import Engine
import Foundation
import Streams
import TestSupport
import Testing

/// Random JSON, written in every way that the grammar allows.
private struct Documents {
    var random: SplitMix64

    mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 3 ? 6 : 8), using: &random) {
        case 0: return pick(["true", "false", "null"])
        case 1, 2: return number()
        case 3, 4, 5: return text()
        case 6: return list("[", "]") { $0.value(depth: depth + 1) }
        default:
            return list("{", "}") { documents in
                "\(documents.text())\(documents.blank()):\(documents.blank())"
                    + documents.value(depth: depth + 1)
            }
        }
    }

    mutating func list(
        _ open: String, _ close: String, _ element: (inout Documents) -> String
    ) -> String {
        var parts: [String] = []
        for _ in 0..<Int.random(in: 0..<4, using: &random) { parts.append(element(&self)) }
        return open + blank() + parts.joined(separator: "\(blank()),\(blank())") + blank() + close
    }

    mutating func number() -> String {
        var text = pick(["", "", "-"]) + integer()
        if chance(3) { text += "." + digits() }
        // A double holds what comes out; what does not fit is a row of the coercion table.
        if chance(4) { text += pick(["e", "E"]) + pick(["", "+", "-"]) + pick(["0", "7", "12"]) }
        return text
    }

    private mutating func integer() -> String {
        chance(5)
            ? "0" : String(Int.random(in: 1...9, using: &random)) + (chance(2) ? "" : digits())
    }

    private mutating func digits() -> String {
        (0..<Int.random(in: 1...17, using: &random)).map { _ in
            String(Int.random(in: 0...9, using: &random))
        }.joined()
    }

    mutating func text() -> String {
        let pieces = [
            "a", "Z", "0", " ", "/", "é", "한", "🙂", "\u{7F}", "\u{FFFD}", #"\""#, #"\\"#, #"\/"#,
            #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0000"#, #"\u00e9"#, #"\uD55C"#,
            #"\ud83d\ude42"#, "plain ascii text", #"{[,]}:"#,
        ]
        return "\""
            + (0..<Int.random(in: 0..<9, using: &random)).map { _ in pick(pieces) }.joined() + "\""
    }

    mutating func blank() -> String { chance(4) ? pick([" ", "\n", "\t", "\r\n  "]) : "" }

    mutating func chance(_ sides: Int) -> Bool {
        Int.random(in: 0..<sides, using: &random) == 0
    }

    mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    /// A few bytes changed, removed, doubled or added.
    mutating func mutated(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let marks = Array("{}[]\",:\\ue0-+.1tfn \n\u{1}".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
            let mark = marks[Int.random(in: 0..<marks.count, using: &random)]
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = mark
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(mark, at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes[place...].prefix(5), at: place)
            }
        }
        return bytes
    }
}

private let textColumn = [Field("v", .string)]

/// Whether our scanner takes the bytes for JSON; a value that is no object is JSON too.
private func isJSON(_ bytes: [UInt8]) throws -> Bool {
    var batch = RawMessages()
    batch.append(bytes, offset: 0)
    let decoder = try RowDecoder(
        source: source(textColumn, ["format": "json"]), zone: .utc, isStrictFlink: false)
    let decoded = decoder.decode(batch, topic: "t", partition: 0)
    guard let refusal = decoded.refusals.first else { return true }
    if case .noObject = refusal.reason { return true }
    return false
}

private func foundationTakes(_ bytes: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])) != nil
}

/// Where the two are meant to differ.
private func isKnownDifference(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    // Foundation guesses UTF-16 and UTF-32, and drops a byte order mark.
    if bytes.prefix(4).contains(0) || bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
    // Foundation refuses numbers that no Double holds; Java makes them infinite or 0.
    if text.contains(/[0-9][eE][+-]?[0-9]{3}/) { return true }
    // Foundation lets a comma stand before a closing bracket.
    if text.contains(/,\s*[}\]]/) { return true }
    // Half of a surrogate pair is no text: always refused here.
    return text.contains(/\\u[dD][89a-fA-F]/)
}

@Test(arguments: UInt64(1)...60)
func `the scanner takes and refuses what Foundation does`(seed: UInt64) throws {
    var documents = Documents(random: SplitMix64(seed: seed))
    for _ in 0..<12 {
        let text = "{\"v\":\(documents.value(depth: 0))}"
        #expect(try isJSON(Array(text.utf8)), "seed \(seed): \(text)")
        #expect(foundationTakes(Array(text.utf8)), "seed \(seed): \(text)")
        for _ in 0..<6 {
            let bytes = documents.mutated(text)
            let ours = try isJSON(bytes)
            if ours == foundationTakes(bytes) || isKnownDifference(bytes) { continue }
            let shown = String(decoding: bytes, as: UTF8.self)
            Issue.record("seed \(seed): ours \(ours): \(shown.debugDescription)")
        }
    }
}

@Test(arguments: UInt64(1)...40)
func `values are what Foundation reads`(seed: UInt64) throws {
    var documents = Documents(random: SplitMix64(seed: seed))
    let fields = [
        Field("t", .string), Field("d", .double), Field("i", .bigint), Field("o", .string),
    ]
    var texts: [String] = []
    // Foundation reads numbers by way of NSDecimalNumber and misses the nearest Double.
    var numbers: [(Double, Int64)] = []
    for _ in 0..<10 {
        let number = documents.number()
        let integer =
            Int64.random(in: .min ... .max, using: &documents.random)
            >> Int64.random(in: 0..<63, using: &documents.random)
        numbers.append((strtod(number, nil), integer))
        let object = documents.list("[", "]") { $0.value(depth: 1) }
        var members = [
            "\"t\":\(documents.text())", "\"d\":\(number)", "\"i\":\(integer)",
            "\"o\":\(object)", "\"skipped\":\(documents.value(depth: 0))",
        ]
        if documents.chance(3) { members.shuffle(using: &documents.random) }
        texts.append("{" + members.joined(separator: ",") + "}")
    }
    let decoded = try decode(texts, fields, ["format": "json"])
    try #require(decoded.reasons == [], "seed \(seed)")
    for ((text, number), row) in zip(zip(texts, numbers), decoded.values) {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let expected = try #require(object as? [String: Any])
        #expect(row[0] == .string(try #require(expected["t"] as? String)), "seed \(seed)")
        #expect(row[1] == .double(number.0), "seed \(seed): \(text)")
        #expect(row[2] == .integer(number.1), "seed \(seed)")
        guard case .string(let compact) = row[3] else {
            Issue.record("no text")
            continue
        }
        let parsed = try JSONSerialization.jsonObject(with: Data(compact.utf8)) as? NSArray
        #expect(parsed == expected["o"] as? NSArray, "seed \(seed): \(compact)")
        #expect(!compact.contains("\n"))
    }
}

@Test(arguments: UInt64(1)...30)
func `what is written is read again`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var text = ""
    for _ in 0..<20 {
        let value = UInt32.random(in: 0..<0x300, using: &random)
        text.unicodeScalars.append(Unicode.Scalar(value) ?? " ")
    }
    let json = "{\"v\":\(JSONText.quoted(text))}"
    #expect(try decode([json], textColumn, ["format": "json"]).values == [[.string(text)]])
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
    #expect(object?["v"] == text, "seed \(seed)")
}
