/// The way to one value of a JSON text: `$.order.items[0].price`, `$['a key']`.
public struct JSONPath: Sendable {
    enum Step: Sendable {
        case key([UInt8])
        case index(Int)
    }

    /// What lies at the end of the way.
    enum Found: Equatable {
        /// The text is no JSON, as far as it was read.
        case invalid
        case missing
        case null
        /// A text without its escapes, a number or a truth value.
        case scalar([UInt8])
        /// An object or an array.
        case container
    }

    private let steps: [Step]

    /// `nil` when it is no such path; `lax` before it is the default, `strict` is not supported.
    public init?(_ text: String) {
        var rest = Substring(text)
        if rest.hasPrefix("lax ") { rest = rest.dropFirst(4) }
        guard rest.popFirst() == "$" else { return nil }
        var steps: [Step] = []
        while let mark = rest.popFirst() {
            if mark == "." {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                guard !name.isEmpty else { return nil }
                steps.append(.key(Array(name.utf8)))
                rest = rest.dropFirst(name.count)
            } else if mark == "[", let quote = rest.first, quote == "'" || quote == "\"" {
                let name = rest.dropFirst().prefix { $0 != quote }
                rest = rest.dropFirst(name.count + 1)
                guard rest.hasPrefix("\(quote)]") else { return nil }
                rest = rest.dropFirst(2)
                steps.append(.key(Array(name.utf8)))
            } else if mark == "[" {
                let digits = rest.prefix { $0 != "]" }
                guard let index = Int(digits), index >= 0 else { return nil }
                rest = rest.dropFirst(digits.count)
                guard rest.popFirst() == "]" else { return nil }
                steps.append(.index(index))
            } else {
                return nil
            }
        }
        self.steps = steps
    }

    func find(in text: UnsafeRawBufferPointer) -> Found {
        var scanner = JSONScanner(text)
        for step in steps {
            switch step {
            case .key(let key):
                guard scanner.current == UInt8(ascii: "{") else {
                    return scanner.skipValue() ? .missing : .invalid
                }
                guard let isThere = scanner.enter(key: key) else { return .invalid }
                if !isThere { return .missing }
            case .index(let index):
                guard scanner.current == UInt8(ascii: "[") else {
                    // As lax says, a value is a list of itself.
                    if index == 0 { continue }
                    return scanner.skipValue() ? .missing : .invalid
                }
                guard let isThere = scanner.enter(index: index) else { return .invalid }
                if !isThere { return .missing }
            }
        }
        return scanner.value()
    }
}

/// Steps through a JSON text without keeping it.
private struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    private static let deepest = 128

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        skipBlanks()
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 32 || (9...13).contains(byte) { position += 1 }
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        skipBlanks()
        return true
    }

    /// Goes to the value of a key; `nil` when this is no object after all.
    mutating func enter(key: [UInt8]) -> Bool? {
        guard accept(UInt8(ascii: "{")) else { return nil }
        if accept(UInt8(ascii: "}")) { return false }
        while true {
            guard let name = text(), accept(UInt8(ascii: ":")) else { return nil }
            if name == key { return true }
            guard skipValue() else { return nil }
            if accept(UInt8(ascii: "}")) { return false }
            guard accept(UInt8(ascii: ",")) else { return nil }
        }
    }

    mutating func enter(index: Int) -> Bool? {
        guard accept(UInt8(ascii: "[")) else { return nil }
        if accept(UInt8(ascii: "]")) { return false }
        for _ in 0..<index {
            guard skipValue() else { return nil }
            if accept(UInt8(ascii: "]")) { return false }
            guard accept(UInt8(ascii: ",")) else { return nil }
        }
        return true
    }

    mutating func value() -> JSONPath.Found {
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return skipValue() ? .container : .invalid
        case UInt8(ascii: "\""): return text().map { .scalar($0) } ?? .invalid
        default:
            let start = position
            guard skipValue() else { return .invalid }
            var end = position
            while end > start, bytes[end - 1] <= 32 { end -= 1 }
            let word = Array(bytes[start..<end])
            if word == Array("null".utf8) { return .null }
            guard word.contains(where: { ".eE".utf8.contains($0) }), word[0] != 116, word[0] != 102,
                let number = word.withUnsafeBytes({ NumberText.parseDouble($0) })
            else { return .scalar(word) }
            // Numbers with a point are doubles, as in Flink.
            var text: [UInt8] = []
            NumberText.append(number, to: &text)
            return .scalar(text)
        }
    }

    /// Steps over any value; `false` when there is none.
    mutating func skipValue(_ depth: Int = 0) -> Bool {
        guard depth < Self.deepest else { return false }
        switch current {
        case UInt8(ascii: "\""): return text() != nil
        case UInt8(ascii: "{"): return skipMembers(UInt8(ascii: "}"), depth, hasKeys: true)
        case UInt8(ascii: "["): return skipMembers(UInt8(ascii: "]"), depth, hasKeys: false)
        default:
            let start = position
            while let byte = current, byte > 32, byte != 44, byte != 93, byte != 125 {
                position += 1
            }
            let word = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
            skipBlanks()
            return ["true", "false", "null"].contains { word.elementsEqual($0.utf8) }
                || NumberText.parseDouble(word) != nil
        }
    }

    private mutating func skipMembers(_ close: UInt8, _ depth: Int, hasKeys: Bool) -> Bool {
        position += 1
        skipBlanks()
        if accept(close) { return true }
        while true {
            if hasKeys { guard text() != nil, accept(UInt8(ascii: ":")) else { return false } }
            guard skipValue(depth + 1) else { return false }
            if accept(close) { return true }
            guard accept(UInt8(ascii: ",")) else { return false }
        }
    }

    /// A text without its quotes and escapes, and the blanks behind it.
    private mutating func text() -> [UInt8]? {
        guard current == UInt8(ascii: "\"") else { return nil }
        position += 1
        var result: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                skipBlanks()
                return result
            case UInt8(ascii: "\\"): guard appendEscape(to: &result) else { return nil }
            case 0..<32: return nil
            default: result.append(byte)
            }
        }
        return nil
    }

    private mutating func appendEscape(to result: inout [UInt8]) -> Bool {
        guard let byte = current else { return false }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): result.append(8)
        case UInt8(ascii: "t"): result.append(9)
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "f"): result.append(12)
        case UInt8(ascii: "r"): result.append(13)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "u"):
            guard var unit = hexadecimal() else { return false }
            if (0xD800..<0xDC00).contains(unit) {
                guard position + 1 < bytes.count, bytes[position] == 92, bytes[position + 1] == 117
                else { return false }
                position += 2
                guard let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return false }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { return false }
            result.append(contentsOf: String(scalar).utf8)
        default: return false
        }
        return true
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        position += 4
        return UInt32(digits, radix: 16)
    }
}
