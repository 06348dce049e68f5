import CNcurses
import Glibc
import TestSupport
import Testing

@testable import Terminal

/// Where our width and the C library's may differ: it knows an older Unicode, in which some
/// characters are not assigned yet, and we turn what is invisible into a symbol.
private func isAllowed(_ kind: CellWidth.Kind, _ width: Int32) -> Bool {
    switch kind {
    case .control: width <= 1
    case .unassigned: width == -1
    case .mark, .narrow, .wide: width == -1
    }
}

@Suite struct CellWidthTests {
    init() { setlocale(LC_CTYPE, "C.UTF-8") }

    @Test func `every scalar of the basic plane is as wide as wcwidth says`() {
        var differences: [String] = []
        var older = 0
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let kind = CellWidth.kind(scalar)
            let width = wcwidth(wchar_t(bitPattern: value))
            let expected: CellWidth.Kind? = [0: .mark, 1: .narrow, 2: .wide][width]
            if kind == expected { continue }
            if isAllowed(kind, width) {
                older += kind != .control && kind != .unassigned ? 1 : 0
            } else {
                differences.append("\(String(value, radix: 16)) \(kind) \(width)")
            }
        }
        #expect(differences == [])
        #expect(older < 400, "the C library knows far fewer characters than we do")
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("🔥", 2), ("❤\u{FE0F}", 2), ("🇩🇪", 2), ("👩\u{200D}👧", 2),
        ("\r\n", 2), ("\u{1B}[0m", 4), ("\u{301}", 1), ("क्ष", 2), ("…▁█⣿", 4),
    ])
    func `text is as wide as its cells`(text: String, width: Int) {
        #expect(CellWidth.of(text) == width)
        var frame = Frame(columns: 20, rows: 1)
        frame.put(text + "|", row: 0, column: 0)
        #expect(frame.cells.firstIndex { $0.text == "|" } == width)
    }
}
