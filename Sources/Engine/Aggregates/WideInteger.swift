/// 128 bits that may stand at any multiple of 8 bytes, unlike an `Int128`.
struct WideInteger: BitwiseCopyable {
    var low: UInt64
    var high: Int64

    @inline(__always)
    init(_ value: Int128) {
        low = UInt64(truncatingIfNeeded: value)
        high = Int64(truncatingIfNeeded: value >> 64)
    }

    @inline(__always)
    var value: Int128 { Int128(high) << 64 | Int128(low) }
}
