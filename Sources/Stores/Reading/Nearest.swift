/// Finds the name that was probably meant.
enum Nearest {
    /// The nearest name, when it is near enough to be a slip of the finger.
    static func name(to wanted: String, among names: some Sequence<String>) -> String? {
        let lowered = wanted.lowercased()
        let limit = max(2, lowered.count / 3)
        var best: (name: String, distance: Int)?
        for name in names {
            let distance = distance(lowered, name.lowercased())
            if distance <= limit, distance < best?.distance ?? Int.max { best = (name, distance) }
        }
        return best?.name
    }

    /// A sentence's end: the nearest name, else all of them.
    static func advice(for wanted: String, among names: [String], what: String) -> String {
        if let near = name(to: wanted, among: names) { return "did you mean \(near)?" }
        if names.isEmpty { return "there are no \(what) yet" }
        let shown = names.prefix(12).joined(separator: ", ")
        return "the \(what) are " + shown + (names.count > 12 ? ", …" : "")
    }

    /// Levenshtein's distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8.prefix(200))
        let right = Array(right.utf8.prefix(200))
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
