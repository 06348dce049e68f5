/// Turns the bytes of a terminal into keys.
///
/// It knows the sequences of the xterm family, which all terminals of today send, those of the
/// Linux console and of rxvt. Whatever else starts with an escape is swallowed whole, so that an
/// unknown sequence never types letters.
struct KeyDecoder {
    /// How long an escape may wait for the rest of its sequence.
    static let escapeDelayMs = 25
    /// How long a paste may pause before what came of it is delivered.
    static let pasteDelayMs = 1_000
    static let longestPaste = 1 << 20

    private var bytes: [UInt8] = []
    private var paste: Paste?
    /// `false` while the terminal reports that another window has the focus.
    private(set) var isFocused = true

    private struct Paste {
        var bytes: [UInt8] = []
        /// How much of the paste's end sequence has been seen.
        var matched = 0
    }

    /// How long to wait for more bytes before `expire`; `nil` when nothing is unfinished.
    var patienceMs: Int? {
        if paste != nil { return Self.pasteDelayMs }
        return bytes.isEmpty ? nil : Self.escapeDelayMs
    }

    mutating func feed(_ new: some Sequence<UInt8>) {
        bytes.append(contentsOf: new)
    }

    /// The next complete key; `nil` when more bytes are needed.
    mutating func next() -> Key? {
        while true {
            if paste != nil {
                guard let text = takePaste() else { return nil }
                return .paste(text)
            }
            guard !bytes.isEmpty else { return nil }
            switch Self.parse(bytes[...]) {
            case .incomplete:
                return nil
            case .key(let key, let count):
                bytes.removeFirst(count)
                return key
            case .skip(let count):
                bytes.removeFirst(count)
            case .focus(let hasIt, let count):
                bytes.removeFirst(count)
                isFocused = hasIt
            case .pasteBegin(let count):
                bytes.removeFirst(count)
                paste = Paste()
            }
        }
    }

    /// Says that no more bytes came in time: a lone escape is then the key, a paste what there is
    /// of it, and every other beginning is dropped.
    mutating func expire() -> Key? {
        if let unfinished = paste {
            paste = nil
            return .paste(Self.text(unfinished.bytes))
        }
        let isEscape = bytes == [0x1B]
        bytes = []
        return isEscape ? .escape : nil
    }

    private mutating func takePaste() -> String? {
        guard var current = paste else { return nil }
        let end: [UInt8] = Array("\u{1B}[201~".utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == end[current.matched] {
                current.matched += 1
                guard current.matched == end.count else { continue }
                bytes.removeFirst(index + 1)
                paste = nil
                return Self.text(current.bytes)
            }
            // An escape that begins no end sequence belongs to the text, as what follows it does.
            let given = end[..<current.matched] + (byte == end[0] ? [] : [byte])
            current.matched = byte == end[0] ? 1 : 0
            if current.bytes.count < Self.longestPaste { current.bytes += given }
        }
        bytes = []
        paste = current
        return nil
    }

    private static func text(_ bytes: [UInt8]) -> String {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0D {
                lines.append(0x0A)
            } else if byte != 0x0A || previous != 0x0D {
                lines.append(byte)
            }
            previous = byte
        }
        return String(decoding: lines, as: UTF8.self)
    }
}
