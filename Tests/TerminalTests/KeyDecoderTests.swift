import TestSupport
import Testing

@testable import Terminal

private func keys(_ text: String) -> [Key] { keys(Array(text.utf8)) }

private func keys(_ bytes: [UInt8]) -> [Key] {
    var decoder = KeyDecoder()
    decoder.feed(bytes)
    return rest(&decoder)
}

/// All keys there are, and what is left when no more bytes come.
private func rest(_ decoder: inout KeyDecoder) -> [Key] {
    var keys: [Key] = []
    while let key = decoder.next() { keys.append(key) }
    if let key = decoder.expire() { keys.append(key) }
    return keys
}

private func click(_ column: Int, _ row: Int) -> Key {
    .mouse(column: column, row: row, isWheelUp: false, isWheelDown: false)
}

private let sequences: [(String, [Key])] = [
    ("aZ9~", [.character("a"), .character("Z"), .character("9"), .character("~")]),
    ("é日🔥", [.character("é"), .character("日"), .character("🔥")]),
    ("\r\n\t \u{7F}\u{8}", [.enter, .control("j"), .tab, .space, .backspace, .backspace]),
    ("\u{3}\u{1A}\u{1C}\u{0}", [.control("c"), .control("z"), .control("\\"), .control(" ")]),
    ("\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[D", [.up, .down, .right, .left]),
    ("\u{1B}[H\u{1B}[1~\u{1B}OH\u{1B}[7~", [.home, .home, .home, .home]),
    ("\u{1B}[F\u{1B}[4~\u{1B}[8~", [.end, .end, .end]),
    ("\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[Z", [.delete, .pageUp, .pageDown, .backTab]),
    (
        "\u{1B}OP\u{1B}[12~\u{1B}[[C\u{1B}[15~",
        [.function(1), .function(2), .function(3), .function(5)]
    ),
    ("\u{1B}[17~\u{1B}[21~\u{1B}[24~", [.function(6), .function(10), .function(12)]),
    ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]),
    ("\u{1B}j", [.escape, .character("j")]), ("\u{1B}\u{1B}[A", [.escape, .up]),
    ("\u{1B}[<0;3;4Mx", [click(2, 3), .character("x")]),
    ("\u{1B}[<0;3;4m\u{1B}[<35;3;4M\u{1B}[<2;3;4Mx", [.character("x")]),
    ("\u{1B}[<64;250;1M", [.mouse(column: 249, row: 0, isWheelUp: true, isWheelDown: false)]),
    ("\u{1B}[<69;1;1M", [.mouse(column: 0, row: 0, isWheelUp: false, isWheelDown: true)]),
    ("\u{1B}[<0;0;4M\u{1B}[<0;4M\u{1B}[<0:0;1;1Mx", [.character("x")]),
    ("\u{1B}[M #$x", [click(2, 3), .character("x")]),
    (
        "\u{1B}[200~one\rtwo\r\n\u{1B}[A\u{1B}[201~x",
        [.paste("one\ntwo\n\u{1B}[A"), .character("x")]
    ),
    ("\u{1B}[200~\u{1B}[\u{1B}[20\u{1B}[201~", [.paste("\u{1B}[\u{1B}[20")]),
    ("\u{1B}[200~never ends", [.paste("never ends")]), ("\u{1B}[201~x", [.character("x")]),
    ("\u{1B}[I\u{1B}[Ox", [.character("x")]), ("\u{1B}[?62;22cx", [.character("x")]),
    ("\u{1B}[27;5;106~\u{1B}[106;5ux", [.character("x")]),
    ("\u{1B}]11;rgb:0000/0000/0000\u{7}x", [.character("x")]),
    ("\u{1B}P1+r544e\u{1B}\\x", [.character("x")]), ("\u{1B}[12;", []), ("\u{1B}O", []),
    ("\u{1B}[12\u{1B}[A", [.up]), ("\u{1B}[999999999999~x", [.character("x")]),
    ("\u{85}\u{9B}x", [.character("x")]),
]

@Test(arguments: sequences)
func `bytes become keys`(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
}

@Test(arguments: sequences)
func `keys do not depend on how their bytes arrive`(text: String, expected: [Key]) {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for byte in text.utf8 {
        decoder.feed([byte])
        while let key = decoder.next() { keys.append(key) }
    }
    #expect(keys + rest(&decoder) == expected)
}

@Test func `broken UTF-8 types nothing and loses nothing`() {
    let bytes: [UInt8] = [
        0xFF, 0x61, 0xC3, 0x62, 0xE6, 0x97, 0x63, 0xED, 0xA0, 0x80, 0x64,
    ]
    let letters: [Character] = ["a", "b", "c", "d"]
    #expect(keys(bytes) == letters.map { Key.character($0) })
}

@Test func `a waiting decoder says for how long`() {
    var decoder = KeyDecoder()
    #expect(decoder.patienceMs == nil)
    decoder.feed([0x1B])
    #expect(decoder.next() == nil && decoder.patienceMs == 25)
    #expect(decoder.expire() == .escape && decoder.patienceMs == nil)
    decoder.feed(Array("\u{1B}[200~x".utf8))
    #expect(decoder.next() == nil && decoder.patienceMs == 1_000)
    #expect(decoder.expire() == .paste("x") && decoder.patienceMs == nil)
}

@Test func `focus is followed`() {
    var decoder = KeyDecoder()
    #expect(decoder.isFocused)
    decoder.feed(Array("\u{1B}[O".utf8))
    #expect(decoder.next() == nil && !decoder.isFocused)
    decoder.feed(Array("\u{1B}[I".utf8))
    #expect(decoder.next() == nil && decoder.isFocused)
}

@Test func `a paste without end is bounded`() {
    var decoder = KeyDecoder()
    decoder.feed(Array("\u{1B}[200~".utf8))
    let block = [UInt8](repeating: 0x61, count: 100_000)
    for _ in 0..<12 {
        decoder.feed(block)
        #expect(decoder.next() == nil)
    }
    guard case .paste(let text) = decoder.expire() else {
        Issue.record("no paste")
        return
    }
    #expect(text.utf8.count == KeyDecoder.longestPaste)
}

@Test(arguments: UInt64(0)..<200)
func `noise never stops the decoder`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let biting = Array("\u{1B}\u{1B}[O]P<;M~0129mA\r".utf8)
    var decoder = KeyDecoder()
    for _ in 0..<60 {
        let byte = random.next() % 3 == 0 ? UInt8.random(in: 0...255, using: &random) : nil
        decoder.feed([byte ?? biting.randomElement(using: &random) ?? 0])
        while decoder.next() != nil {}
    }
    _ = decoder.expire()
    decoder.feed([0x71])
    #expect(decoder.next() == .character("q") && decoder.patienceMs == nil)
}
