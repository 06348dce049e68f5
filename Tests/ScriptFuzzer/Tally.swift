/// What became of the scripts.
struct Tally {
    var accepted = 0
    private(set) var refused = 0
    private(set) var refusals: [String: Int] = [:]
    private(set) var longestMs = 0.0
    private(set) var longestSeed: UInt64 = 0

    mutating func refuse(_ message: String) {
        refused += 1
        refusals[Self.kind(of: message), default: 0] += 1
    }

    mutating func took(_ duration: Duration, _ seed: UInt64) {
        let parts = duration.components
        let ms = Double(parts.seconds) * 1e3 + Double(parts.attoseconds) / 1e15
        if ms > longestMs { (longestMs, longestSeed) = (ms, seed) }
    }

    /// The message without the words of its script: the small ones stay, up to seven.
    private static func kind(of message: String) -> String {
        let words = message.prefix { $0 != ";" }.split(separator: " ").map { word in
            let isPlain = word.allSatisfy { $0.isLowercase || ",:'".contains($0) }
            return isPlain && word.count > 1 || word == "a" || word == "=" ? String(word) : "…"
        }
        var kind: [String] = []
        for word in words where !(word == "…" && kind.last == "…") { kind.append(word) }
        return kind.prefix(7).joined(separator: " ")
    }

    /// Prints what there is since the last time, for the process that started this one.
    mutating func handOver() {
        print("scripts \(accepted) \(refused) \(longestMs) \(longestSeed)")
        for (kind, count) in refusals { print("kind \(count) \(kind)") }
        fflushOutput()
        self = Tally()
    }

    /// Adds a line that ``handOver()`` printed; `false` for other lines.
    mutating func add(_ line: Substring) -> Bool {
        let words = line.split(separator: " ", maxSplits: 4)
        if words.first == "scripts", words.count == 5 {
            accepted += Int(words[1]) ?? 0
            refused += Int(words[2]) ?? 0
            if let ms = Double(words[3]), ms > longestMs {
                (longestMs, longestSeed) = (ms, UInt64(words[4]) ?? 0)
            }
            return true
        }
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.first == "kind", parts.count >= 2 else { return false }
        refusals[parts.count > 2 ? String(parts[2]) : "…", default: 0] += Int(parts[1]) ?? 0
        return true
    }

    var total: Int { accepted + refused }
}
