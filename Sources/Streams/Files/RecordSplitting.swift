import Glibc

/// Where one record of a text file ends and the next begins.
public enum RecordSplitting: Hashable, Sendable {
    /// At every line break.
    case lines
    /// At every line break that is not inside a quoted field.
    case csv(delimiter: UInt8, quote: UInt8, escape: UInt8?)

    /// The index of the line break that ends the record; `nil` when it is not there yet.
    @inline(__always)
    func end(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let line = Self.index(of: 0x0A, bytes, start, bytes.count) else { return nil }
        guard case .csv(let delimiter, let quote, let escape) = self,
            Self.index(of: quote, bytes, start, line) != nil
        else { return line }
        return Self.end(bytes, start, delimiter, quote, escape)
    }

    @inline(__always)
    private static func index(
        of byte: UInt8, _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
    ) -> Int? {
        guard let base = bytes.baseAddress, start < end,
            let found = memchr(base + start, Int32(byte), end - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// A quote opens a field only where the field begins; inside, two quotes are one character.
    private static func end(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ delimiter: UInt8, _ quote: UInt8,
        _ escape: UInt8?
    ) -> Int? {
        var isQuoted = false
        var opens = true
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == escape {
                index += 1
            } else if byte == quote {
                // A quote that follows a closing one opens again: together they are a character.
                isQuoted = !isQuoted && opens
                opens = true
            } else if byte == 0x0A, !isQuoted {
                return index
            } else {
                opens = byte == delimiter
            }
            index += 1
        }
        return nil
    }
}
