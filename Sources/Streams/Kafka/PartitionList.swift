import CRdkafka

/// Owns a `rd_kafka_topic_partition_list_t`; a leaked one would make `rd_kafka_destroy` hang.
struct PartitionList: ~Copyable {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// A list of partitions with an offset each, in the given order.
    init(_ entries: some Collection<(TopicPartition, offset: Int64)>) {
        pointer = rd_kafka_topic_partition_list_new(Int32(clamping: entries.count))
        for (partition, offset) in entries {
            let entry = rd_kafka_topic_partition_list_add(
                pointer, partition.topic, partition.partition)
            entry?.pointee.offset = offset
        }
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }

    /// Lends the list for one call.
    func lend<Result>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Result
    ) -> Result { body(pointer) }

    /// One entry, as librdkafka left it.
    struct Entry {
        let partition: TopicPartition
        let offset: Int64
        let error: rd_kafka_resp_err_t
    }

    /// The entries in whichever order librdkafka has them now.
    func entries() -> [Entry] {
        (0..<Int(pointer.pointee.cnt)).map { index in
            let entry = pointer.pointee.elems[index]
            let topic = entry.topic.map { String(cString: $0) } ?? ""
            return Entry(
                partition: TopicPartition(topic, entry.partition), offset: entry.offset,
                error: entry.err)
        }
    }
}
