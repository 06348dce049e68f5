/// The format that a table's WITH options name, and typed access to that format's own options.
struct FormatOptions {
    let table: String
    let format: String
    private let options: [String: String]
    private let prefixes: [String]

    /// Reads `format`, or `value.format` whose options Flink prefixes with `value.`.
    init(table: String, options: [String: String]) throws(FormatOptionError) {
        self.table = table
        self.options = options
        if let format = options["format"] {
            self.format = format
            prefixes = ["\(format)."]
        } else if let format = options["value.format"] {
            self.format = format
            prefixes = ["value.\(format).", "\(format)."]
        } else {
            throw FormatOptionError(
                table: table, option: "format", message: "is missing; write 'format' = 'json'")
        }
    }

    /// Refuses options of this format that nobody reads, because a typo must not be silent.
    func expectOnly(_ known: Set<String>) throws(FormatOptionError) {
        for key in options.keys.sorted() {
            guard let prefix = prefixes.first(where: { key.hasPrefix($0) }) else { continue }
            if known.contains(String(key.dropFirst(prefix.count))) { continue }
            throw FormatOptionError(
                table: table, option: key, message: "is not known to the \(format) format")
        }
    }

    func text(_ name: String) -> String? {
        for prefix in prefixes {
            if let value = options[prefix + name] { return value }
        }
        return nil
    }

    func boolean(_ name: String, default fallback: Bool) throws(FormatOptionError) -> Bool {
        guard let text = text(name) else { return fallback }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw failure(name, "is '\(text)'; write 'true' or 'false'")
        }
    }

    /// One ASCII character, with Java's escapes (`\t`, `\u0001`) resolved.
    func character(_ name: String) throws(FormatOptionError) -> UInt8? {
        guard let text = text(name) else { return nil }
        if let byte = Self.byte(of: text) { return byte }
        throw failure(name, "is '\(text)'; it must be one ASCII character")
    }

    func failure(_ name: String, _ message: String) -> FormatOptionError {
        FormatOptionError(table: table, option: (prefixes.first ?? "") + name, message: message)
    }

    private static func byte(of text: String) -> UInt8? {
        let bytes = Array(text.utf8)
        if bytes.count == 1 { return bytes[0] < 0x80 ? bytes[0] : nil }
        switch text {
        case "\\t": return 0x09
        case "\\\\": return 0x5C
        case "\\\"": return 0x22
        case "\\'": return 0x27
        default:
            guard bytes.count == 6, text.hasPrefix("\\u") else { return nil }
            return UInt16(text.dropFirst(2), radix: 16).flatMap { $0 < 0x80 ? UInt8($0) : nil }
        }
    }
}
