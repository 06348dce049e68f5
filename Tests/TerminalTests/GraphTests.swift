import Testing

@testable import Terminal

private let sparklines: [([Double?], Int, String)] = [
    ([0, 1, 2, 4, 8], 5, "▁▁▂▄█"), ([], 3, "   "), ([8], 3, "  █"), ([nil, 8, nil], 3, " █ "),
    ([-5, 9, 1e300], 3, "▁██"), ([.nan, .infinity, -.infinity], 3, " █▁"), ([8], 0, ""),
    ([8], -1, ""), ([0, 8, 0, 0, nil, nil], 3, "█▁ "), ([8.0 / 8 + 0.001], 1, "▂"),
]

@Test(arguments: sparklines)
func `a sparkline has a fixed scale and exactly its width`(
    values: [Double?], width: Int, line: String
) {
    #expect(Spark.line(values, width: width, high: 8) == line)
}

@Test func `a scale without extent shows what is above it`() {
    #expect(Spark.line([0, 1], width: 2, high: 0) == "▁█")
    #expect(Spark.line([0, 1], width: 2, high: .nan) == "▁▁")
    #expect(Spark.line([10, 15, 20], width: 3, low: 10, high: 20) == "▁▄█")
    #expect(Spark.line([0, 4, 8], width: 3, high: 8, glyphs: .ascii) == "_:#")
}

@Test func `a spike among many values is never lost`() {
    for place in 0..<1_000 {
        var values = [Double?](repeating: 0, count: 1_000)
        values[place] = 8
        let line = Array(Spark.line(values, width: 7, high: 8))
        #expect(line.count == 7 && line.filter { $0 == "█" }.count == 1)
    }
}

@Test func `block graphs fill their rows from below`() {
    #expect(
        BlockGraph.rows([0, 2, 8, 12, 16, nil], width: 6, height: 2, max: 16) == [
            "   ▄█ ", "▁▂███ ",
        ])
    #expect(BlockGraph.rows([1], width: 2, height: 0, max: 1) == [])
    #expect(BlockGraph.rows([1], width: 0, height: 2, max: 1) == ["", ""])
}

@Test func `braille graphs have two columns and four steps to a cell`() {
    #expect(
        BrailleGraph.rows([0, 2, 4, 5, 8, 9, nil, nil], width: 4, height: 2, max: 8) == [
            " ⢀⣿ ", "⣠⣿⣿ ",
        ])
    #expect(BrailleGraph.rows([1], width: 1, height: 1, max: 1) == ["⢸"])
    #expect(BrailleGraph.rows([1], width: -1, height: 1, max: 1) == [""])
}

private let bars: [(Double, String)] = [
    (0.0, "····"), (1, "████"), (0.5, "██··"), (0.03, "▏···"), (0.3, "█▎··"), (7, "████"),
    (-1, "····"), (.nan, "    "), (.infinity, "████"),
]

@Test(arguments: bars)
func `a bar has exactly its width`(share: Double, line: String) {
    #expect(Bar.line(share, width: 4) == line)
}

@Test(arguments: -1...40)
func `graphs of every size have exactly their cells`(width: Int) {
    let values: [Double?] = [3, nil, 0, -1, 100, 2, 2, 7, nil, 8]
    for height in -1...6 {
        for rows in [
            BlockGraph.rows(values, width: width, height: height, max: 8),
            BrailleGraph.rows(values, width: width, height: height, max: 8),
        ] {
            #expect(rows.count == max(0, height))
            #expect(rows.allSatisfy { CellWidth.of($0) == max(0, width) })
        }
    }
}

@Test func `every glyph has a twin in ASCII of the same width`() {
    for (unicode, ascii) in zip(Glyphs.unicode.all, Glyphs.ascii.all) {
        #expect(CellWidth.of(unicode) == 1 && ascii.isASCII)
        #expect(Glyphs.ascii(for: unicode) == ascii)
    }
    for value in UInt32(0x2500)...0x28FF {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let twin = Glyphs.ascii(for: Character(scalar))
        #expect(twin.isASCII && CellWidth.of(twin) == 1)
    }
}

@Test func `columns keep their order in ASCII`() {
    #expect(Glyphs.ascii.heights == Array("_.-:=+*#"))
    var frame = Frame(columns: 15, rows: 1)
    frame.put("▁▂▃▄▅▆▇█ ✗▲▼‖…⣿", row: 0, column: 0)
    #expect(frame.ascii.text == "_.-:=+*# X^v|~#")
}
