import Engine

/// Says which name was probably meant.
enum Nearest {
    /// A sentence's end: the nearest name, else all of them.
    static func advice(for wanted: String, among names: [String], what: String) -> String {
        if let near = Spelling.nearest(to: wanted, among: names) { return "did you mean \(near)?" }
        if names.isEmpty { return "there are no \(what) yet" }
        let shown = names.prefix(12).joined(separator: ", ")
        return "the \(what) are " + shown + (names.count > 12 ? ", …" : "")
    }
}
