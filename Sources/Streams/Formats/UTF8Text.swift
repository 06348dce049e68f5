/// Checks of bytes that should be UTF-8.
enum UTF8Text {
    /// The length of the character whose first byte is not ASCII; 0 when the bytes are no UTF-8.
    ///
    /// Overlong forms, surrogates and what lies beyond U+10FFFF are none.
    static func characterLength(_ at: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Int {
        let first = at[0]
        let available = end - at
        switch first {
        case 0xC2...0xDF:
            return available >= 2 && isTail(at[1]) ? 2 : 0
        case 0xE0...0xEF:
            guard available >= 3, isTail(at[1]), isTail(at[2]) else { return 0 }
            if first == 0xE0 && at[1] < 0xA0 { return 0 }
            if first == 0xED && at[1] > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard available >= 4, isTail(at[1]), isTail(at[2]), isTail(at[3]) else { return 0 }
            if first == 0xF0 && at[1] < 0x90 { return 0 }
            if first == 0xF4 && at[1] > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }

    @inline(__always)
    private static func isTail(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Adds one Unicode scalar value, which must be one, as UTF-8.
    static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(scalar))
        } else if scalar < 0x800 {
            bytes.append(UInt8(0xC0 | scalar >> 6))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        } else if scalar < 0x1_0000 {
            bytes.append(UInt8(0xE0 | scalar >> 12))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        } else {
            bytes.append(UInt8(0xF0 | scalar >> 18))
            bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
