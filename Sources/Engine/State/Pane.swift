import CIntrinsics

/// A slice of event time: one packed state for each key that has rows in it.
///
/// Rows of the same slice that may count from different window ends on lie in different panes:
/// a row that is late for the windows that end earlier must not leak into them.
final class Pane {
    private(set) var startMs: Int64
    /// The first window end in which the pane's rows may count.
    private(set) var visibleFromMs: Int64
    var store: StateStore
    let sets: [PairTable]
    /// Its sets are part of the operator's ``SlidingSets``.
    var isInSlidingSets = false

    /// Key number + 1 in the high half, state number in the low half; 0 is empty.
    private var slots: Memory<UInt64>
    private var mask: Int
    private var changed: Memory<Int32>
    private(set) var changedCount = 0
    private let logOffsets: [Int]

    init(startMs: Int64, visibleFromMs: Int64, _ layout: AggregateLayout) {
        self.startMs = startMs
        self.visibleFromMs = visibleFromMs
        store = StateStore(stride: layout.stride)
        slots = Memory(repeating: 0, count: 16)
        mask = 15
        changed = Memory(capacity: 8)
        sets = layout.sets.map { _ in PairTable() }
        logOffsets = layout.logOffsets
    }

    /// A pane for a single key, in as little memory as that takes.
    init(ofOneKeyFrom startMs: Int64, _ layout: AggregateLayout) {
        self.startMs = startMs
        visibleFromMs = startMs
        store = StateStore(stride: layout.stride, capacity: 1)
        slots = Memory(repeating: 0, count: 2)
        mask = 1
        changed = Memory(capacity: 1)
        sets = layout.sets.map { _ in PairTable() }
        logOffsets = layout.logOffsets
    }

    /// Empties the pane for another slice but keeps its memory: the next one needs about as much.
    func reuse(startMs: Int64, visibleFromMs: Int64) {
        self.startMs = startMs
        self.visibleFromMs = visibleFromMs
        isInSlidingSets = false
        store.removeAll()
        slots.base.update(repeating: 0, count: mask + 1)
        changedCount = 0
        for set in sets { set.removeAll() }
    }

    /// Filled well enough for its memory to be worth keeping.
    var isWorthReusing: Bool { count > 64 && count * 16 > mask }

    var count: Int { store.count }

    var memory: Int {
        slots.bytes + store.memory + changed.bytes + sets.reduce(0) { $0 + $1.memory }
    }

    @inline(__always)
    func state(_ number: Int) -> UnsafeMutableRawPointer { store.state(number) }

    /// Every state, in the order their keys came.
    var states: [UnsafeMutableRawPointer] { (0..<count).map { store.state($0) } }

    /// Finds or makes the states of some keys and marks them changed.
    ///
    /// New states are copies of the layout's empty one; they are the last ones, so the caller can
    /// see by ``count`` which keys are new here.
    func locate(
        _ keys: UnsafePointer<Int32>, _ total: Int, _ empty: UnsafePointer<UInt64>,
        _ found: UnsafeMutablePointer<UnsafeMutableRawPointer>
    ) {
        reserve(total)
        let slots = slots.base
        let mask = mask
        let ahead = 12
        for index in 0..<total {
            if index &+ ahead < total {
                cin_prefetch(slots + (Pane.home(keys[index &+ ahead]) & mask))
            }
            let key = keys[index]
            let wanted = UInt64(UInt32(bitPattern: key)) &+ 1
            var place = Pane.home(key) & mask
            while slots[place] != 0, slots[place] >> 32 != wanted { place = (place &+ 1) & mask }
            if slots[place] == 0 {
                slots[place] = wanted << 32 | UInt64(truncatingIfNeeded: store.count)
                found[index] = store.add(key, empty)
            } else {
                let state = store.state(Int(truncatingIfNeeded: slots[place] & 0xFFFF_FFFF))
                cin_prefetch(state)
                found[index] = state
            }
        }
        for index in 0..<total
        where found[index].load(fromByteOffset: StateStore.Head.isChanged, as: Int32.self) == 0 {
            markChanged(found[index])
        }
    }

    /// The state of one key, where speed does not matter.
    func find(_ key: Int32) -> UnsafeMutableRawPointer? {
        let wanted = UInt64(UInt32(bitPattern: key)) &+ 1
        var place = Pane.home(key) & mask
        while slots.base[place] != 0 {
            if slots.base[place] >> 32 == wanted {
                return state(Int(truncatingIfNeeded: slots.base[place] & 0xFFFF_FFFF))
            }
            place = (place &+ 1) & mask
        }
        return nil
    }

    /// The numbers of the states that changed since the last checkpoint.
    var changedStates: UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: changed.base, count: changedCount)
    }

    /// Forgets what changed: a checkpoint has it.
    func markCheckpointed() {
        for index in 0..<changedCount {
            let state = state(Int(changed.base[index]))
            state.storeBytes(of: 0, toByteOffset: StateStore.Head.isChanged, as: Int32.self)
            for offset in logOffsets {
                let log = (state + offset).assumingMemoryBound(to: StoredLog.self)
                log.pointee.checkpointed = log.pointee.count
            }
        }
        changedCount = 0
        for set in sets { set.checkpointed = set.count }
    }

    private func reserve(_ additional: Int) {
        store.reserve(additional)
        var capacity = mask + 1
        while (count + additional) * 2 > capacity { capacity *= 2 }
        guard capacity > mask + 1 else { return }
        slots = Memory(repeating: 0, count: capacity)
        mask = capacity - 1
        for number in 0..<count {
            let key = StateStore.key(state(number))
            var place = Pane.home(key) & mask
            while slots.base[place] != 0 { place = (place &+ 1) & mask }
            slots.base[place] =
                (UInt64(UInt32(bitPattern: key)) &+ 1) << 32 | UInt64(truncatingIfNeeded: number)
        }
    }

    private func markChanged(_ state: UnsafeMutableRawPointer) {
        state.storeBytes(of: 1, toByteOffset: StateStore.Head.isChanged, as: Int32.self)
        changed.reserve(changedCount + 1, keeping: changedCount)
        changed.base[changedCount] = Int32(truncatingIfNeeded: store.number(of: state))
        changedCount += 1
    }

    @inline(__always)
    private static func home(_ key: Int32) -> Int {
        Int(truncatingIfNeeded: UInt64(UInt32(bitPattern: key)) &* 0x9E37_79B9_7F4A_7C15 >> 24)
    }
}
