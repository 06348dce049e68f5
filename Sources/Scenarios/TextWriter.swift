/// Numbers, times and strings as bytes of JSON, without a `String` in between.
enum TextWriter {
    /// Appends a number with exactly so many digits; higher digits are dropped.
    static func append(_ value: UInt64, digits: Int, to bytes: inout [UInt8]) {
        var divisor: UInt64 = 1
        for _ in 1..<digits { divisor *= 10 }
        var rest = value
        for _ in 0..<digits {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor % 10))
            rest %= divisor
            divisor /= 10
        }
    }

    /// Appends a number with as many digits as it has.
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var digits = 1
        var rest = value / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        append(value, digits: digits, to: &bytes)
    }

    /// Appends sixteen digits in groups of four: `9945-4485-5524-4452`.
    static func append(couponCode code: UInt64, to bytes: inout [UInt8]) {
        append(code / 1_000_000_000_000 % 10_000, digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(code / 100_000_000 % 10_000, digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(code / 10_000 % 10_000, digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(code % 10_000, digits: 4, to: &bytes)
    }

    /// Appends `2024-09-01T23:16:01.000`: UTC, without a zone.
    ///
    /// The time is in ms since 1970 and lies between 1970 and the end of 9999.
    static func append(timeMs: Int64, to bytes: inout [UInt8]) {
        let date = CivilDate(daysSince1970: timeMs / 86_400_000)
        let inDay = UInt64(timeMs % 86_400_000)
        append(UInt64(date.year), digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(UInt64(date.month), digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(UInt64(date.day), digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        append(inDay / 3_600_000, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(inDay / 60_000 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(inDay / 1_000 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        append(inDay % 1_000, digits: 3, to: &bytes)
    }

    /// The inside of a JSON string: quotes, backslashes and control characters escaped.
    static func escaped(_ text: String) -> [UInt8] {
        let hexadecimal = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                bytes += Array("\\u00".utf8)
                bytes += [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            default:
                bytes.append(byte)
            }
        }
        return bytes
    }
}
