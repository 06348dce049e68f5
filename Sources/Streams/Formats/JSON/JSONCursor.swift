import CIntrinsics

/// A place in a JSON text and the steps over its grammar; RFC 8259 and nothing beyond it.
///
/// It reads blocks of sixteen bytes that may reach beyond the end of a message, but never beyond
/// the buffer that the message is a slice of. The buffer outlives the cursor: both live inside one
/// call.
struct JSONCursor {
    /// Nested arrays and objects, the outermost counted.
    static let maximumDepth = 128

    let base: UnsafePointer<UInt8>
    /// The last place where sixteen bytes can be read.
    let lastBlock: UnsafePointer<UInt8>
    var at: UnsafePointer<UInt8>
    /// Behind the last byte of the message.
    var end: UnsafePointer<UInt8>

    init(base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        lastBlock = base + (count - 16)
        at = base
        end = base + count
    }

    var byte: Int { at - base }

    func fault(_ syntax: DecodeFailure.Syntax) -> JSONFault {
        JSONFault(.syntax(at < end ? syntax : .unexpectedEnd), byte: byte)
    }

    /// The byte here, or 0, which no grammar rule accepts, at the end.
    @inline(__always)
    var current: UInt8 { at < end ? at.pointee : 0 }

    @inline(__always)
    mutating func skipBlanks() {
        while at < end {
            let byte = at.pointee
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    /// Steps over the rest of a text; the cursor stands behind the opening quote.
    ///
    /// Whether it has escapes: without them its bytes are its value.
    @inline(__always)
    mutating func skipText() throws(JSONFault) -> Bool {
        var hasEscapes = false
        while true {
            skipPlainBytes()
            guard at < end else {
                // Blocks reach beyond the message; a place to report must not.
                at = end
                throw fault(.unexpectedEnd)
            }
            let byte = at.pointee
            if byte == 0x22 {
                at += 1
                return hasEscapes
            }
            try skipSpecial(byte, &hasEscapes)
        }
    }

    /// Steps over printable ASCII but quotes and backslashes, sixteen bytes at a time.
    @inline(__always)
    private mutating func skipPlainBytes() {
        var p = at
        while p <= lastBlock {
            let ends = cin_ends_of_text_16(p)
            if ends != 0 {
                at = p + ends.trailingZeroBitCount
                return
            }
            p += 16
        }
        while p < end, p.pointee >= 0x20, p.pointee < 0x80, p.pointee != 0x22, p.pointee != 0x5C {
            p += 1
        }
        at = p
    }

    /// One escape or one character beyond ASCII.
    private mutating func skipSpecial(
        _ byte: UInt8, _ hasEscapes: inout Bool
    ) throws(JSONFault) {
        if byte == 0x5C {
            hasEscapes = true
            try skipEscape()
        } else if byte >= 0x80 {
            let length = UTF8Text.characterLength(at, end: end)
            guard length > 0 else { throw JSONFault(.notUTF8, byte: self.byte) }
            at += length
        } else {
            throw fault(.controlCharacter)
        }
    }

    private mutating func skipEscape() throws(JSONFault) {
        guard end - at >= 2 else {
            at = end
            throw fault(.unexpectedEnd)
        }
        switch at[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            guard let unit = Self.hexUnit(at, end: end) else { throw fault(.escape) }
            if unit & 0xFC00 == 0xD800 {
                guard let low = Self.hexUnit(at + 6, end: end), low & 0xFC00 == 0xDC00 else {
                    throw fault(.loneSurrogate)
                }
                at += 12
            } else if unit & 0xFC00 == 0xDC00 {
                throw fault(.loneSurrogate)
            } else {
                at += 6
            }
        default:
            throw fault(.escape)
        }
    }

    /// The UTF-16 unit of `\uXXXX` at this place.
    static func hexUnit(_ at: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> UInt32? {
        guard end - at >= 6, at[0] == 0x5C, at[1] == UInt8(ascii: "u") else { return nil }
        var unit: UInt32 = 0
        for index in 2..<6 {
            let byte = at[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// Steps over a number; whether it is an integer, without a fraction and without an exponent.
    mutating func skipNumber() throws(JSONFault) -> Bool {
        if current == UInt8(ascii: "-") { at += 1 }
        if current == UInt8(ascii: "0") { at += 1 } else { try skipDigits() }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            try skipDigits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { at += 1 }
            try skipDigits()
        }
        try expectNumberEnd()
        return isInteger
    }

    /// `01` and `1x` are one wrong number, not a number and then something else.
    @inline(__always)
    func expectNumberEnd() throws(JSONFault) {
        switch current {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            throw fault(.number)
        default: break
        }
    }

    private mutating func skipDigits() throws(JSONFault) {
        let first = at
        while at < end, at.pointee &- 0x30 <= 9 { at += 1 }
        if at == first { throw fault(.number) }
    }

    /// Steps over a word when it stands here.
    @inline(__always)
    mutating func skip(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard end - at >= length else { return false }
        for index in 0..<length where at[index] != word.utf8Start[index] { return false }
        at += length
        return true
    }

    /// Steps over any value, checking all of it; it stands in `depth` arrays and objects.
    mutating func skipValue(depth: Int) throws(JSONFault) {
        switch current {
        case UInt8(ascii: "\""):
            at += 1
            _ = try skipText()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            _ = try skipNumber()
        case UInt8(ascii: "{"): try skipObject(depth: depth + 1)
        case UInt8(ascii: "["): try skipArray(depth: depth + 1)
        default:
            guard skip("true") || skip("false") || skip("null") else { throw fault(.value) }
        }
    }

    private mutating func skipObject(depth: Int) throws(JSONFault) {
        try enter(depth)
        if current == UInt8(ascii: "}") {
            at += 1
            return
        }
        while true {
            _ = try skipKey()
            try skipValue(depth: depth)
            skipBlanks()
            if current == UInt8(ascii: "}") {
                at += 1
                return
            }
            guard current == UInt8(ascii: ",") else { throw fault(.commaOrBrace) }
            at += 1
            skipBlanks()
        }
    }

    private mutating func skipArray(depth: Int) throws(JSONFault) {
        try enter(depth)
        if current == UInt8(ascii: "]") {
            at += 1
            return
        }
        while true {
            try skipValue(depth: depth)
            skipBlanks()
            if current == UInt8(ascii: "]") {
                at += 1
                return
            }
            guard current == UInt8(ascii: ",") else { throw fault(.commaOrBracket) }
            at += 1
            skipBlanks()
        }
    }

    /// Steps over the opening bracket and the blanks behind it.
    mutating func enter(_ depth: Int) throws(JSONFault) {
        guard depth <= Self.maximumDepth else { throw JSONFault(.tooDeep, byte: byte) }
        at += 1
        skipBlanks()
    }

    /// Steps over a key, its colon and the blanks around that.
    ///
    /// The text is the bytes between the quotes.
    mutating func skipKey() throws(JSONFault) -> (text: Range<Int>, hasEscapes: Bool) {
        guard current == UInt8(ascii: "\"") else { throw fault(.key) }
        at += 1
        let first = byte
        let hasEscapes = try skipText()
        let text = first..<byte - 1
        skipBlanks()
        guard current == UInt8(ascii: ":") else { throw fault(.colon) }
        at += 1
        skipBlanks()
        return (text, hasEscapes)
    }
}
