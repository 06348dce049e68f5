/// A format of Java's SimpleDateFormat or DateTimeFormatter, such as `yyyy-MM-dd HH:mm:ss.SSS`.
struct TimePattern {
    private enum Part {
        case literal([UInt8])
        case field(UInt8, width: Int)
    }

    private static let letters = Array("yuMdDHhkKmsSaE".utf8)
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    private var parts: [Part] = []

    init(_ format: some Sequence<UInt8>) throws(RowError) {
        let bytes = Array(format)
        let quote = UInt8(ascii: "'")
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                index = try addQuoted(bytes, from: index + 1)
            } else if byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") {
                let width = bytes[index...].prefix { $0 == byte }.count
                guard TimePattern.letters.contains(byte) else {
                    let letter = Unicode.Scalar(byte)
                    throw RowError("the letter \(letter) of a time format is not supported")
                }
                parts.append(.field(byte, width: width))
                index += width
            } else {
                parts.append(.literal([byte]))
                index += 1
            }
        }
    }

    /// Text between quotes, two quotes being one, up to the index that is returned.
    private mutating func addQuoted(_ bytes: [UInt8], from start: Int) throws(RowError) -> Int {
        let quote = UInt8(ascii: "'")
        var text: [UInt8] = []
        var index = start
        if index < bytes.count, bytes[index] == quote {
            parts.append(.literal([quote]))
            return index + 1
        }
        while index < bytes.count {
            if bytes[index] == quote {
                guard index + 1 < bytes.count, bytes[index + 1] == quote else {
                    parts.append(.literal(text))
                    return index + 1
                }
                index += 1
            }
            text.append(bytes[index])
            index += 1
        }
        throw RowError("a time format has a quote that does not end")
    }

    /// Adds a wall clock's time in this format.
    func append(_ wallMs: Int64, to bytes: inout [UInt8]) {
        let date = CivilDate(daysSince1970: wallMs.floorDivided(by: 86_400_000))
        let time = wallMs.modulo(86_400_000)
        let hour = time / 3_600_000
        for part in parts {
            switch part {
            case .literal(let text): bytes.append(contentsOf: text)
            case .field(let letter, let width):
                switch letter {
                case UInt8(ascii: "y"), UInt8(ascii: "u"):
                    let year = width == 2 ? date.year.modulo(100) : date.year
                    TimePattern.append(year, width, to: &bytes)
                case UInt8(ascii: "M"):
                    let name = TimePattern.months[Int(date.month - 1)]
                    TimePattern.append(date.month, name, width, to: &bytes)
                case UInt8(ascii: "E"):
                    let name = TimePattern.weekdays[Int(date.isoWeekday - 1)]
                    bytes.append(contentsOf: width > 3 ? name.utf8[...] : name.utf8.prefix(3))
                case UInt8(ascii: "a"): bytes.append(contentsOf: (hour < 12 ? "AM" : "PM").utf8)
                case UInt8(ascii: "S"): TimePattern.appendFraction(time % 1_000, width, to: &bytes)
                default:
                    let value = TimePattern.value(letter, date, time, hour)
                    TimePattern.append(value, width, to: &bytes)
                }
            }
        }
    }

    private static func value(
        _ letter: UInt8, _ date: CivilDate, _ time: Int64, _ hour: Int64
    ) -> Int64 {
        switch letter {
        case UInt8(ascii: "d"): date.day
        case UInt8(ascii: "D"): date.dayOfYear
        case UInt8(ascii: "H"): hour
        case UInt8(ascii: "h"): hour % 12 == 0 ? 12 : hour % 12
        case UInt8(ascii: "k"): hour == 0 ? 24 : hour
        case UInt8(ascii: "K"): hour % 12
        case UInt8(ascii: "m"): time / 60_000 % 60
        default: time / 1_000 % 60
        }
    }

    private static func append(_ value: Int64, _ width: Int, to bytes: inout [UInt8]) {
        var digits: [UInt8] = []
        NumberText.append(value, to: &digits)
        bytes.append(contentsOf: repeatElement(48, count: max(0, width - digits.count)))
        bytes.append(contentsOf: digits)
    }

    private static func append(
        _ value: Int64, _ name: String, _ width: Int, to bytes: inout [UInt8]
    ) {
        switch width {
        case 1, 2: append(value, width, to: &bytes)
        case 3: bytes.append(contentsOf: name.utf8.prefix(3))
        default: bytes.append(contentsOf: name.utf8)
        }
    }

    private static func appendFraction(_ ms: Int64, _ width: Int, to bytes: inout [UInt8]) {
        var digits: [UInt8] = []
        append(ms, 3, to: &digits)
        bytes.append(contentsOf: digits.prefix(width))
        bytes.append(contentsOf: repeatElement(48, count: max(0, width - 3)))
    }

    /// Reads a text in this format as a wall clock's time; `nil` when it is none.
    ///
    /// Fields that the format does not have are those of 1970-01-01 00:00. A day up to 31 that the
    /// month does not have is its last. Flink reads some functions' texts with an older class of
    /// Java's: with `rollsOver` a 13th month or a 25th hour counts on, and what stands behind the
    /// time is ignored.
    func parse(_ text: UnsafeRawBufferPointer, rollsOver: Bool = false) -> Int64? {
        var reading = Reading()
        var position = 0
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let literal):
                guard text[position...].starts(with: literal) else { return nil }
                position += literal.count
            case .field(let letter, let width):
                // Fields that touch the next one are exactly as wide as written.
                var isFixed = false
                if index + 1 < parts.count, case .field = parts[index + 1] { isFixed = true }
                let rest = UnsafeRawBufferPointer(rebasing: text[position...])
                guard let used = reading.take(letter, width, isFixed, rest) else { return nil }
                position += used
            }
        }
        if rollsOver { return reading.wallMsRolledOver }
        return position == text.count ? reading.wallMs : nil
    }

    /// The fields read so far.
    private struct Reading {
        var year: Int64 = 1970
        var month: Int64 = 1
        var day: Int64 = 1
        var hour: Int64 = 0
        var halfDay: Int64?
        var minute: Int64 = 0
        var second: Int64 = 0
        var millisecond: Int64 = 0

        var wallMs: Int64? {
            guard year >= 1, let date = CivilDate(clamping: day, month: month, year: year),
                hours < 24 || (hours == 24 && minute == 0 && second == 0 && millisecond == 0),
                minute < 60, second < 60
            else { return nil }
            return ms(daysSince1970: date.daysSince1970)
        }

        var wallMsRolledOver: Int64? {
            // More than this is outside of the years anyway, and cannot overflow.
            let most: Int64 = 4_000_000_000
            guard [year, month, day, hours, minute, second].allSatisfy({ $0 <= most }),
                year <= 9_999
            else { return nil }
            let month = CivilDate(uncheckedYear: year, month: 1, day: 1).adding(months: month - 1)
            return ms(daysSince1970: month.daysSince1970 + day - 1)
        }

        private var hours: Int64 { halfDay.map { hour % 12 + $0 * 12 } ?? hour }

        private func ms(daysSince1970 days: Int64) -> Int64? {
            let minutes = hours * 60 + minute
            let ms = days * 86_400_000 + minutes * 60_000 + second * 1_000
            return Timestamp.validMs.contains(ms) ? ms + millisecond : nil
        }

        /// Reads one field and returns how many bytes it took.
        mutating func take(
            _ letter: UInt8, _ width: Int, _ isFixed: Bool, _ text: UnsafeRawBufferPointer
        ) -> Int? {
            if letter == UInt8(ascii: "M"), width > 2 { return takeName(text, months, width) }
            if letter == UInt8(ascii: "E") { return takeWeekday(text, width) }
            if letter == UInt8(ascii: "a") {
                guard text.count >= 2, text[1] | 0x20 == UInt8(ascii: "m") else { return nil }
                guard [UInt8(ascii: "a"), UInt8(ascii: "p")].contains(text[0] | 0x20) else {
                    return nil
                }
                halfDay = text[0] | 0x20 == UInt8(ascii: "p") ? 1 : 0
                return 2
            }
            let most = isFixed ? width : letter == UInt8(ascii: "S") ? 9 : max(width, 4)
            let digits = text.prefix(most).prefix { $0 &- 48 < 10 }
            // Eighteen digits are more than any field has, and always a number.
            guard !digits.isEmpty, digits.count <= 18, !isFixed || digits.count == width else {
                return nil
            }
            var value: Int64 = 0
            for digit in digits { value = value * 10 + Int64(digit &- 48) }
            set(letter, width, value, digits.count)
            return digits.count
        }

        private mutating func set(_ letter: UInt8, _ width: Int, _ value: Int64, _ digits: Int) {
            switch letter {
            case UInt8(ascii: "y"), UInt8(ascii: "u"):
                year = width == 2 && digits <= 2 ? 2000 + value : value
            case UInt8(ascii: "M"): month = value
            case UInt8(ascii: "d"): day = value
            case UInt8(ascii: "H"), UInt8(ascii: "h"), UInt8(ascii: "K"): hour = value
            case UInt8(ascii: "k"): hour = value == 24 ? 0 : value
            case UInt8(ascii: "m"): minute = value
            case UInt8(ascii: "s"): second = value
            case UInt8(ascii: "S"):
                millisecond = value
                for _ in digits..<max(digits, 3) { millisecond *= 10 }
                for _ in 3..<max(digits, 3) { millisecond /= 10 }
            default: break
            }
        }

        private mutating func takeName(
            _ text: UnsafeRawBufferPointer, _ names: [String], _ width: Int
        ) -> Int? {
            for (index, name) in names.enumerated() {
                let spelled = width == 3 ? Array(name.utf8.prefix(3)) : Array(name.utf8)
                guard text.starts(with: spelled) else { continue }
                month = Int64(index + 1)
                return spelled.count
            }
            return nil
        }

        private func takeWeekday(_ text: UnsafeRawBufferPointer, _ width: Int) -> Int? {
            for name in weekdays {
                let spelled = width > 3 ? Array(name.utf8) : Array(name.utf8.prefix(3))
                if text.starts(with: spelled) { return spelled.count }
            }
            return nil
        }
    }
}

extension Timestamp {
    /// Why a format cannot be used; `nil` where it can.
    public static func refusal(ofFormat format: String) -> String? {
        do throws(RowError) {
            _ = try TimePattern(format.utf8)
            return nil
        } catch {
            return error.message
        }
    }
}
