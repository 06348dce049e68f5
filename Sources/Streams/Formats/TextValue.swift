import Engine

/// Values written as texts, read as Java reads them: where csv holds them, and JSON in quotes.
enum TextValue {
    typealias Bytes = UnsafeRawBufferPointer

    /// Without the blanks and control characters at both ends, as Java's `String.trim`.
    @inline(__always)
    static func trimmed(_ text: Bytes) -> Bytes {
        var first = 0
        var end = text.count
        while first < end, text[first] <= 0x20 { first &+= 1 }
        while end > first, text[end &- 1] <= 0x20 { end &-= 1 }
        return Bytes(rebasing: text[first..<end])
    }

    /// A decimal number, `NaN` or `Infinity`; what is too large is infinite, as in Java.
    static func double(_ text: Bytes) -> Double? {
        let number = trimmed(text)
        return NumberText.parseDouble(number) ?? word(number)
    }

    /// As ``double(_:)``, rounded once to 32 bits instead of by way of 64.
    static func float(_ text: Bytes) -> Double? {
        let number = trimmed(text)
        guard NumberText.parseDouble(number) != nil else { return word(number) }
        return Float(String(decoding: number, as: UTF8.self)).map { Double($0) }
    }

    private static func word(_ number: Bytes) -> Double? {
        switch String(decoding: number, as: UTF8.self) {
        case "NaN", "+NaN", "-NaN": .nan
        case "Infinity", "+Infinity": .infinity
        case "-Infinity": -.infinity
        default: nil
        }
    }

    /// `true` in any case is true; every other text is false, as in Java.
    static func boolean(_ text: Bytes) -> Bool {
        let word = trimmed(text)
        guard word.count == 4 else { return false }
        return word[0] | 0x20 == UInt8(ascii: "t") && word[1] | 0x20 == UInt8(ascii: "r")
            && word[2] | 0x20 == UInt8(ascii: "u") && word[3] | 0x20 == UInt8(ascii: "e")
    }
}
