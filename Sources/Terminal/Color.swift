internal import Glibc

/// A colour as a theme names it.
public enum Color: Sendable, Hashable {
    /// The terminal's own text or background colour.
    case standard
    /// A place in the terminal's palette, from 0 to 255.
    case index(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// Reads `default`, `#rrggbb`, or a name of the sixteen basic colours such as `bright_red`.
    init?(_ text: String) {
        if text == "default" {
            self = .standard
        } else if text.hasPrefix("#"), text.utf8.count == 7,
            text.utf8.dropFirst().allSatisfy(Self.isHexDigit),
            let value = UInt32(text.dropFirst(), radix: 16)
        {
            self = Color(hex: value)
        } else if let index = Self.names.firstIndex(of: text) {
            self = .index(UInt8(index))
        } else {
            return nil
        }
    }

    /// The colour of a number such as `0xFF8000`.
    init(hex: UInt32) {
        self = .rgb(
            red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
            blue: UInt8(truncatingIfNeeded: hex))
    }

    /// In the order of the palette.
    static let names: [String] = {
        let plain = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        return plain + plain.map { "bright_" + $0 }
    }()

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Red, green and blue as xterm paints them; `nil` for the terminal's own, which nobody knows.
    var components: (red: UInt8, green: UInt8, blue: UInt8)? {
        switch self {
        case .standard: nil
        case .rgb(let red, let green, let blue): (red, green, blue)
        case .index(let index): Palette.components(of: index)
        }
    }
}

/// The 256 colours that terminals agree upon, and the nearest of them to any other.
enum Palette {
    private static let basic: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]

    static func components(of index: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        func split(_ value: UInt32) -> (UInt8, UInt8, UInt8) {
            (
                UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
                UInt8(truncatingIfNeeded: value)
            )
        }
        switch index {
        case 0..<16:
            return split(basic[Int(index)])
        case 16..<232:
            func level(_ step: UInt8) -> UInt8 { step == 0 ? 0 : 55 + 40 * step }
            let place = index - 16
            return (level(place / 36), level(place / 6 % 6), level(place % 6))
        default:
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        }
    }

    /// The palette's entry within a range that looks most like the colour, by distance in CIELAB.
    static func nearest(
        red: UInt8, green: UInt8, blue: UInt8, among range: ClosedRange<UInt8>
    ) -> UInt8 {
        let wanted = Lab(red: red, green: green, blue: blue)
        return range.min { labs[Int($0)].distance(to: wanted) < labs[Int($1)].distance(to: wanted) }
            ?? range.lowerBound
    }

    private static let labs: [Lab] = (UInt8.min...UInt8.max).map { index in
        let (red, green, blue) = components(of: index)
        return Lab(red: red, green: green, blue: blue)
    }
}

/// A colour in CIELAB under daylight, where distances are about as large as they look.
struct Lab: Equatable {
    let lightness: Double
    let a: Double
    let b: Double

    init(red: UInt8, green: UInt8, blue: UInt8) {
        let red = linear(red)
        let green = linear(green)
        let blue = linear(blue)
        let x = scaled((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
        let y = scaled(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
        let z = scaled((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
        lightness = 116 * y - 16
        a = 500 * (x - y)
        b = 200 * (y - z)
    }

    func distance(to other: Lab) -> Double {
        let lightness = lightness - other.lightness
        let a = a - other.a
        let b = b - other.b
        return (lightness * lightness + a * a + b * b).squareRoot()
    }
}

private func scaled(_ value: Double) -> Double {
    value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
}

/// A channel of sRGB as an amount of light, from 0 to 1.
func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
}
