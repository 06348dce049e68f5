/// How many colours a terminal can paint.
public enum ColorDepth: Sendable, Equatable {
    case none, eight, sixteen, palette
    /// Every colour by its red, green and blue.
    case direct

    /// From the number of colours that curses reports.
    init(colors: Int) {
        self =
            switch colors {
            case ..<8: .none
            case 8..<16: .eight
            case 16..<256: .sixteen
            case 256: .palette
            default: .direct
            }
    }

    /// The number curses knows the nearest colour by; -1 is the terminal's own.
    func number(of color: Color) -> Int32 {
        guard self != .none, let (red, green, blue) = color.components else { return -1 }
        if case .index(let index) = color, fits(index) { return Int32(index) }
        switch self {
        case .none:
            return -1
        case .eight:
            return Int32(Palette.nearest(red: red, green: green, blue: blue, among: 0...7))
        case .sixteen:
            return Int32(Palette.nearest(red: red, green: green, blue: blue, among: 0...15))
        case .palette:
            // The first sixteen are whatever the person made of them.
            return Int32(Palette.nearest(red: red, green: green, blue: blue, among: 16...255))
        case .direct:
            let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
            // The first eight numbers mean the palette there.
            return value < 8 ? (value == 0 ? 0 : 8) : value
        }
    }

    private func fits(_ index: UInt8) -> Bool {
        switch self {
        case .none, .direct: index < 8
        case .eight: index < 8
        case .sixteen: index < 16
        case .palette: true
        }
    }
}
