/// Times as text: what Flink reads and writes, to and from milliseconds.
public enum Timestamp {
    /// How a time is spelled.
    public struct Style: Hashable, Sendable {
        public enum Separator: Hashable, Sendable { case blank, letterT, either }
        public enum Zone: Hashable, Sendable {
            /// A wall clock: nothing may follow.
            case none
            /// `Z`, and nothing else.
            case utc
            /// `Z` or a distance from UTC such as `+02:00`; the result is the instant.
            case offset
        }
        public let separator: Separator
        public let zone: Zone
        /// `09:00` is 09:00:00, as in ISO 8601.
        public let canOmitSeconds: Bool

        public init(separator: Separator, zone: Zone, canOmitSeconds: Bool = false) {
            self.separator = separator
            self.zone = zone
            self.canOmitSeconds = canOmitSeconds
        }

        /// `json.timestamp-format.standard` SQL for TIMESTAMP: `2026-01-05 09:00:00.123`.
        public static let sql = Style(separator: .blank, zone: .none)
        /// The same for TIMESTAMP_LTZ: `2026-01-05 09:00:00.123Z`.
        public static let sqlInstant = Style(separator: .blank, zone: .utc)
        /// ISO-8601 for TIMESTAMP: `2026-01-05T09:00:00.123`.
        public static let iso8601 = Style(separator: .letterT, zone: .none, canOmitSeconds: true)
        /// ISO-8601 for TIMESTAMP_LTZ: `2026-01-05T09:00:00.123Z`.
        public static let iso8601Instant = Style(
            separator: .letterT, zone: .utc, canOmitSeconds: true)
        /// ISO-8601-WITH-OFFSET: `2026-01-05T09:00:00.123+02:00`.
        public static let iso8601Offset = Style(
            separator: .letterT, zone: .offset, canOmitSeconds: true)
    }

    /// From 0001-01-01 00:00 to the last millisecond of 9999: what SQL calls a time.
    public static let validMs: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Reads a whole text as a time in milliseconds since 1970; `nil` when it is none.
    ///
    /// Strict: two digits each, ranges and month lengths checked, one to nine decimals, of which
    /// the first three count. Without a zone the result is the wall clock's own count.
    public static func parse(_ bytes: UnsafeRawBufferPointer, _ style: Style) -> Int64? {
        var reader = DigitReader(bytes)
        guard let dayMs = reader.date() else { return nil }
        guard reader.separator(style.separator) else { return nil }
        guard let timeMs = reader.time(canOmitSeconds: style.canOmitSeconds) else { return nil }
        guard let offsetMs = reader.zone(style.zone), reader.isAtEnd else { return nil }
        let result = dayMs + timeMs - offsetMs
        return validMs.contains(result) ? result : nil
    }

    /// ``parse(_:_:)-(UnsafeRawBufferPointer,_)`` of a text, where speed does not matter.
    public static func parse(_ text: String, _ style: Style) -> Int64? {
        Array(text.utf8).withUnsafeBytes { parse($0, style) }
    }

    /// Reads `yyyy-MM-dd` as days since 1970; `nil` when it is no date.
    public static func parseDate(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var reader = DigitReader(bytes)
        guard let dayMs = reader.date(), reader.isAtEnd else { return nil }
        return dayMs / 86_400_000
    }

    /// Reads `HH:mm:ss[.fraction]` as milliseconds since midnight; `nil` when it is no time.
    public static func parseTime(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var reader = DigitReader(bytes)
        guard let time = reader.time(canOmitSeconds: true), reader.isAtEnd else { return nil }
        return time
    }

    /// Adds `2026-01-05 09:00:00.123`: always three decimals for a precision of 3, none for 0.
    ///
    /// The milliseconds count on the clock that is to be shown; the separator stands between date
    /// and time, a blank or `T`.
    public static func append(
        _ ms: Int64, precision: Int, separator: UInt8 = UInt8(ascii: " "), to bytes: inout [UInt8]
    ) {
        let day = ms.floorDivided(by: 86_400_000)
        appendDate(day, to: &bytes)
        bytes.append(separator)
        appendTime(ms.modulo(86_400_000), precision: precision, to: &bytes)
    }

    /// Adds `09:00:00.123` for the milliseconds since midnight.
    public static func appendTime(_ time: Int64, precision: Int, to bytes: inout [UInt8]) {
        appendTwo(time / 3_600_000, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendTwo(time / 60_000 % 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendTwo(time / 1_000 % 60, to: &bytes)
        guard precision > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        let fraction = time % 1_000
        let digits = [fraction / 100, fraction / 10 % 10, fraction % 10]
        for digit in digits.prefix(precision) {
            bytes.append(UInt8(ascii: "0") + UInt8(digit))
        }
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, precision - 3)))
    }

    /// Adds `2026-01-05`.
    public static func appendDate(_ daysSince1970: Int64, to bytes: inout [UInt8]) {
        let date = CivilDate(daysSince1970: daysSince1970)
        if (0...9_999).contains(date.year) {
            appendTwo(date.year / 100, to: &bytes)
            appendTwo(date.year % 100, to: &bytes)
        } else {
            NumberText.append(date.year, to: &bytes)
        }
        bytes.append(UInt8(ascii: "-"))
        appendTwo(date.month, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendTwo(date.day, to: &bytes)
    }

    /// ``append(_:precision:separator:to:)`` as a text of its own.
    public static func text(_ ms: Int64, precision: Int = 3) -> String {
        var bytes: [UInt8] = []
        append(ms, precision: precision, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func appendTwo(_ value: Int64, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }
}
