/// A pattern of LIKE, taken apart once: `%` is any text, `_` any one character.
struct LikePattern {
    private enum Part: Equatable {
        case byte(UInt8)
        case anyCharacter
        case anyText
    }

    private let parts: [Part]

    init(_ bytes: some Sequence<UInt8>, escape: UInt8?) throws(RowError) {
        let pattern = Array(bytes)
        var parts: [Part] = []
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            if byte == escape {
                index += 1
                guard index < pattern.count,
                    [UInt8(ascii: "%"), UInt8(ascii: "_"), escape].contains(pattern[index])
                else {
                    throw RowError("LIKE: the escape character must stand before %, _ or itself")
                }
                parts.append(.byte(pattern[index]))
            } else if byte == UInt8(ascii: "%") {
                if parts.last != .anyText { parts.append(.anyText) }
            } else if byte == UInt8(ascii: "_") {
                parts.append(.anyCharacter)
            } else {
                parts.append(.byte(byte))
            }
            index += 1
        }
        self.parts = parts
    }

    /// Greedy with one point to come back to, the latest `%`: never worse than length × length.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        var part = 0
        var retry: (part: Int, position: Int)?
        while position < text.count || part < parts.count {
            if part < parts.count, let next = step(parts[part], text, position) {
                if parts[part] == .anyText { retry = (part, position) }
                position = next
                part += 1
                continue
            }
            guard let last = retry, last.position < text.count else { return false }
            retry = (last.part, last.position + 1)
            position = last.position + 1
            part = last.part + 1
        }
        return true
    }

    /// The position behind what the part takes at least; `nil` when it does not fit.
    private func step(_ part: Part, _ text: UnsafeRawBufferPointer, _ position: Int) -> Int? {
        switch part {
        case .anyText: return position
        case .byte(let byte):
            return position < text.count && text[position] == byte ? position + 1 : nil
        case .anyCharacter:
            guard position < text.count, text[position] & 0xC0 != 0x80 else { return nil }
            return text.offset(ofCodePoint: 1, from: position)
        }
    }
}
