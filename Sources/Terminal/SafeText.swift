/// Text from outside, with everything that could act on a terminal turned into something to see.
///
/// Event payloads, topic names and keys are hostile: an escape sequence in one of them could
/// rewrite the screen, and a bidirectional override could make one entity look like another.
public enum SafeText {
    /// The text as a frame would draw it.
    ///
    /// Control characters become control pictures, other invisible ones `␦`, what is no character
    /// (U+FFFD among them, which is what Swift makes of invalid UTF-8) becomes `·`, and clusters
    /// whose width terminals disagree about become `□` and a blank. Applying it twice changes
    /// nothing more.
    public static func visible(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for character in text {
            forEachCell(of: character) { piece, _ in result.append(piece) }
        }
        return result
    }

    /// Calls `body` with each piece that gets cells of its own, and with how many it gets: 1 or 2.
    static func forEachCell(of character: Character, _ body: (Character, Int) -> Void) {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return }
        if scalars.index(after: scalars.startIndex) == scalars.endIndex {
            let (piece, width) = lone(first, as: character)
            body(piece, width)
        } else if scalars.contains(where: isDisputed) {
            body("□", 1)
            body(" ", 1)
        } else {
            forEachCell(ofCluster: scalars, body)
        }
    }

    /// Splits a cluster into bases with their marks, as a terminal's grid does.
    private static func forEachCell(
        ofCluster scalars: Character.UnicodeScalarView, _ body: (Character, Int) -> Void
    ) {
        var piece = ""
        var pieceWidth = 0
        var marks = 0
        func flush() {
            guard let character = piece.first else { return }
            body(character, pieceWidth)
            piece = ""
            marks = 0
        }
        for scalar in scalars where !isVariationSelector(scalar) {
            let kind = CellWidth.kind(scalar)
            guard kind == .mark else {
                flush()
                let (character, width) = lone(scalar, as: Character(scalar))
                piece = String(character)
                pieceWidth = width
                continue
            }
            if piece.isEmpty {
                piece = "\u{25CC}"
                pieceWidth = 1
            }
            // A cell of curses holds five scalars; what is piled higher is dropped.
            guard marks < 4 else { continue }
            piece.unicodeScalars.append(scalar)
            marks += 1
        }
        flush()
    }

    private static func lone(
        _ scalar: Unicode.Scalar, as character: Character
    ) -> (Character, Int) {
        if isDisputed(scalar) { return ("□", 1) }
        return switch CellWidth.kind(scalar) {
        case .narrow:
            scalar == "\u{FFFD}" ? ("·", 1) : (character, 1)
        case .wide:
            (character, 2)
        case .unassigned:
            ("·", 1)
        case .mark:
            isVariationSelector(scalar) ? ("␦", 1) : (marked(scalar), 1)
        case .control:
            (picture(of: scalar), 1)
        }
    }

    /// A mark with nothing to stand on gets the dotted circle, so that it cannot climb onto the
    /// neighbouring cell.
    private static func marked(_ scalar: Unicode.Scalar) -> Character {
        var text = "\u{25CC}"
        text.unicodeScalars.append(scalar)
        return text.first ?? "\u{25CC}"
    }

    private static func picture(of scalar: Unicode.Scalar) -> Character {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map(Character.init) ?? "␦"
        case 0x7F: "␡"
        case 0x2028, 0x2029: "␤"
        default: "␦"
        }
    }

    /// Scalars that make a cluster's width a matter of the terminal's opinion.
    private static func isDisputed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200D, 0xFE0F, 0x20E3, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: true
        default: false
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFE00...0xFE0E, 0xE0100...0xE01EF, 0x180B...0x180D, 0x180F: true
        default: false
        }
    }
}
