/// What several shards have for a checkpoint: a key group is written by the one that owns it.
struct ShardedContents: StateContents {
    let sharding: Sharding
    let parts: [any StateContents]

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        parts[sharding.shard(ofGroup: keyGroup)].write(keyGroup: keyGroup, to: &writer)
    }
}
