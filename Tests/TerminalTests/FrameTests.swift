import Testing

@testable import Terminal

@Test func `a box carries its titles in its upper border`() {
    var frame = Frame(columns: 30, rows: 3)
    let inside = frame.box(frame.area, title: "Lag", isFocused: true, trailing: "16 partitions")
    frame.put("日本\u{1B}[2J", in: inside, row: 0, column: 1)
    #expect(
        frame.text == """
            ┏━ Lag ━━━━━━━ 16 partitions ┓
            ┃ 日本␛[2J                   ┃
            ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
            """)
    #expect(
        frame.ascii.text == """
            += Lag ======= 16 partitions +
            | ?????[2J                   |
            +============================+
            """)
}

@Test(arguments: [
    (12, "┌──────────┐"), (13, "┌───────────┐"), (20, "┌─ Freshness ──────┐"),
])
func `a trailing note gives way to the title`(width: Int, upper: String) {
    var frame = Frame(columns: width, rows: 2)
    frame.box(frame.area, title: width < 20 ? "" : "Freshness", trailing: "a long trailing note")
    #expect(frame.rowText(0) == upper)
}

@Test func `a long title is cut off inside its border`() {
    var frame = Frame(columns: 12, rows: 2)
    frame.box(frame.area, title: "Watermark delay")
    #expect(frame.rowText(0) == "┌─ Water… ─┐")
}

@Test(arguments: 0...40)
func `boxes and text of every size stay inside their area`(width: Int) {
    for height in [0, 1, 2, 3, 4, width, 40] {
        var frame = Frame(columns: 42, rows: 42)
        frame.fill(frame.area, character: "·")
        let area = Area(row: 1, column: 1, width: width, height: height)
        let inside = frame.box(area, title: "Title", isFocused: true, trailing: "3 open")
        for row in -1...inside.height { frame.put("日本語 text", in: inside, row: row, column: -1) }
        for row in 0..<42 {
            for column in 0..<42 where !area.contains(row: row, column: column) {
                #expect(frame.cells[row * 42 + column].text == "·", "\(width)x\(height)")
            }
        }
        expectSound(frame, "\(width)x\(height)")
        #expect(inside.width == max(0, width - 2) && inside.height == max(0, height - 2))
    }
}

@Test(arguments: [
    ("abc", 5, Alignment.left, "abc  "), ("abc", 5, .right, "  abc"), ("abc", 5, .center, " abc "),
    ("abc", 3, .right, "abc"), ("abcd", 3, .right, "ab…"), ("abcd", 1, .left, "…"),
    ("日本", 4, .left, "日本"), ("日本", 3, .left, "日…"), ("日本", 2, .left, " …"), ("", 2, .left, "  "),
    ("x", 0, .left, ""),
])
func `a field is padded and cut off exactly`(
    text: String, width: Int, align: Alignment, field: String
) {
    var frame = Frame(columns: 12, rows: 1)
    frame.put("############", row: 0, column: 0)
    frame.put(text, row: 0, column: 3, width: width, align: align)
    #expect(frame.text == "###" + field + String(repeating: "#", count: 9 - width))
}

@Test(arguments: [
    (-4, "######"), (-3, " #####"), (-2, "本####"), (-1, " 本###"), (0, "日本##"), (2, "##日本"),
    (3, "###日 "), (4, "####日"), (5, "##### "), (6, "######"),
])
func `wide characters are never halved at an edge`(column: Int, text: String) {
    var frame = Frame(columns: 6, rows: 1)
    frame.put("######", row: 0, column: 0)
    frame.put("日本", row: 0, column: column)
    #expect(String(frame.cells.filter { !$0.isContinuation }.map(\.text)) == text)
}

@Test func `what covers half of a wide character blanks the other half`() {
    var frame = Frame(columns: 6, rows: 1)
    frame.put("日本語", row: 0, column: 0)
    frame.put("x", row: 0, column: 1)
    #expect(frame.text == " x本語")
    frame.put("y", row: 0, column: 4)
    #expect(frame.text == " x本y")
    #expect(frame.cells[5] == Frame.Cell())
}

@Test func `styled text counts the cells of each role`() {
    var frame = Frame(columns: 8, rows: 2)
    frame.put("日ok", row: 0, column: 1, role: .ok)
    frame.setRole(.cursor, row: 0, columns: 3..<20)
    #expect(frame.styledText == " 日ok\n~ 1 text 2 ok 5 cursor\n\n~")
}

@Test(arguments: 0...40)
func `shares never exceed what is split`(total: Int) {
    let area = Area(row: 3, column: 5, width: total, height: total)
    let shares: [Area.Share] = [.cells(3), .weight(1), .cells(20), .weight(2), .weight(0)]
    for parts in [area.splitRows(shares).map(\.rows), area.splitColumns(shares).map(\.columns)] {
        #expect(parts[0].count == min(3, total))
        #expect(parts[2].count == max(0, min(20, total - 3)))
        #expect(parts.map(\.count).reduce(0, +) == total)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(abs(parts[3].count - 2 * parts[1].count) <= 2)
    }
}

@Test(arguments: -2...14)
func `an area is cut in two without loss`(count: Int) {
    let area = Area(row: 1, column: 2, width: 10, height: 10)
    #expect(area.top(count).height + area.droppingTop(count).height == 10)
    #expect(area.droppingTop(count).endRow == 11)
    #expect(area.bottom(count).height + area.droppingBottom(count).height == 10)
    #expect(area.left(count).width + area.droppingLeft(count).width == 10)
    #expect(area.droppingLeft(count).endColumn == 12)
    #expect(area.right(count).width + area.droppingRight(count).width == 10)
    #expect(area.inset(max(0, count)).width == max(0, 10 - 2 * max(0, count)))
}
