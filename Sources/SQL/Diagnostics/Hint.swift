import Engine

extension Spelling {
    /// `; did you mean …?`, or nothing.
    static func hint(for word: String, among known: some Sequence<String>) -> String {
        guard let near = nearest(to: word, among: known) else { return "" }
        return "; did you mean \(near)?"
    }
}
