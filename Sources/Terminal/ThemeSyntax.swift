/// The part of JSON that theme files use: objects, strings, whole numbers, true and false.
enum ThemeValue: Equatable {
    case object([Member])
    case string(String)
    case number(Int)
    case boolean(Bool)

    struct Member: Equatable {
        let key: String
        let line: Int
        let value: ThemeValue
    }
}

/// Reads a theme file strictly; what is not in that part of JSON is an error with its line.
struct ThemeReader {
    private static let deepest = 4

    private let file: String
    private let bytes: [UInt8]
    private var next = 0
    private var line = 1

    init(_ text: String, file: String) {
        self.file = file
        bytes = Array(text.utf8)
    }

    /// The members of the one object that a file is.
    mutating func readFile() throws(ThemeError) -> [ThemeValue.Member] {
        skipBlanks()
        guard case .object(let members) = try readValue(depth: 0) else {
            throw error("a theme is an object: begin with {")
        }
        skipBlanks()
        guard next == bytes.count else { throw error("remove what follows the last }") }
        return members
    }

    private mutating func readValue(depth: Int) throws(ThemeError) -> ThemeValue {
        guard depth < Self.deepest else { throw error("objects are nested too deeply") }
        switch peek {
        case UInt8(ascii: "{"): return .object(try readMembers(depth: depth))
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "["): throw error("a theme has no lists: write a colour or an object")
        case .some(let byte):
            return try readWord(from: byte)
        case .none:
            throw error("the file ends too early")
        }
    }

    private mutating func readMembers(depth: Int) throws(ThemeError) -> [ThemeValue.Member] {
        var members: [ThemeValue.Member] = []
        next += 1
        skipBlanks()
        if take("}") { return [] }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
            let keyLine = line
            let key = try readString()
            guard !members.contains(where: { $0.key == key }) else {
                throw error("\"\(SafeText.visible(key))\" stands here twice: remove one")
            }
            skipBlanks()
            guard take(":") else {
                throw error("expected : after \"\(SafeText.visible(key))\"")
            }
            skipBlanks()
            let value = try readValue(depth: depth + 1)
            members.append(ThemeValue.Member(key: key, line: keyLine, value: value))
            skipBlanks()
        } while take(",")
        guard take("}") else { throw error("expected , or } here") }
        return members
    }

    private mutating func readString() throws(ThemeError) -> String {
        next += 1
        var content: [UInt8] = []
        while let byte = peek {
            next += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw error("this text is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): content += try readEscape()
            case 0..<0x20: throw error("a string ends with \" on its own line")
            default: content.append(byte)
            }
        }
        throw error("a string is not closed")
    }

    private mutating func readEscape() throws(ThemeError) -> [UInt8] {
        guard let byte = peek else { throw error("a string is not closed") }
        next += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        default: throw error("only \\\" \\\\ \\/ \\n and \\t are escapes in a theme")
        }
    }

    private mutating func readWord(from first: UInt8) throws(ThemeError) -> ThemeValue {
        let start = next
        while let byte = peek, Self.isWordByte(byte) { next += 1 }
        let word = String(decoding: bytes[start..<next], as: UTF8.self)
        if word == "true" { return .boolean(true) }
        if word == "false" { return .boolean(false) }
        if word.count <= 9, word == "0" || !word.hasPrefix("0"), let number = Int(word) {
            return .number(number)
        }
        let shown = word.isEmpty ? String(Unicode.Scalar(first)) : word
        throw error("\(SafeText.visible(shown)) is no value: write \"#rrggbb\" or \"default\"")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    private var peek: UInt8? { next < bytes.count ? bytes[next] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        next += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            if byte == 0x0A { line += 1 }
            next += 1
        }
    }

    private func error(_ message: String) -> ThemeError {
        ThemeError(file: file, line: line, message: message)
    }
}
