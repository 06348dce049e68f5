extension KeyDecoder {
    /// What the first bytes are, and how many of them.
    enum Parsed: Equatable {
        case key(Key, Int)
        case skip(Int)
        case focus(Bool, Int)
        case pasteBegin(Int)
        case incomplete
    }

    /// A sequence longer than any terminal's is noise; it is dropped up to here.
    private static let longestSequence = 256

    static func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
        guard let first = bytes.first else { return .incomplete }
        switch first {
        case 0x1B: return parseEscape(bytes)
        case 0x0D: return .key(.enter, 1)
        case 0x09: return .key(.tab, 1)
        case 0x08, 0x7F: return .key(.backspace, 1)
        case 0x20: return .key(.space, 1)
        case 0x00: return .key(.control(" "), 1)
        case 0x01...0x1A: return .key(.control(letter(first + 0x60)), 1)
        case 0x1C...0x1F: return .key(.control(letter(first + 0x40)), 1)
        case 0x21...0x7E: return .key(.character(letter(first)), 1)
        default: return parseScalar(bytes)
        }
    }

    private static func letter(_ byte: UInt8) -> Character { Character(Unicode.Scalar(byte)) }

    private static func parseScalar(_ bytes: ArraySlice<UInt8>) -> Parsed {
        let length: Int
        switch bytes.first ?? 0 {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return .skip(1)
        }
        let sequence = bytes.prefix(length)
        if let wrong = sequence.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
            return .skip(wrong - bytes.startIndex)
        }
        guard sequence.count == length else { return .incomplete }
        guard let text = String(validating: sequence, as: UTF8.self), let character = text.first,
            let scalar = text.unicodeScalars.first, CellWidth.kind(scalar) != .control
        else { return .skip(length) }
        return .key(.character(character), length)
    }

    private static func parseEscape(_ bytes: ArraySlice<UInt8>) -> Parsed {
        guard let second = bytes.dropFirst().first else { return .incomplete }
        switch second {
        case UInt8(ascii: "["): return parseControlSequence(bytes)
        case UInt8(ascii: "O"): return parseSingleShift(bytes)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
            UInt8(ascii: "_"):
            return parseString(bytes)
        default:
            // Escape and then a key, or Alt and that key: a slow line makes them the same.
            return .key(.escape, 1)
        }
    }

    /// The answers of terminals to questions: up to BEL or ESC \.
    private static func parseString(_ bytes: ArraySlice<UInt8>) -> Parsed {
        var previous: UInt8 = 0
        for (offset, byte) in bytes.enumerated().dropFirst(2) {
            if byte == 0x07 || (previous == 0x1B && byte == UInt8(ascii: "\\")) {
                return .skip(offset + 1)
            }
            previous = byte
        }
        return bytes.count >= longestSequence ? .skip(bytes.count) : .incomplete
    }

    private static func parseSingleShift(_ bytes: ArraySlice<UInt8>) -> Parsed {
        guard let final = bytes.dropFirst(2).first else { return .incomplete }
        guard final != 0x1B else { return .skip(2) }
        if final == UInt8(ascii: "M") { return .key(.enter, 3) }
        guard let key = key(final: final, number: 1) else { return .skip(3) }
        return .key(key, 3)
    }

    private static func parseControlSequence(_ bytes: ArraySlice<UInt8>) -> Parsed {
        let body = bytes.dropFirst(2)
        // The Linux console sends its first five function keys with a second bracket.
        if body.first == UInt8(ascii: "[") {
            guard let letter = body.dropFirst().first else { return .incomplete }
            guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter) else { return .skip(4) }
            return .key(.function(Int(letter) - 0x40), 4)
        }
        if body.first == UInt8(ascii: "M") { return parseOldMouse(bytes) }
        guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
            return bytes.count >= longestSequence ? .skip(bytes.count) : .incomplete
        }
        let count = end - bytes.startIndex + 1
        let final = bytes[end]
        // A new escape, or a byte that no sequence holds, ends a broken one.
        guard (0x40...0x7E).contains(final) else { return .skip(count - 1) }
        let parameters = bytes[body.startIndex..<end]
        if parameters.first == UInt8(ascii: "<") {
            return mouse(parameters.dropFirst(), final: final, count: count)
        }
        return plain(numbers(parameters), final: final, count: count)
    }

    private static func plain(_ numbers: [Int]?, final: UInt8, count: Int) -> Parsed {
        guard let numbers else { return .skip(count) }
        switch (final, numbers.first ?? 0) {
        case (UInt8(ascii: "I"), 0): return .focus(true, count)
        case (UInt8(ascii: "O"), 0): return .focus(false, count)
        case (UInt8(ascii: "~"), 200): return .pasteBegin(count)
        case (_, let number):
            return key(final: final, number: number).map { .key($0, count) } ?? .skip(count)
        }
    }

    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
        guard !bytes.isEmpty else { return [] }
        let fields = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        var numbers: [Int] = []
        for field in fields {
            guard field.count <= 6, field.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            numbers.append(field.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        return numbers
    }

    private static func key(final: UInt8, number: Int) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "Z"): .backTab
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final) - 0x4F)
        case UInt8(ascii: "~"): key(number: number)
        default: nil
        }
    }

    private static func key(number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        default: nil
        }
    }

    /// Reports of the kind `ESC [ < button ; column ; row M`, with `m` for a release.
    private static func mouse(
        _ parameters: ArraySlice<UInt8>, final: UInt8, count: Int
    ) -> Parsed {
        guard final == UInt8(ascii: "M"), let numbers = numbers(parameters), numbers.count == 3
        else { return .skip(count) }
        return mouse(button: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1, count: count)
    }

    /// Reports of the kind `ESC [ M` and three bytes, from terminals that know no other.
    private static func parseOldMouse(_ bytes: ArraySlice<UInt8>) -> Parsed {
        let report = bytes.dropFirst(3).prefix(3).map { Int($0) - 32 }
        guard report.count == 3 else { return .incomplete }
        return mouse(button: report[0], column: report[1] - 1, row: report[2] - 1, count: 6)
    }

    /// Presses of the first button and turns of the wheel; the rest is not used.
    private static func mouse(button: Int, column: Int, row: Int, count: Int) -> Parsed {
        let withoutModifiers = button & ~0b1_1100
        guard [0, 64, 65].contains(withoutModifiers), column >= 0, row >= 0 else {
            return .skip(count)
        }
        return .key(
            .mouse(
                column: column, row: row, isWheelUp: withoutModifiers == 64,
                isWheelDown: withoutModifiers == 65), count)
    }
}
