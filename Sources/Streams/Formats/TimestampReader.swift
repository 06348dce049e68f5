import Engine

/// Reads times, remembering the date it saw last.
///
/// Neighbouring events nearly always share their date, and the date is the dear part. What is not
/// written in the usual width (`HH:mm:ss`, no or three decimals) is left to ``Timestamp``.
struct TimestampReader {
    private let wallClock: Timestamp.Style
    private let instant: Timestamp.Style
    private let separator: UInt8
    // No date has these bytes, so nothing is remembered at first.
    private var dateHead: UInt64 = 0
    private var dateTail: UInt16 = 0
    private var dateMs: Int64 = 0

    init(_ style: TimestampStyle) {
        switch style {
        case .sql:
            wallClock = .sql
            instant = .sqlInstant
        case .iso8601:
            wallClock = .iso8601
            instant = .iso8601Instant
        case .iso8601WithOffset:
            wallClock = .iso8601Offset
            instant = .iso8601Offset
        }
        separator = style == .sql ? UInt8(ascii: " ") : UInt8(ascii: "T")
    }

    /// Milliseconds since 1970 on the text's own wall clock, or of the instant it names.
    ///
    /// Decimals beyond milliseconds are dropped; `nil` for what is no time of this style. The text
    /// of a TIMESTAMP_LTZ column is an instant.
    @inline(__always)
    mutating func milliseconds(_ text: UnsafeRawBufferPointer, isInstant: Bool) -> Int64? {
        let hasZ = text.count == 24 || text.count == 20
        if hasZ || text.count == 23 || text.count == 19, let usual = usual(text) {
            if hasZ && isInstant && text[text.count &- 1] == UInt8(ascii: "Z") { return usual }
            if !hasZ && !isInstant && wallClock.zone == .none { return usual }
        }
        return Timestamp.parse(text, isInstant ? instant : wallClock)
    }

    /// A time of the usual width, whatever its last byte is when that is its zone's place.
    @inline(__always)
    private mutating func usual(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard setDate(text), text[10] == separator, text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":")
        else { return nil }
        let hour = Self.pair(text, 11)
        let minute = Self.pair(text, 14)
        let second = Self.pair(text, 17)
        guard hour <= 23, minute <= 59, second <= 59 else { return nil }
        let timeMs = ((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000
        if text.count <= 20 { return dateMs &+ timeMs }
        let tenths = Self.pair(text, 20)
        let last = Int64(text[22] &- 0x30)
        guard text[19] == UInt8(ascii: "."), tenths <= 99, last <= 9 else { return nil }
        return dateMs &+ timeMs &+ tenths &* 10 &+ last
    }

    @inline(__always)
    private mutating func setDate(_ text: UnsafeRawBufferPointer) -> Bool {
        let head = text.loadUnaligned(as: UInt64.self)
        let tail = text.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        if head == dateHead, tail == dateTail { return true }
        guard let days = Timestamp.parseDate(.init(rebasing: text[..<10])) else { return false }
        dateHead = head
        dateTail = tail
        dateMs = days &* 86_400_000
        return true
    }

    /// Two digits as a number; above 99 when one is no digit.
    @inline(__always)
    private static func pair(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int64 {
        let tens = text[index] &- 0x30
        let ones = text[index &+ 1] &- 0x30
        return tens > 9 || ones > 9 ? 1_000 : Int64(tens) &* 10 &+ Int64(ones)
    }
}
