/// A fixed hash of bytes: the same on every machine and in every run, as key groups depend on it.
///
/// Multiply-and-fold over 16 bytes at a time. Not secret: tables that use it compare the bytes.
enum Hash {
    private static let first: UInt64 = 0xA076_1D64_78BD_642F
    private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB

    @inline(__always)
    static func of(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        let mixed = wide(bytes, count)
        return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
    }

    /// All 64 bits.
    @inline(__always)
    static func wide(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let start = UnsafeRawPointer(bytes)
        var seed = first ^ UInt64(truncatingIfNeeded: count)
        var low: UInt64
        var high: UInt64
        if count >= 8 {
            var index = 0
            while index &+ 16 < count {
                seed = fold(word(start + index) ^ second, word(start + (index &+ 8)) ^ seed)
                index &+= 16
            }
            // The last 16 bytes, overlapping what was read; of a short text the first and last 8.
            low = word(start + max(0, count &- 16))
            high = word(start + (count &- 8))
        } else if count >= 4 {
            low = UInt64(start.loadUnaligned(as: UInt32.self))
            high = UInt64((start + (count &- 4)).loadUnaligned(as: UInt32.self))
        } else if count > 0 {
            low = UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1])
            high = 0
        } else {
            low = 0
            high = 0
        }
        low ^= second
        high ^= seed
        return fold(fold(low, high) ^ first, UInt64(truncatingIfNeeded: count) ^ second)
    }

    /// A number's bits well mixed.
    @inline(__always)
    static func wide(_ number: UInt64) -> UInt64 {
        var mixed = number ^ first
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// The hash of some bytes, where speed does not matter.
    static func of(_ bytes: [UInt8]) -> UInt32 {
        // One byte more, so that there is an address even for no bytes.
        (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { of($0, bytes.count) } ?? 0
        }
    }

    /// 0 to 127: which part of the state a key belongs to, however many shards there are.
    static func keyGroup(_ hash: UInt32) -> Int { Int(hash >> 25) }

    @inline(__always)
    private static func word(_ address: UnsafeRawPointer) -> UInt64 {
        address.loadUnaligned(as: UInt64.self)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
