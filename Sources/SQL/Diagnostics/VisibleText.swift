/// Text from outside, made safe and measurable for a terminal.
struct VisibleText {
    private(set) var text = ""
    /// How many cells the text takes.
    private(set) var width = 0

    init(_ raw: some StringProtocol) {
        for scalar in raw.unicodeScalars { append(scalar) }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 9:
            text += "    "
            width += 4
        case 0..<32:
            put(Unicode.Scalar(0x2400 + scalar.value))
        case 0x7F:
            put("\u{2421}")
        case 0x80..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            put("\u{FFFD}")
        default:
            text.unicodeScalars.append(scalar)
            width += Self.cells(of: scalar)
        }
    }

    private mutating func put(_ symbol: Unicode.Scalar?) {
        text.unicodeScalars.append(symbol ?? "\u{FFFD}")
        width += 1
    }

    private static func cells(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default:
            return 1
        }
    }
}
