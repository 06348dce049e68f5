/// Raw memory for many small values, owned by exactly one place.
///
/// The inner loops read and write through ``base`` without touching the owner.
struct Memory<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int

    init(capacity: Int) {
        base = .allocate(capacity: max(1, capacity))
        self.capacity = max(1, capacity)
    }

    init(repeating value: Element, count: Int) {
        self.init(capacity: count)
        base.initialize(repeating: value, count: capacity)
    }

    deinit { base.deallocate() }

    var bytes: Int { capacity * MemoryLayout<Element>.stride }

    /// Makes room for this many values, at least doubling; keeps the first `count`.
    mutating func reserve(_ needed: Int, keeping count: Int) {
        guard needed > capacity else { return }
        let larger = max(needed, capacity * 2)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }
}
