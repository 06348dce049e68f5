/// Reads the fixed-width parts of a date and a time, one after the other.
struct DigitReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// `yyyy-MM-dd` in milliseconds; year 0000 is none.
    mutating func date() -> Int64? {
        guard bytes.count - position >= 10 else { return nil }
        let high = twoDigits(at: position)
        let low = twoDigits(at: position + 2)
        let month = twoDigits(at: position + 5)
        let day = twoDigits(at: position + 8)
        guard high >= 0, low >= 0, bytes[position + 4] == UInt8(ascii: "-"),
            bytes[position + 7] == UInt8(ascii: "-"), high + low > 0,
            let date = CivilDate(year: high * 100 + low, month: month, day: day)
        else { return nil }
        position += 10
        return date.daysSince1970 * 86_400_000
    }

    mutating func separator(_ kind: Timestamp.Style.Separator) -> Bool {
        guard let byte = peek else { return false }
        position += 1
        switch kind {
        case .blank: return byte == UInt8(ascii: " ")
        case .letterT: return byte == UInt8(ascii: "T")
        case .either: return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "T")
        }
    }

    /// `HH:mm[:ss[.fraction]]` in milliseconds.
    mutating func time(canOmitSeconds: Bool) -> Int64? {
        guard let hour = part(below: 24), take(UInt8(ascii: ":")), let minute = part(below: 60)
        else { return nil }
        let whole = (hour * 60 + minute) * 60_000
        guard take(UInt8(ascii: ":")) else { return canOmitSeconds ? whole : nil }
        guard let second = part(below: 60) else { return nil }
        guard let fraction = fraction() else { return nil }
        return whole + second * 1_000 + fraction
    }

    /// The distance from UTC in milliseconds that the text's zone says.
    mutating func zone(_ kind: Timestamp.Style.Zone) -> Int64? {
        switch kind {
        case .none: return 0
        case .utc: return take(UInt8(ascii: "Z")) ? 0 : nil
        case .offset:
            if take(UInt8(ascii: "Z")) { return 0 }
            let isNegative = peek == UInt8(ascii: "-")
            guard isNegative || peek == UInt8(ascii: "+") else { return nil }
            position += 1
            guard let hours = part(below: 19) else { return nil }
            var minutes: Int64 = 0
            if !isAtEnd {
                _ = take(UInt8(ascii: ":"))
                guard let read = part(below: 60) else { return nil }
                minutes = read
            }
            let distance = (hours * 60 + minutes) * 60_000
            return isNegative ? -distance : distance
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func part(below limit: Int64) -> Int64? {
        guard bytes.count - position >= 2 else { return nil }
        let value = twoDigits(at: position)
        guard value >= 0, value < limit else { return nil }
        position += 2
        return value
    }

    /// The milliseconds after a point, 0 without one; `nil` for a point that nothing follows.
    private mutating func fraction() -> Int64? {
        guard take(UInt8(ascii: ".")) else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while let byte = peek, byte &- UInt8(ascii: "0") < 10 {
            if digits < 3 { value = value * 10 + Int64(byte &- UInt8(ascii: "0")) }
            digits += 1
            position += 1
        }
        guard (1...9).contains(digits) else { return nil }
        if digits == 1 { return value * 100 }
        return digits == 2 ? value * 10 : value
    }

    /// -1 when either is no digit.
    @inline(__always)
    private func twoDigits(at index: Int) -> Int64 {
        let tens = bytes[index] &- UInt8(ascii: "0")
        let ones = bytes[index + 1] &- UInt8(ascii: "0")
        return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : -1
    }
}
