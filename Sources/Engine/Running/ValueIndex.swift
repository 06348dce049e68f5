/// How often a key has each value, and which of them is the smallest and the largest.
///
/// It repeats what a weighted log says, so that one row costs no look at the others.
final class ValueIndex<Value: Hashable & Comparable> {
    private var weights: [Value: Int64] = [:]
    private var smallestFirst: ValueHeap<Value>?
    private var largestFirst: ValueHeap<Value>?

    init(_ weights: some Sequence<(value: Value, weight: Int64)>) {
        for (value, weight) in weights { self.weights[value, default: 0] += weight }
    }

    var count: Int { weights.count }

    func weight(_ value: Value) -> Int64 { weights[value] ?? 0 }

    func add(_ value: Value, _ weight: Int64) {
        let sum = self.weight(value) + weight
        weights[value] = sum == 0 ? nil : sum
        guard weight > 0, sum == 1 else { return }
        smallestFirst?.insert(value)
        largestFirst?.insert(value)
        // Values that come and go without ever being first would stay for ever: begin anew.
        let limit = 2 * weights.count + 64
        if let heap = smallestFirst, heap.count > limit { smallestFirst = nil }
        if let heap = largestFirst, heap.count > limit { largestFirst = nil }
    }

    /// Some value has been taken back more often than it came.
    var owes: Bool { weights.values.contains { $0 < 0 } }

    /// The exact sum of the values that are there, each once.
    func sum(_ double: (Value) -> Double) -> ExactSum {
        var sum = ExactSum()
        for (value, weight) in weights where weight > 0 { sum.add(double(value)) }
        return sum
    }

    /// Bytes, roughly, where a value takes so many.
    func memory(ofValue valueBytes: Int, inHeap heapBytes: Int) -> Int {
        count * valueBytes + heldInHeaps * heapBytes + 96
    }

    /// What is in the heaps, of which some has gone.
    var heldInHeaps: Int { (smallestFirst?.count ?? 0) + (largestFirst?.count ?? 0) }

    /// The smallest or the largest value that is left.
    func extreme(isMinimum: Bool) -> Value? {
        if isMinimum { return ValueIndex.first(&smallestFirst, weights, isMinimum: true) }
        return ValueIndex.first(&largestFirst, weights, isMinimum: false)
    }

    /// What has gone stays in a heap until it comes first, or until most of the heap has gone.
    private static func first(
        _ heap: inout ValueHeap<Value>?, _ weights: [Value: Int64], isMinimum: Bool
    ) -> Value? {
        if heap == nil || heap.map({ $0.count > 2 * weights.count + 64 }) == true {
            heap = ValueHeap(isMinimum: isMinimum)
            for (value, weight) in weights where weight > 0 { heap?.insert(value) }
        }
        while let value = heap?.first {
            if weights[value] ?? 0 > 0 { return value }
            heap?.removeFirst()
        }
        return nil
    }
}

/// A binary heap.
private struct ValueHeap<Value: Comparable> {
    private var items: [Value] = []
    private let isMinimum: Bool

    init(isMinimum: Bool) { self.isMinimum = isMinimum }

    var count: Int { items.count }
    var first: Value? { items.first }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        isMinimum ? items[left] < items[right] : items[right] < items[left]
    }

    mutating func insert(_ value: Value) {
        items.append(value)
        var child = items.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            items.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        items.swapAt(0, items.count - 1)
        items.removeLast()
        var parent = 0
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < items.count && isBefore(child, first) {
                first = child
            }
            guard first != parent else { return }
            items.swapAt(parent, first)
            parent = first
        }
    }
}
