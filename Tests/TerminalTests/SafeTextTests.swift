import TestSupport
import Testing

@testable import Terminal

/// Scalars that bite: controls, marks, joiners, directions, wide, broken and plain ones.
private let bitingRanges: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x20...0x7E, 0x7F...0xA0, 0x300...0x330, 0x5D0...0x5EA, 0x600...0x605,
    0x900...0x97F, 0x1100...0x11FF, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069,
    0x2500...0x25FF, 0x3000...0x3100, 0xAC00...0xAC20, 0xFE00...0xFE0F, 0xFEFF...0xFEFF,
    0xFFF9...0xFFFD, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0xE0001...0xE007F, 0x10FFFE...0x10FFFF,
]

func bitingText(_ random: inout SplitMix64, upTo length: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...length, using: &random) {
        guard let range = bitingRanges.randomElement(using: &random),
            let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random))
        else { continue }
        scalars.append(scalar)
    }
    return String(scalars)
}

private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
    default: scalar == "\u{FFFD}"
    }
}

/// What must hold for a frame whatever was drawn into it.
func expectSound(_ frame: Frame, _ context: String) {
    #expect(frame.cells.count == frame.columns * frame.rows, "\(context)")
    for row in 0..<frame.rows {
        let cells = Array(frame.cells(inRow: row))
        for (column, cell) in cells.enumerated() {
            let scalars = cell.text.unicodeScalars
            #expect(!scalars.contains(where: isDangerous), "\(context): \(scalars)")
            if cell.isContinuation {
                let isPair = column > 0 && !cells[column - 1].isContinuation
                #expect(isPair && CellWidth.of(cells[column - 1].text) == 2, "\(context)")
            } else {
                let isWide = column + 1 < cells.count && cells[column + 1].isContinuation
                #expect(CellWidth.of(cell.text) == (isWide ? 2 : 1), "\(context): \(scalars)")
            }
        }
    }
}

@Test(arguments: [
    ("plain text 1:2", "plain text 1:2"), ("naïve 日本", "naïve 日本"), ("a\u{0}b", "a␀b"),
    ("\u{1B}]0;x\u{7}", "␛]0;x␇"), ("\u{1F}\u{7F}", "␟␡"), ("\u{9B}31m", "␦31m"),
    ("a\u{202E}b\u{2066}c", "a␦b␦c"), ("\u{2028}\u{2029}", "␤␤"), ("a\u{200B}b\u{FEFF}", "a␦b␦"),
    ("a\u{FFFD}b", "a·b"), (String(decoding: [0x61, 0xFF, 0xC0, 0x62], as: UTF8.self), "a··b"),
    ("👩\u{200D}👧|🇩🇪|❤\u{FE0F}|1\u{FE0F}\u{20E3}", "□ |□ |□ |□ "), ("\u{1F1E9}", "□"),
    ("\u{301}x", "\u{25CC}\u{301}x"), ("\r\n\t", "␍␊␉"), ("soft\u{AD}", "soft␦"),
    ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "e\u{301}\u{302}\u{303}\u{304}"),
    ("x\u{FE0E}y", "xy"), ("\u{378}", "·"),
])
func `what could act on a terminal becomes visible`(text: String, visible: String) {
    #expect(SafeText.visible(text) == visible)
}

@Test(arguments: UInt64(0)..<100)
func `making text safe twice changes nothing more`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let once = SafeText.visible(bitingText(&random, upTo: 40))
    #expect(SafeText.visible(once) == once)
    #expect(!once.unicodeScalars.contains(where: isDangerous))
}

@Test(arguments: UInt64(0)..<100)
func `a frame is sound whatever is put into it`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var frame = Frame(
        columns: Int.random(in: 1...30, using: &random), rows: Int.random(in: 1...3, using: &random)
    )
    for _ in 0..<20 {
        let text = bitingText(&random, upTo: 20)
        let row = Int.random(in: -1...frame.rows, using: &random)
        let column = Int.random(in: -8...34, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: frame.put(text, row: row, column: column, role: .ok)
        case 1:
            let width = Int.random(in: -2...12, using: &random)
            frame.put(text, row: row, column: column, width: width, align: .right)
        case 2:
            let area = Area(row: row, column: column, width: 12, height: 2)
            frame.box(area, title: text, trailing: text)
        case 3:
            frame.fill(
                row: row, column: column, width: 3, height: 2, character: text.first ?? "日")
        default:
            frame.draw(in: Area(row: row, column: column, width: 5, height: 2)) { pane in
                pane.put(text, row: 0, column: -1)
            }
        }
    }
    expectSound(frame, "seed \(seed)")
    expectSound(frame.ascii, "seed \(seed) in ASCII")
}
