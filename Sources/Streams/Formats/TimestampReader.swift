import Engine

/// Reads times, remembering the minute it saw last.
///
/// Neighbouring events nearly always share it, and the date is the dear part. What is not written
/// in the usual width (`HH:mm:ss`, no or three decimals) is left to ``Timestamp``.
struct TimestampReader {
    private let wallClock: Timestamp.Style
    private let instant: Timestamp.Style
    private let separator: UInt8
    /// A time without a zone is one.
    private let hasWallClock: Bool
    private var minuteHead: UInt64
    private var minuteTail: UInt64
    private var minuteMs: Int64

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
        hasWallClock = wallClock.zone == .none
        // A true minute to begin with: any other bytes could be those of a text that is no time.
        let first = Array("1970-01-01\(style == .sql ? " " : "T")00:00".utf8)
        (minuteHead, minuteTail) = first.withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self),
                $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        minuteMs = 0
    }

    /// Milliseconds since 1970 on the text's own wall clock, or of the instant it names.
    ///
    /// Decimals beyond milliseconds are dropped; `nil` for what is no time of this style. The text
    /// of a TIMESTAMP_LTZ column is an instant.
    @inline(__always)
    mutating func milliseconds(_ text: UnsafeRawBufferPointer, isInstant: Bool) -> Int64? {
        let isUsual =
            isInstant
            ? text.count == 24 || text.count == 20 : text.count == 23 || text.count == 19
        if isUsual, let usual = usual(text, isInstant: isInstant) { return usual }
        return Timestamp.parse(text, isInstant ? instant : wallClock)
    }

    /// A time of the usual width, which is 19 or 23 bytes and for an instant one more; else `nil`.
    @inline(__always)
    mutating func usual(_ text: UnsafeRawBufferPointer, isInstant: Bool) -> Int64? {
        guard isInstant ? text[text.count &- 1] == UInt8(ascii: "Z") : hasWallClock else {
            return nil
        }
        let head = text.loadUnaligned(as: UInt64.self)
        let tail = text.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        if head != minuteHead || tail != minuteTail {
            guard let ms = minute(text) else { return nil }
            (minuteHead, minuteTail, minuteMs) = (head, tail, ms)
        }
        if text.count > 20 {
            guard let ms = Self.secondsAndDecimals(text) else { return nil }
            return minuteMs &+ ms
        }
        let second = Self.pair(text, 17)
        guard text[16] == UInt8(ascii: ":"), second <= 59 else { return nil }
        return minuteMs &+ second &* 1_000
    }

    /// The first sixteen bytes: a date, hours and minutes.
    private func minute(_ text: UnsafeRawBufferPointer) -> Int64? {
        let hour = Self.pair(text, 11)
        let minute = Self.pair(text, 14)
        guard text[10] == separator, text[13] == UInt8(ascii: ":"), hour <= 23, minute <= 59,
            let days = Timestamp.parseDate(.init(rebasing: text[..<10]))
        else { return nil }
        return (days &* 1_440 &+ hour &* 60 &+ minute) &* 60_000
    }

    /// Seconds and three decimals from the colon before them on (`:SS.mmm`), all bytes at once.
    @inline(__always)
    private static func secondsAndDecimals(_ text: UnsafeRawBufferPointer) -> Int64? {
        let seconds = text.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        let decimals = text.loadUnaligned(fromByteOffset: 19, as: UInt32.self)
        let word =
            UInt64(UInt32(littleEndian: decimals)) << 32 | UInt64(UInt32(littleEndian: seconds))
        // What must stand there is taken out, so that marks leave 0 and digits their value; then
        // the high bit of each byte is set in which there is more than 0, or 9.
        let digits = word ^ 0x3030_302E_2E30_303A
        let wrong = (digits &+ 0x7676_767F_7F76_767F | digits) & 0x8080_8080_8080_8080
        let second = (digits >> 8 & 0xF) &* 10 &+ (digits >> 16 & 0xF)
        guard wrong == 0, second <= 59 else { return nil }
        let ms = (digits >> 40 & 0xF) &* 100 &+ (digits >> 48 & 0xF) &* 10 &+ digits >> 56
        return Int64(truncatingIfNeeded: second &* 1_000 &+ ms)
    }

    /// Two digits as a number; above 99 when one is no digit.
    @inline(__always)
    private static func pair(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int64 {
        let tens = text[index] &- 0x30
        let ones = text[index &+ 1] &- 0x30
        return tens > 9 || ones > 9 ? 1_000 : Int64(tens) &* 10 &+ Int64(ones)
    }
}
