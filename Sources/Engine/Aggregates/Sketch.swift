/// How many different values there are, from 64 bits of hash of each.
///
/// Up to 512 different hashes are kept as they are, sorted, and counted exactly; more become 2^14
/// registers, each with the longest run of zeros that its hashes begin with (HyperLogLog). The
/// count is Ertl's improved estimate, off by 0.8 % (one standard deviation) at any size. The order
/// in which values come changes nothing, nor does merging.
enum Sketch {
    static let registers = 1 << bits
    private static let bits = 14
    private static let sparseLimit = 512

    /// Adds a hash to the sketch that a state of the store keeps.
    static func add(
        _ hash: UInt64, to log: UnsafeMutablePointer<StoredLog>, in store: inout StateStore
    ) {
        let known = store.bytes(log.pointee)
        if isDense(known) { return raise(hash, in: known) }
        let count = known.count / 8
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self.hash(middle, in: known) < hash { low = middle + 1 } else { high = middle }
        }
        if low < count, self.hash(low, in: known) == hash { return }
        guard count < sparseLimit else {
            becomeDense(log, in: &store)
            return raise(hash, in: store.bytes(log.pointee))
        }
        withUnsafeBytes(of: hash) { store.append($0, to: log) }
        let bytes = store.bytes(log.pointee)
        guard let base = bytes.baseAddress else { return }
        let place = base + low * 8
        (place + 8).copyMemory(from: place, byteCount: bytes.count - low * 8 - 8)
        place.storeBytes(of: hash, as: UInt64.self)
    }

    /// Adds the sketch of another store.
    static func merge(
        _ other: StoredLog, of source: borrowing StateStore,
        into log: UnsafeMutablePointer<StoredLog>, in store: inout StateStore
    ) {
        let others = source.bytes(other)
        guard isDense(others) else {
            for index in 0..<others.count / 8 { add(hash(index, in: others), to: log, in: &store) }
            return
        }
        if !isDense(store.bytes(log.pointee)) { becomeDense(log, in: &store) }
        let own = store.bytes(log.pointee)
        for index in 0..<registers where others[index] > own[index] { own[index] = others[index] }
    }

    private static func isDense(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
        bytes.count == registers
    }

    private static func hash(_ index: Int, in bytes: UnsafeMutableRawBufferPointer) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }

    private static func becomeDense(
        _ log: UnsafeMutablePointer<StoredLog>, in store: inout StateStore
    ) {
        let sparse = store.bytes(log.pointee)
        let hashes = (0..<sparse.count / 8).map { hash($0, in: sparse) }
        log.pointee.count = 0
        let zeros = [UInt8](repeating: 0, count: registers)
        zeros.withUnsafeBytes { store.append($0, to: log) }
        for hash in hashes { raise(hash, in: store.bytes(log.pointee)) }
    }

    private static func raise(_ hash: UInt64, in bytes: UnsafeMutableRawBufferPointer) {
        let register = Int(hash >> UInt64(64 - bits))
        let rest = hash << UInt64(bits)
        let run = UInt8(min(rest.leadingZeroBitCount, 64 - bits) + 1)
        if bytes[register] < run { bytes[register] = run }
    }

    static func count(_ log: StoredLog, in store: borrowing StateStore) -> Int64 {
        let bytes = store.bytes(log)
        guard isDense(bytes) else { return Int64(bytes.count / 8) }
        let most = 64 - bits
        var multiplicities = [Int](repeating: 0, count: most + 2)
        // No register is larger than most + 1, except in a damaged state.
        for register in bytes { multiplicities[min(Int(register), most + 1)] += 1 }
        let size = Double(registers)
        var sum = size * tau(1 - Double(multiplicities[most + 1]) / size)
        for run in stride(from: most, through: 1, by: -1) {
            sum = 0.5 * (sum + Double(multiplicities[run]))
        }
        sum += size * sigma(Double(multiplicities[0]) / size)
        let estimate = size * size / (2 * 0.693_147_180_559_945_3 * sum)
        return estimate.isFinite ? Int64(estimate.rounded()) : Int64(bytes.count / 8)
    }

    /// Corrects for registers that are still 0 (Ertl 2017, "New cardinality estimation algorithms
    /// for HyperLogLog sketches").
    private static func sigma(_ share: Double) -> Double {
        guard share < 1 else { return .infinity }
        var (power, weight, sum, last) = (share, 1.0, share, -1.0)
        while sum != last {
            power *= power
            last = sum
            sum += power * weight
            weight += weight
        }
        return sum
    }

    /// Corrects for registers that are full.
    private static func tau(_ share: Double) -> Double {
        guard share > 0, share < 1 else { return 0 }
        var (power, weight, sum, last) = (share, 1.0, 1 - share, -1.0)
        while sum != last {
            power = power.squareRoot()
            last = sum
            weight *= 0.5
            sum -= (1 - power) * (1 - power) * weight
        }
        return sum / 3
    }
}
