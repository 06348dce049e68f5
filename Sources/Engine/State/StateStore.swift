/// Packed states one after the other, and the texts that some of them refer to.
struct StateStore: ~Copyable {
    /// Where each part of a state's head lies, in bytes.
    enum Head {
        static let newest = 0
        static let key = 8
        static let isChanged = 12
        static let size = 16
    }

    private let stride: Int
    private var words: Memory<UInt64>
    private(set) var count = 0
    private var texts = Memory<UInt8>(capacity: 1)
    private var textsCount = 0

    init(stride: Int, capacity: Int = 4) {
        self.stride = stride
        words = Memory(capacity: capacity * stride / 8)
    }

    var memory: Int { words.bytes + texts.bytes }

    /// Bytes of texts and logs, those included that nothing refers to any more.
    var textBytes: Int { textsCount }

    @inline(__always)
    func state(_ number: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(words.base) + number &* stride
    }

    @inline(__always)
    func number(of state: UnsafeMutableRawPointer) -> Int {
        (state - UnsafeMutableRawPointer(words.base)) / stride
    }

    /// Makes room, so that as many new states will not move the others.
    mutating func reserve(_ additional: Int) {
        words.reserve((count + additional) * (stride / 8), keeping: count * (stride / 8))
    }

    /// A new state for a key, as it is before the first row; room must have been reserved.
    @inline(__always)
    mutating func add(_ key: Int32, _ empty: UnsafePointer<UInt64>) -> UnsafeMutableRawPointer {
        let fresh = state(count)
        fresh.copyMemory(from: empty, byteCount: stride)
        fresh.storeBytes(of: key, toByteOffset: Head.key, as: Int32.self)
        count &+= 1
        return fresh
    }

    mutating func removeAll() {
        count = 0
        textsCount = 0
    }

    @inline(__always)
    static func key(_ state: UnsafeMutableRawPointer) -> Int32 {
        state.load(fromByteOffset: Head.key, as: Int32.self)
    }

    @inline(__always)
    static func newestMs(_ state: UnsafeMutableRawPointer) -> Int64 {
        state.load(fromByteOffset: Head.newest, as: Int64.self)
    }

    /// Keeps a text when it is the smallest (largest) so far.
    mutating func offer(
        _ text: UnsafeBufferPointer<UInt8>, to stored: UnsafeMutablePointer<StoredText>,
        isMinimum: Bool
    ) {
        if stored.pointee.length >= 0 {
            let known = UnsafeRawBufferPointer(self.text(stored.pointee))
            let order = UnsafeRawBufferPointer(text).ordered(known)
            guard isMinimum ? order < 0 : order > 0 else { return }
        }
        stored.pointee = store(text, at: stored.pointee)
    }

    /// Keeps a text and returns where; the old place is used when it is large enough.
    mutating func store(
        _ text: UnsafeBufferPointer<UInt8>, at old: StoredText
    ) -> StoredText {
        var place = old
        if old.capacity < text.count {
            // At least twice as large, so that what is left behind is never more than what is kept.
            let capacity = max(8, text.count, Int(old.capacity) * 2)
            texts.reserve(textsCount + capacity, keeping: textsCount)
            place = StoredText(offset: textsCount, length: 0, capacity: Int32(capacity))
            textsCount += capacity
        }
        place.length = Int32(text.count)
        if let source = text.baseAddress {
            (texts.base + place.offset).update(from: source, count: text.count)
        }
        return place
    }

    /// Adds bytes to a log, which moves when it has no room left; they must not lie in this store.
    mutating func append(
        _ added: UnsafeRawBufferPointer, to log: UnsafeMutablePointer<StoredLog>
    ) {
        let count = log.pointee.count
        if count + added.count > log.pointee.capacity {
            let capacity = max(64, count + added.count, log.pointee.capacity * 2)
            texts.reserve(textsCount + capacity, keeping: textsCount)
            (texts.base + textsCount).update(from: texts.base + log.pointee.offset, count: count)
            log.pointee.offset = textsCount
            log.pointee.capacity = capacity
            textsCount += capacity
        }
        if let source = added.baseAddress {
            UnsafeMutableRawPointer(texts.base + log.pointee.offset + count).copyMemory(
                from: source, byteCount: added.count)
        }
        log.pointee.count = count + added.count
    }

    /// The bytes of a log; valid until the store changes.
    @inline(__always)
    func bytes(_ log: StoredLog) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: texts.base + log.offset, count: log.count)
    }

    @inline(__always)
    func text(_ stored: StoredText) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: texts.base + stored.offset, count: max(0, Int(stored.length)))
    }
}

/// Where a text is kept; a negative length is none.
struct StoredText: BitwiseCopyable {
    var offset: Int
    var length: Int32
    var capacity: Int32

    static let none = StoredText(offset: 0, length: -1, capacity: 0)
}
