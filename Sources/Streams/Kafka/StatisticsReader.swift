/// Walks through a JSON text and skips what nobody asks for.
///
/// It trusts nothing: text that is not JSON ends the walk, and every step moves forward.
struct StatisticsReader {
    private let text: UnsafeRawBufferPointer
    private var at = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// Ends the walk: nothing more is found.
    mutating func stop() { at = text.count }

    /// Calls `body` with the name of each member of the object; it must read or skip the value.
    mutating func members(_ body: (String, inout Self) -> Void) {
        guard take("{") else { return stop() }
        if take("}") { return }
        repeat {
            guard let name = string(), take(":") else { return stop() }
            body(name, &self)
        } while take(",")
        if !take("}") { stop() }
    }

    /// The string here, escapes left as they stand; `nil` and the end of the walk if there is none.
    mutating func string() -> String? {
        guard take("\"") else {
            stop()
            return nil
        }
        let start = at
        while at < text.count, text[at] != UInt8(ascii: "\"") {
            at += text[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard at < text.count else {
            stop()
            return nil
        }
        at += 1
        return String(decoding: text[start..<at - 1], as: UTF8.self)
    }

    /// The whole number here; `nil` when it is none or too large, and it is skipped then.
    mutating func integer() -> Int64? {
        let start = at
        skipValue()
        guard start < at, at <= text.count else { return nil }
        let digits = String(decoding: text[start..<at], as: UTF8.self)
        return Int64(digits.drop { $0 == " " || $0 == "\n" })
    }

    /// Moves behind the value here, however deep it is.
    mutating func skipValue() {
        var depth = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                at += 1
                if depth == 0 { return }
            case UInt8(ascii: ",") where depth == 0:
                return
            default:
                at += 1
            }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        while at < text.count, text[at] <= UInt8(ascii: " ") { at += 1 }
        guard at < text.count, text[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }
}
