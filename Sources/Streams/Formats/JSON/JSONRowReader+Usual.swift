import CIntrinsics

/// What is done with the value of a key when it is written in the usual way.
enum UsualReading: UInt8 {
    case skip, text, wallTime, instant, integer
    /// The value is always read by the grammar.
    case grammar

    init(_ column: Int32, _ columns: UnsafeBufferPointer<PayloadColumn>) {
        guard column >= 0 else {
            self = column == -1 ? .skip : .grammar
            return
        }
        self =
            switch columns[Int(column)].kind {
            case .string: .text
            case .timestamp: .wallTime
            case .instant: .instant
            case .tinyint, .smallint, .int, .bigint: .integer
            default: .grammar
            }
    }
}

/// The length that the values of a key are expected to have: that of the last, or of the last but
/// one when only the last was of another.
struct UsualLength {
    private(set) var expected = 0
    private var hasMissed = false

    @inline(__always)
    mutating func wasRight() { hasMissed = false }

    @inline(__always)
    mutating func was(_ length: Int) {
        if hasMissed { expected = length }
        hasMissed.toggle()
    }
}

/// The fields of nearly all events, read without the grammar.
///
/// A usual field has the key that stood in its place before, and behind it a text of plain ASCII, a
/// time or an integer. Whatever is written in another way is left where it stands, and the grammar
/// reads it or refuses it; so nothing here decides what is JSON.
///
/// Where the next field begins depends on where each value ends, and to wait for that takes longer
/// than all the rest; so the length that the last values had is only confirmed, and the processor
/// goes on with the next field meanwhile.
extension JSONRowReader {
    /// Reads as many usual fields as stand here; whether there was one.
    ///
    /// A function of its own, with nothing but local values, so that they stay in registers.
    @inline(never)
    mutating func readUsualFields(_ position: inout Int) -> Bool {
        // So every block that begins inside the message can be read.
        guard cursor.end <= cursor.lastBlock else { return false }
        let first = cursor.at
        let end = cursor.end
        var at = first
        var key = shape.entries + position
        let lastKey = shape.entries + shape.count
        while key < lastKey {
            let keyLength = key.pointee.length
            guard end - at > keyLength, key.pointee.stands(at: at),
                let next = readUsualValue(at + keyLength, end, &key.pointee)
            else { break }
            at = next
            key += 1
        }
        cursor.at = at
        position = key - shape.entries
        return at != first
    }

    /// Reads a value; what stands behind it, or `nil` and nothing is changed where it is not usual.
    @inline(__always)
    private mutating func readUsualValue(
        _ value: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ key: inout KeyShape.Entry
    ) -> UnsafePointer<UInt8>? {
        let reading = key.reading
        let column = Int(key.column)
        guard value.pointee == 0x22 else {
            guard reading == .integer || reading == .skip,
                let length = UsualValue.integerLength(value, end, &key.lengths)
            else { return nil }
            if reading == .integer {
                let number = UsualValue.integer(value, length)
                guard number >= columns[column].minimum, number <= columns[column].maximum else {
                    return nil
                }
                rows.set(number, column: column)
            }
            return value + length
        }
        let text = value + 1
        if reading == .skip || reading == .text {
            guard let length = UsualValue.textLength(text, end, &key.lengths) else { return nil }
            if reading == .text {
                rows.set(textStart: text - cursor.base, length: length, column: column)
            }
            return text + (length &+ 1)
        }
        guard reading == .instant || reading == .wallTime else { return nil }
        // All bytes of such a time are compared or taken for digits: none of them ends the text.
        let length = reading == .instant ? 24 : 23
        guard end - text > length, text[length] == 0x22,
            let time = times.usual(
                UnsafeRawBufferPointer(start: text, count: length),
                isInstant: reading == .instant)
        else { return nil }
        rows.set(time, column: column)
        return text + (length &+ 1)
    }
}

/// Values as nearly all events write them.
///
/// Sixteen bytes are readable wherever a message goes on.
private enum UsualValue {
    typealias Place = UnsafePointer<UInt8>

    /// The length of a text of plain ASCII whose closing quote is in the message; else `nil`.
    @inline(__always)
    static func textLength(_ text: Place, _ end: Place, _ lengths: inout UsualLength) -> Int? {
        var length = lengths.expected
        if isPlainText(text, end, length) {
            lengths.wasRight()
        } else {
            length = plainTextLength(text, end)
            lengths.was(length)
        }
        return end - text > length && text[length] == 0x22 ? length : nil
    }

    /// Whether the first byte that ends plain text stands behind so many others.
    @inline(__always)
    private static func isPlainText(_ text: Place, _ end: Place, _ length: Int) -> Bool {
        guard end - text > length else { return false }
        var block = text
        var rest = length
        while rest >= 16 {
            if cin_ends_of_text_16(block) != 0 { return false }
            block += 16
            rest &-= 16
        }
        let behind: UInt32 = 1 &<< UInt32(truncatingIfNeeded: rest)
        return cin_ends_of_text_16(block) & (behind &* 2 &- 1) == behind
    }

    /// How many bytes come before the first that ends plain text, or up to the end of the message.
    @inline(never)
    private static func plainTextLength(_ text: Place, _ end: Place) -> Int {
        var block = text
        while block < end {
            let ends = cin_ends_of_text_16(block)
            if ends != 0 { return block - text + ends.trailingZeroBitCount }
            block += 16
        }
        return end - text
    }

    /// The length of an integer of at most seven digits with a comma or a brace behind it.
    ///
    /// `nil` for everything else, which may be JSON all the same.
    @inline(__always)
    static func integerLength(
        _ value: Place, _ end: Place, _ lengths: inout UsualLength
    ) -> Int? {
        let digits = value + sign(value)
        let word = values(digits)
        // The high bit of each byte above 9; carries reach only bytes behind a hit.
        let others = (word &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080
        var count = lengths.expected & 7
        let behind: UInt64 = 0x80 &<< UInt64(truncatingIfNeeded: count &* 8)
        if others & (behind &* 2 &- 1) == behind {
            lengths.wasRight()
        } else {
            count = others.trailingZeroBitCount >> 3
            lengths.was(count)
        }
        guard count > 0, count < 8, end - digits > count,
            count == 1 || digits.pointee != UInt8(ascii: "0"),
            digits[count] == UInt8(ascii: ",") || digits[count] == UInt8(ascii: "}")
        else { return nil }
        return count &+ sign(value)
    }

    /// The integer that is written in so many bytes.
    @inline(__always)
    static func integer(_ value: Place, _ length: Int) -> Int64 {
        let sign = sign(value)
        let unused = 64 &- (length &- sign) &* 8
        let number = number(values(value + sign) &<< UInt64(truncatingIfNeeded: unused))
        return sign == 0 ? number : 0 &- number
    }

    @inline(__always)
    private static func sign(_ value: Place) -> Int {
        value.pointee == UInt8(ascii: "-") ? 1 : 0
    }

    /// Eight bytes, digits as what they are worth.
    @inline(__always)
    private static func values(_ digits: Place) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(digits).loadUnaligned(as: UInt64.self))
            ^ 0x3030_3030_3030_3030
    }

    /// The number of eight digits, the first in the lowest byte: by pairs, by fours, and all.
    @inline(__always)
    private static func number(_ digits: UInt64) -> Int64 {
        let pairs = (digits &* (10 << 8 | 1)) >> 8 & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* (100 << 16 | 1)) >> 16 & 0x0000_FFFF_0000_FFFF
        return Int64(truncatingIfNeeded: (fours &* (10_000 << 32 | 1)) >> 32)
    }
}
