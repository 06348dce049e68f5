import CRdkafka

/// How far reading one partition is behind.
public struct PartitionLag: Sendable, Equatable {
    public let partition: TopicPartition
    /// The first offset that the broker has, as far as is known.
    public let low: Int64
    /// The offset after the broker's last, as far as is known.
    public let high: Int64
    /// The next offset to be handed out.
    public let next: Int64

    /// Records that are there and have not been handed out.
    public var lag: Int64 { max(0, high - next) }
}

extension KafkaConsumer {
    /// How far each partition is read, in the order of assignment.
    ///
    /// It asks librdkafka's memory, not the broker, so it costs well below a microsecond per
    /// partition. The end is as of the last answered fetch, the beginning at most a second older.
    public func lag() -> [PartitionLag] {
        for index in slots.indices where slots[index].isAssigned { refreshOffsets(of: index) }
        return slots.map { slot in
            PartitionLag(
                partition: slot.partition, low: slot.low, high: max(slot.high, slot.cursor.next),
                next: slot.cursor.next)
        }
    }

    private func refreshOffsets(of index: Int) {
        var (low, high) = (Int64(-1), Int64(-1))
        let slot = slots[index]
        let code = client.handle.lend {
            rd_kafka_get_watermark_offsets(
                $0, slot.topicName, slot.partition.partition, &low, &high)
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        // Both are negative until the first answer.
        if low >= 0 { slots[index].low = low }
        if high >= 0 { slots[index].high = high }
    }
}
