/// The modules a Swift file imports.
struct ImportScanner {
    static func modules(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let code = line.split(separator: "//", omittingEmptySubsequences: false)[0]
            var words = code.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ";" })[...]
            // Attributes and access levels stand before, the kind of a single symbol after it.
            while let first = words.first, first.hasPrefix("@") || levels.contains(first) {
                words = words.dropFirst()
            }
            guard words.popFirst() == "import" else { return nil }
            if let kind = words.first, kinds.contains(kind) { words = words.dropFirst() }
            return words.first.map { String($0.prefix { $0 != "." }) }
        }
    }

    private static let levels: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private",
    ]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]
}
