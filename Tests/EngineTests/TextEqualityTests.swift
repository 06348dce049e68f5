import Engine
import Testing

/// Texts of a length, and for each byte a text that differs there alone.
private func relatives(_ length: Int) -> [String] {
    let bytes = (0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    let others = bytes.indices.map { index in
        var other = bytes
        other[index] = UInt8(ascii: "Z")
        return other
    }
    return ([bytes, bytes.dropLast(), bytes + [UInt8(ascii: "a")]] + others).map {
        String(decoding: $0, as: UTF8.self)
    }
}

@Test(arguments: 0...40)
func `texts are equal when each of their bytes is`(length: Int) {
    let texts = relatives(length)
    for (index, other) in texts.enumerated() {
        let isSame = other == texts[0]
        #expect(index == 0 || length == 0 || !isSame)
        check(
            Case(
                "\(texts[0]) and \(other)", call(.equal, .boolean, text(texts[0]), text(other)),
                isSame ? yes : no))
        check(
            Case(
                "\(texts[0]) or \(other)", call(.notEqual, .boolean, text(texts[0]), text(other)),
                isSame ? no : yes))
    }
}
