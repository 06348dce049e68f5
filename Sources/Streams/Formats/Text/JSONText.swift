import Engine

/// Writes JSON without a library: what texts and containers look like.
public enum JSONText {
    /// Adds a text in quotes with the escapes it needs.
    public static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { append(utf8: UnsafeRawBufferPointer($0), to: &bytes) }
    }

    /// Adds a text in quotes with the escapes it needs.
    public static func append(_ text: String, to output: inout String) {
        output += quoted(text)
    }

    /// The text in quotes with the escapes it needs.
    public static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds UTF-8 in quotes; quotes, backslashes and control characters are escaped, nothing else.
    public static func append(utf8 text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        var plain = 0
        for (index, byte) in text.enumerated()
        where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            bytes.append(contentsOf: text[plain..<index])
            appendEscape(of: byte, to: &bytes)
            plain = index + 1
        }
        bytes.append(contentsOf: text[plain...])
        bytes.append(0x22)
    }

    /// Adds a number; NaN and the infinities become texts, as Jackson writes them.
    public static func append(_ number: Double, to bytes: inout [UInt8]) {
        if number.isFinite {
            NumberText.append(number, to: &bytes)
        } else {
            bytes.append(0x22)
            NumberText.append(number, to: &bytes)
            bytes.append(0x22)
        }
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(0x5C)
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hexDigit(byte >> 4))
            bytes.append(hexDigit(byte & 15))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Adds a checked JSON value without its blanks, each text with only the escapes it needs.
    ///
    /// Numbers stay as they are written.
    static func appendCompact(_ value: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var at = 0
        while at < value.count {
            let byte = value[at]
            at += 1
            if byte == 0x22 {
                let first = at
                while value[at] != 0x22 { at += value[at] == 0x5C ? 2 : 1 }
                var plain: [UInt8] = []
                JSONUnescape.append(.init(rebasing: value[first..<at]), to: &plain)
                plain.withUnsafeBytes { append(utf8: $0, to: &bytes) }
                at += 1
            } else if byte > 0x20 {
                bytes.append(byte)
            }
        }
    }
}
