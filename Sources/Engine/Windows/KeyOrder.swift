/// Sorts keys by their bytes: by the eight bytes where they begin to differ as one number, and
/// only where those are equal to the end.
struct KeyOrder {
    private struct Item {
        let prefix: UInt64
        let index: Int32
    }

    /// The indices in the order of their keys.
    let sorted: [Int32]

    init(_ keys: [UnsafeBufferPointer<UInt8>]) {
        guard keys.count > 1 else {
            sorted = keys.isEmpty ? [] : [0]
            return
        }
        let skipped = KeyOrder.commonPrefix(keys)
        var items: [Item] = []
        items.reserveCapacity(keys.count)
        for (index, key) in keys.enumerated() {
            items.append(Item(prefix: KeyOrder.word(key, skipped), index: Int32(index)))
        }
        KeyOrder.sort(&items)
        KeyOrder.sortTies(&items, keys)
        sorted = items.map(\.index)
    }

    /// Below this many a sort by comparing is faster.
    private static let few = 256

    /// By their prefixes: byte by byte from the lowest, except where all have the same.
    private static func sort(_ items: inout [Item]) {
        guard items.count >= few else {
            items.sort { $0.prefix < $1.prefix }
            return
        }
        let total = items.count
        var counts = [Int32](repeating: 0, count: 8 * 256)
        counts.withUnsafeMutableBufferPointer { counts in
            for item in items {
                for byte in 0..<8 {
                    counts[byte &<< 8 | Int(item.prefix >> UInt64(byte &<< 3) & 0xFF)] &+= 1
                }
            }
            let first = items[0].prefix
            for byte in 0..<8 {
                let own = UnsafeMutableBufferPointer(
                    rebasing: counts[byte << 8..<byte << 8 + 256])
                if own[Int(first >> UInt64(byte << 3) & 0xFF)] == Int32(total) { continue }
                var place: Int32 = 0
                for value in 0..<256 {
                    (own[value], place) = (place, place &+ own[value])
                }
                items = [Item](unsafeUninitializedCapacity: total) { target, count in
                    for item in items {
                        let value = Int(item.prefix >> UInt64(byte &<< 3) & 0xFF)
                        target.initializeElement(at: Int(own[value]), to: item)
                        own[value] &+= 1
                    }
                    count = total
                }
            }
        }
    }

    /// Compares those to the end whose prefixes are equal.
    private static func sortTies(_ items: inout [Item], _ keys: [UnsafeBufferPointer<UInt8>]) {
        var start = 0
        while start < items.count {
            var end = start + 1
            while end < items.count, items[end].prefix == items[start].prefix { end += 1 }
            if end - start > 1 {
                items[start..<end].sort { left, right in
                    let first = UnsafeRawBufferPointer(keys[Int(left.index)])
                    let second = UnsafeRawBufferPointer(keys[Int(right.index)])
                    return first.ordered(second) < 0
                }
            }
            start = end
        }
    }

    /// How many bytes all keys begin with: `user-` says nothing about their order.
    private static func commonPrefix(_ keys: [UnsafeBufferPointer<UInt8>]) -> Int {
        let first = keys[0]
        var length = first.count
        for other in keys where length > 0 {
            length = min(length, other.count)
            var same = 0
            while same < length, other[same] == first[same] { same += 1 }
            length = same
        }
        return length
    }

    /// The next eight bytes as a number that sorts as they do; missing ones are 0.
    private static func word(_ key: UnsafeBufferPointer<UInt8>, _ skipped: Int) -> UInt64 {
        if key.count >= skipped + 8, let base = key.baseAddress {
            return UInt64(
                bigEndian: UnsafeRawPointer(base + skipped).loadUnaligned(as: UInt64.self))
        }
        var word: UInt64 = 0
        for index in skipped..<skipped + 8 {
            word = word << 8 | (index < key.count ? UInt64(key[index]) : 0)
        }
        return word
    }
}
