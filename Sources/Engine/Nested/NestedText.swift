/// How an ARRAY or a ROW is kept in a column of texts: as JSON without blanks.
///
/// Numbers stand as CAST AS STRING writes them (NaN and the infinities in quotes), texts in quotes,
/// and of a ROW every field in its order. So equal values are equal bytes.
public enum NestedText {
    /// Adds a value in the form in which it stands inside an array.
    public static func append(_ value: Value, as type: DataType, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .integer(let number):
            if type == .boolean {
                bytes.append(contentsOf: (number == 0 ? "false" : "true").utf8)
            } else {
                NumberText.append(number, to: &bytes)
            }
        case .double(let number):
            if !number.isFinite { bytes.append(UInt8(ascii: "\"")) }
            value.append(as: type, zone: .utc, to: &bytes)
            if !number.isFinite { bytes.append(UInt8(ascii: "\"")) }
        case .decimal(let number): number.appendPlain(to: &bytes)
        case .string(let text):
            if type.isNested {
                bytes.append(contentsOf: text.utf8)
            } else {
                Array(text.utf8).withUnsafeBytes { append(quoted: $0, to: &bytes) }
            }
        }
    }

    /// Adds a text in quotes; quotes, backslashes and control characters are escaped.
    public static func append(quoted text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Digest.digit(byte >> 4, isCapital: true))
                bytes.append(Digest.digit(byte & 15, isCapital: true))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds the text that stands in quotes, without them and without its escapes.
    static func append(unquoted text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var at = 1
        while at < text.count - 1 {
            guard text[at] == UInt8(ascii: "\\") else {
                bytes.append(text[at])
                at += 1
                continue
            }
            if text[at + 1] == UInt8(ascii: "u"), at + 5 < text.count {
                let digits = String(decoding: text[at + 2..<at + 6], as: UTF8.self)
                bytes.append(UInt8(truncatingIfNeeded: Int(digits, radix: 16) ?? 0x3F))
                at += 6
            } else {
                bytes.append(text[at + 1])
                at += 2
            }
        }
    }

    /// Who a nested value is shown to.
    public enum Style: Sendable {
        /// CAST AS STRING: `[1, NULL]`, `(a, TRUE)`.
        case cast
        /// Flink's print connector: `[1, null]`, `+I[a, true]`.
        case print
    }

    /// Adds a nested value for people, as Flink shows it.
    public static func append(
        shown text: UnsafeRawBufferPointer, as type: DataType, _ style: Style,
        to bytes: inout [UInt8]
    ) {
        switch type {
        case _ where isNull(text):
            bytes.append(contentsOf: (style == .cast ? "NULL" : "null").utf8)
        case .array(let element):
            append(members: text, "[", "]", { _ in element }, style, to: &bytes)
        case .row(let fields):
            append(
                members: text, style == .cast ? "(" : "+I[", style == .cast ? ")" : "]",
                { fields.indices.contains($0) ? fields[$0].type : .string }, style, to: &bytes)
        case .boolean where style == .cast:
            bytes.append(contentsOf: (text.first == UInt8(ascii: "t") ? "TRUE" : "FALSE").utf8)
        default:
            if text.first == UInt8(ascii: "\"") {
                append(unquoted: text, to: &bytes)
            } else {
                bytes.append(contentsOf: text)
            }
        }
    }

    private static func append(
        members text: UnsafeRawBufferPointer, _ opening: String, _ closing: String,
        _ type: (Int) -> DataType, _ style: Style, to bytes: inout [UInt8]
    ) {
        bytes.append(contentsOf: opening.utf8)
        var members = NestedMembers(text)
        var index = 0
        while let member = members.next() {
            if index > 0 { bytes.append(contentsOf: ", ".utf8) }
            append(
                shown: UnsafeRawBufferPointer(rebasing: text[member]), as: type(index), style,
                to: &bytes)
            index += 1
        }
        bytes.append(contentsOf: closing.utf8)
    }

    static func isNull(_ text: UnsafeRawBufferPointer) -> Bool {
        text.first == UInt8(ascii: "n")
    }
}

/// Goes through the elements of an array, or the fields of a ROW, in the form of ``NestedText``.
struct NestedMembers {
    private let text: UnsafeRawBufferPointer
    private let hasNames: Bool
    private var position = 1

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
        hasNames = text.first == UInt8(ascii: "{")
    }

    /// Where the next value stands; `nil` behind the last.
    mutating func next() -> Range<Int>? {
        // The last byte is the closing bracket.
        guard position < text.count - 1 else { return nil }
        if hasNames {
            skipText()
            position += 1
        }
        let start = position
        var depth = 0
        while position < text.count - 1 {
            switch text[position] {
            case UInt8(ascii: "\""):
                skipText()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                position += 1
                return start..<position - 1
            default: break
            }
            position += 1
        }
        return start..<max(start, position)
    }

    private mutating func skipText() {
        position += 1
        while position < text.count - 1, text[position] != UInt8(ascii: "\"") {
            position += text[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    /// The value at a place counted from 0; `nil` where there is none.
    static func find(_ index: Int64, in text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var members = NestedMembers(text)
        var place: Int64 = 0
        while let member = members.next() {
            if place == index { return UnsafeRawBufferPointer(rebasing: text[member]) }
            place += 1
        }
        return nil
    }
}
