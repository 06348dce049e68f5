/// Where a store keeps bytes that grow, and how many of them the last checkpoint had.
struct StoredLog: BitwiseCopyable {
    var offset = 0
    var count = 0
    var capacity = 0
    var checkpointed = 0
}
