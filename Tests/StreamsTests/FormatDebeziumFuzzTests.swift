import Engine
import Foundation
import Streams
import TestSupport
import Testing

/// Random messages of Debezium: mostly right, with members missing, moved, doubled or broken.
private struct Envelopes {
    var random: SplitMix64

    mutating func chance(_ sides: Int) -> Bool {
        Int.random(in: 0..<sides, using: &random) == 0
    }

    mutating func pick<Item>(_ items: [Item]) -> Item {
        items[Int.random(in: 0..<items.count, using: &random)]
    }

    mutating func image() -> String {
        if chance(6) { return pick(["null", "{}", "1", "[]", "\"row\""]) }
        var members = [
            "\"id\":\(Int.random(in: -5...5, using: &random))",
            "\"name\":\(pick(["\"a\"", "\"é\\n\"", "null", "\"{}\""]))",
            "\"other\":\(pick(["{\"id\":9}", "[1,2]", "true"]))",
        ]
        members.shuffle(using: &random)
        return "{" + members.dropFirst(chance(3) ? 1 : 0).joined(separator: ",") + "}"
    }

    mutating func message() -> String {
        var members = [
            "\"before\":\(image())", "\"after\":\(image())",
            "\"op\":\(pick(["c", "r", "u", "d", "u", "d", "t", ""].map { "\"\($0)\"" }))",
            "\"ts_ms\":\(pick(["1767603600000", "null"]))",
            "\"source\":\(pick(["{\"table\":\"t\",\"db\":null}", "null"]))",
        ]
        if chance(3) { members.shuffle(using: &random) }
        if chance(4) { members.remove(at: Int.random(in: 0..<members.count, using: &random)) }
        let text = "{" + members.joined(separator: pick([",", " , "])) + "}"
        guard chance(5) else { return text }
        var bytes = Array(text.utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = pick(Array("{}[]\",:0ne".utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What Foundation makes of a message: kinds with id and name, or `nil` for no change.
private func judged(_ text: String) -> [String]? {
    guard let root = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
        let operation = root["op"] as? String
    else { return nil }
    func image(_ name: String) -> String? {
        guard let row = root[name] as? [String: Any] else { return nil }
        let id = (row["id"] as? NSNumber).map { "\($0.int64Value)" } ?? "null"
        return "\(id) \(row["name"] as? String ?? "null")"
    }
    switch operation {
    case "c", "r": return image("after").map { ["insert \($0)"] }
    case "d": return image("before").map { ["delete \($0)"] }
    case "u":
        guard let before = image("before"), let after = image("after") else { return nil }
        return ["updateBefore \(before)", "updateAfter \(after)"]
    default: return nil
    }
}

@Test(arguments: UInt64(1)...60)
func `changes are what Foundation reads of them`(seed: UInt64) throws {
    var envelopes = Envelopes(random: SplitMix64(seed: seed))
    let fields = [Field("id", .bigint), Field("name", .string)]
    let texts = (0..<40).map { _ in envelopes.message() }
        // Foundation lets a comma stand before a bracket, and what has changed type in a column
        // that is read is a matter of the coercion table.
        .filter { !$0.contains(/,\s*[}\]]/) && !$0.contains(/"(id|name)":[^-0-9n"]/) }
        .filter { !$0.contains(/"id":(n|")/) && !$0.contains(/"name":[-0-9]/) }
    let decoded = try decode(texts, fields, ["format": "debezium-json"])
    let refused = Set(decoded.refusals.map(\.message))
    for (index, text) in texts.enumerated() {
        let rows = decoded.messageIndices.indices.filter { decoded.messageIndices[$0] == index }
            .map { row in
                let cells = decoded.rows.row(row).map { value in
                    switch value {
                    case .integer(let number): "\(number)"
                    case .string(let text): text
                    default: "null"
                    }
                }
                return "\(decoded.rows.kinds?[row] ?? .insert) \(cells.joined(separator: " "))"
            }
        #expect(refused.contains(index) == rows.isEmpty, "seed \(seed): \(text)")
        #expect((rows.isEmpty ? nil : rows) == judged(text), "seed \(seed): \(text)")
    }
    #expect(texts.count > 20, "seed \(seed)")
}
