import TestSupport

/// Changes scripts: bytes, and whole words among the words of other scripts.
struct ScriptMutator {
    private static let words = [
        "SELECT", "FROM", "(", ")", ",", ";", "'", "`", "--", "/*", "NULL", "CASE", "END", "AND",
        "NOT", "-", "1e400", "INTERVAL", "'5' SECOND", "GROUP BY", "window_end", "COUNT(*)",
        "CREATE TABLE", "=>", "\u{0}", "é", "-- @ttl 1 d\n", "9223372036854775808", "%", "[1]",
        "ARRAY<", ">", "ROW<a INT>", "PROCTIME()", "HAVING", "OVER (", "UNION ALL", "\"",
        "\u{FEFF}",
    ]

    /// Changes one to six places.
    static func mutate(_ script: String, _ others: [String], _ random: inout SplitMix64) -> String {
        var bytes = Array(script.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: 0)
            case 2: bytes.replaceSubrange(place..<end, with: pick(words, &random).utf8)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 4 where place < bytes.count:
                // Long names, texts and numbers, and deep nesting.
                let more = repeatElement(bytes[place], count: 3_000)
                bytes.insert(contentsOf: more, at: place)
            default: exchangeWord(&bytes, place, others, &random)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func pick(_ choices: [String], _ random: inout SplitMix64) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == 95
    }

    /// The word at a place becomes a word of another script.
    private static func exchangeWord(
        _ bytes: inout [UInt8], _ place: Int, _ others: [String], _ random: inout SplitMix64
    ) {
        let other = Array(pick(others, &random).utf8)
        guard let start = bytes[place...].firstIndex(where: isWord), !other.isEmpty else { return }
        let end = bytes[start...].firstIndex { !isWord($0) } ?? bytes.count
        let from = Int.random(in: 0..<other.count, using: &random)
        guard let first = other[from...].firstIndex(where: isWord) else { return }
        let last = other[first...].firstIndex { !isWord($0) } ?? other.count
        bytes.replaceSubrange(start..<end, with: other[first..<last])
    }
}
