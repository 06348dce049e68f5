extension Frame {
    /// The same frame in the 95 characters that every terminal has, cell for cell.
    public var ascii: Frame {
        var frame = self
        for index in frame.cells.indices {
            let cell = frame.cells[index]
            if cell.isContinuation {
                // A wide character is two of `?`, so that the cells on its right stay in place.
                frame.cells[index] = Cell("?", role: cell.role)
            } else if !cell.text.isASCII {
                frame.cells[index].text = Glyphs.ascii(for: cell.text)
            }
        }
        return frame
    }
}

extension Glyphs {
    /// The ASCII character that stands for one of ours; `?` for a letter or sign of the data.
    static func ascii(for character: Character) -> Character {
        if let twin = twins[character] { return twin }
        guard let scalar = character.unicodeScalars.first?.value else { return "?" }
        return switch scalar {
        case 0x2500...0x257F: "+"  // What is left of the box drawings: corners and crossings.
        case 0x2581...0x259F: "#"  // Quadrants and other blocks.
        case 0x2800...0x28FF: brailleTwins[(scalar & 0xFF).nonzeroBitCount]
        default: "?"
        }
    }

    /// By how many of the eight dots are set.
    private static let brailleTwins: [Character] = Array(" ..::++##")

    private static let twins: [Character: Character] = {
        var twins: [Character: Character] = [:]
        let rest: [(String, String)] = [
            ("─━┄┅┈┉═╌╍", "-=-=-=---"), ("│┃┆┇┊┋║╎╏", "|||||||||"),
            ("▶◀▲▼△▽◆◇■□▪▫", "><^v^v*o#?.."), ("←→↑↓↔⇒", "<>^v-="),
            ("░▒▓", ".:="), ("·•…‥‹›«»", ".*~~<><>"), ("–—‐‑", "----"), ("‘’“”", "''\"\""),
            ("≈≤≥≠±×÷∞∅", "~<>!~x/8@"), ("Δδµμσ°√", "dduusoV"), ("✓✔✗✘✕", "..XXX"),
            ("●○◉◌", "*o@."), ("‖⏎␣␤⌫", "|>_?<"), ("\u{A0}", " "),
        ]
        for (unicode, ascii) in rest {
            for (character, twin) in zip(unicode, ascii) { twins[character] = twin }
        }
        for (character, twin) in zip(Glyphs.unicode.all, Glyphs.ascii.all) {
            twins[character] = twin
        }
        return twins
    }()

    /// Every glyph of the set, in one fixed order.
    var all: [Character] {
        let borders = [light, heavy].flatMap {
            [
                $0.horizontal, $0.vertical, $0.topLeft, $0.topRight, $0.bottomLeft, $0.bottomRight,
            ]
        }
        return borders + lengths + heights + [
            barRest, shade, critical, warning, falling, ok, live, off, stalled, cursor, ellipsis,
            unknown, null, approximately, separator, enter,
        ]
    }
}
