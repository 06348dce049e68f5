/// Finds the known word that somebody probably meant: in a script, a query or on a command line.
public enum Spelling {
    /// The nearest word, or `nil` when none is near.
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let written = Array(word.lowercased().utf8.prefix(64))
        // Of single letters each is near every other.
        guard written.count > 1 else { return nil }
        let limit = max(1, written.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = distance(written, Array(candidate.lowercased().utf8.prefix(64)))
            if distance <= limit, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.word ?? beginning(written, known)
    }

    /// The one word that begins so: `earliest` for `earliest-offset`.
    private static func beginning(_ written: [UInt8], _ known: some Sequence<String>) -> String? {
        guard written.count > 3 else { return nil }
        let longer = known.filter { $0.lowercased().utf8.starts(with: written) }
        return longer.count == 1 ? longer[0] : nil
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let isSame = left[row] == right[column]
                var cost = min(
                    last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
