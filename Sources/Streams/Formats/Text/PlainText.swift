/// Texts from outside, made fit for a terminal.
public enum PlainText {
    /// The text with control characters as visible symbols, so that nothing can move the cursor.
    ///
    /// C0 controls and DEL become Unicode's control pictures; C1 controls and the characters that
    /// reorder text become the replacement character.
    public static func visible(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var output = ""
        output.unicodeScalars.append(contentsOf: text.unicodeScalars.lazy.map(visible))
        return output
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        case 0x80..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: scalar
        }
    }

    /// The first characters of bytes that may be anything, for a sentence about them.
    static func excerpt(_ bytes: some Collection<UInt8>, limit: Int = 60) -> String {
        let text = visible(String(decoding: bytes.prefix(limit), as: UTF8.self))
        return bytes.count > limit ? text + "…" : text
    }
}
