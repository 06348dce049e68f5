/// Counting Unicode characters (code points) in UTF-8.
extension UnsafeRawBufferPointer {
    var codePoints: Int {
        var total = 0
        for byte in self where byte & 0xC0 != 0x80 { total += 1 }
        return total
    }

    /// Where the code point with this number (from 0) begins; the end when there are fewer.
    func offset(ofCodePoint number: Int, from start: Int = 0) -> Int {
        var index = start
        var left = number
        while index < count {
            if self[index] & 0xC0 != 0x80 {
                if left <= 0 { return index }
                left -= 1
            }
            index += 1
        }
        return count
    }

    /// Where the needle begins at or after `start`; `nil` when it does not occur.
    func firstIndex(of needle: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        guard let first = needle.first else { return start <= count ? start : nil }
        var index = start
        while index + needle.count <= count {
            if self[index] == first, self[index..<index + needle.count].elementsEqual(needle) {
                return index
            }
            index += 1
        }
        return nil
    }
}
