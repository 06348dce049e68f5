/// A mistake in a theme file, and what to write instead.
public struct ThemeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file's name, or the name of the theme that was asked for.
    public let file: String
    /// Counted from 1; 0 when the mistake is not on a line.
    public let line: Int
    public let message: String

    public var description: String {
        line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
    }
}

/// The nearest of several names to one that was mistyped; `nil` when none is near.
func nearestName(to word: String, among names: [String]) -> String? {
    let nearest = names.map { (name: $0, edits: edits(from: word, to: $0)) }
        .min { $0.edits < $1.edits }
    guard let nearest, nearest.edits <= max(2, word.count / 3), nearest.edits < word.count else {
        return nil
    }
    return nearest.name
}

/// How many letters have to be put in, taken out or changed.
private func edits(from word: String, to other: String) -> Int {
    let other = Array(other.lowercased())
    var row = Array(0...other.count)
    for (index, letter) in word.lowercased().enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in other.indices {
            let change = diagonal + (letter == other[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(change, row[column] + 1, diagonal + 1)
        }
    }
    return row[other.count]
}
