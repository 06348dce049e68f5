import CIntrinsics

/// Where the line breaks stand in a buffer; the memory is used again and again.
struct LineBreaks: ~Copyable {
    private(set) var places: UnsafeMutablePointer<Int32>
    private var capacity = 0

    init() { places = .allocate(capacity: 0) }
    deinit { places.deallocate() }

    /// Finds the line breaks between two places of some bytes.
    ///
    /// Fills ``places`` and returns how many there are, at most `limit`.
    ///
    /// - Precondition: The bytes are at most 2 GiB.
    mutating func find(
        _ bytes: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ limit: Int
    ) -> Int {
        // More than there are bytes cannot be found.
        let limit = min(limit, to - from)
        // The search writes up to 64 places more than it counts.
        if limit + 64 > capacity {
            places.deallocate()
            capacity = limit + 64
            places = .allocate(capacity: capacity)
        }
        return cin_line_breaks(bytes, from, to, places, limit)
    }
}
