/// The values of texts whose escapes have been checked.
enum JSONUnescape {
    /// Adds the text between two quotes, escapes resolved, to a buffer.
    ///
    /// - Precondition: ``JSONCursor/skipText()`` has stepped over it.
    static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        guard let start = text.baseAddress else { return }
        let first = start.assumingMemoryBound(to: UInt8.self)
        let end = first + text.count
        var at = first
        while at < end {
            let plain = at
            while at < end, at.pointee != 0x5C { at += 1 }
            bytes.append(contentsOf: UnsafeBufferPointer(start: plain, count: at - plain))
            if at < end { appendEscape(&at, end: end, to: &bytes) }
        }
    }

    private static func appendEscape(
        _ at: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, to bytes: inout [UInt8]
    ) {
        guard let unit = JSONCursor.hexUnit(at, end: end) else {
            bytes.append(single(at[1]))
            at += 2
            return
        }
        at += 6
        guard unit & 0xFC00 == 0xD800, let low = JSONCursor.hexUnit(at, end: end) else {
            return UTF8Text.append(unit, to: &bytes)
        }
        at += 6
        UTF8Text.append(0x1_0000 + (unit & 0x3FF) << 10 + (low & 0x3FF), to: &bytes)
    }

    private static func single(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }
}
