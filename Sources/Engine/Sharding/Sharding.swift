/// How many shards a statement's state is cut into, and who works on them.
///
/// Each shard owns the keys of a contiguous range of the key groups.
struct Sharding {
    let count: Int
    let workers: any Workers

    /// Below this many rows waking another thread costs more than it saves.
    static let worthwhile = 512

    init(_ count: Int, _ workers: any Workers) {
        precondition((1...Engine.keyGroups).contains(count), "1 to 128 shards")
        self.count = count
        self.workers = workers
    }

    /// The shard that a key group belongs to.
    @inline(__always)
    func shard(ofGroup group: Int) -> Int { group &* count / Engine.keyGroups }

    /// The first key group of a shard; of the shard after the last, how many groups there are.
    func firstGroup(_ shard: Int) -> Int {
        (shard * Engine.keyGroups + count - 1) / count
    }

    /// For each shard a value; in turn where there is too little to do.
    func map<Value>(isWorthwhile: Bool = true, _ body: (Int) -> Value) -> [Value] {
        isWorthwhile ? workers.map(count, body) : (0..<count).map(body)
    }

    func forEach(isWorthwhile: Bool = true, _ body: (Int) -> Void) {
        if isWorthwhile { workers.run(count, body) } else { (0..<count).forEach(body) }
    }
}
