import CRdkafka
import Glibc

extension KafkaConsumer {
    /// Takes what has arrived.
    ///
    /// Waits only while there is nothing at all, and returns with the first record or event.
    ///
    /// - Parameters:
    ///   - poll: Filled anew; its buffers are used again.
    ///   - maxMessages: At most this many records.
    ///   - maxBytes: No further record is taken once the payloads exceed this.
    ///   - timeoutMs: How long to wait for the first one; 5 to 20 is a good choice.
    public func poll(
        into poll: inout KafkaPoll, maxMessages: Int = 16_384, maxBytes: Int = 16 << 20,
        timeoutMs: Int32 = 10
    ) {
        poll.begin()
        addPartitions(to: &poll)
        var mayHaveMore = true
        var timeoutMs = timeoutMs
        while mayHaveMore, poll.messageCount < maxMessages, poll.byteCount < maxBytes {
            let room = maxMessages - poll.messageCount
            mayHaveMore = client.next(room, timeoutMs: timeoutMs) { messages in
                absorb(messages, maxBytes: maxBytes, into: &poll)
            }
            timeoutMs = 0
        }
        noteFatal(into: &poll)
        recover(into: &poll)
        releaseEnded(into: &poll)
        let isCutOff = client.handle.sink.isCutOff
        for (index, slot) in slots.enumerated() {
            poll.partitions[index].nextOffset = slot.cursor.next
            poll.partitions[index].lost = slot.cursor.lost
            poll.partitions[index].skipped = slot.cursor.skipped
            poll.partitions[index].isCaughtUp = slot.cursor.isCaughtUp && !isCutOff
            poll.partitions[index].hasEnded = slot.cursor.hasEnded
        }
    }

    private func addPartitions(to poll: inout KafkaPoll) {
        for slot in slots.dropFirst(poll.partitions.count) {
            poll.partitions.append(
                KafkaPoll.Partition(
                    partition: slot.partition, nextOffset: slot.cursor.next,
                    lost: slot.cursor.lost, skipped: slot.cursor.skipped, isCaughtUp: false,
                    hasEnded: slot.cursor.hasEnded))
        }
    }

    /// Files messages under their partitions; returns how many it is done with.
    private func absorb(
        _ messages: UnsafeMutableBufferPointer<KafkaMessage?>, maxBytes: Int,
        into poll: inout KafkaPoll
    ) -> Int {
        var taken = 0
        while taken < messages.count, poll.byteCount < maxBytes {
            guard let message = messages[taken] else {
                taken += 1
                continue
            }
            guard let slot = slot(of: message) else {
                note(message, of: nil, into: &poll)
                taken += 1
                continue
            }
            let run = Self.absorbRun(
                messages, from: taken, maxBytes: maxBytes - poll.byteCount,
                cursor: &slots[slot].cursor, into: &poll.partitions[slot].messages)
            taken += run.taken
            poll.messageCount += run.messages
            poll.byteCount += run.bytes
            guard !run.isFull else { return taken }
            if taken < messages.count, let event = messages[taken],
                event.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR, self.slot(of: event) == slot
            {
                note(event, of: slot, into: &poll)
                taken += 1
            }
        }
        return taken
    }

    private struct Run {
        var taken = 0
        var messages = 0
        var bytes = 0
        /// The batch's buffer cannot hold the next payload.
        var isFull = false
    }

    /// Files the records from one place on that belong to one partition.
    ///
    /// This is the loop that runs once per record: it reads librdkafka's structs where they are and
    /// copies each payload once.
    private static func absorbRun(
        _ messages: UnsafeMutableBufferPointer<KafkaMessage?>, from start: Int, maxBytes: Int,
        cursor: inout PartitionCursor, into raw: inout RawMessages
    ) -> Run {
        var run = Run()
        guard let first = messages[start] else { return run }
        let (topic, partition) = (first.pointee.rkt, first.pointee.partition)
        var index = start
        while index < messages.count, run.bytes < maxBytes, let message = messages[index],
            message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR,
            message.pointee.partition == partition, message.pointee.rkt == topic
        {
            let length = message.pointee.len
            guard raw.hasRoom(forBytes: length) else {
                run.isFull = true
                break
            }
            index += 1
            guard cursor.see(message.pointee.offset) == .take else { continue }
            let payload = message.pointee.payload.map {
                UnsafeRawBufferPointer(start: $0, count: length)
            }
            raw.append(
                payload, offset: message.pointee.offset, timestampMs: timestampMs(of: message))
            run.messages += 1
            run.bytes += length
        }
        run.taken = index - start
        return run
    }

    private static func timestampMs(of message: KafkaMessage) -> Int64 {
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = rd_kafka_message_timestamp(message, &kind)
        return kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : time
    }

    /// The slot of a message; `nil` when it is about no partition of ours.
    private func slot(of message: KafkaMessage) -> Int? {
        guard let topic = message.pointee.rkt, let name = rd_kafka_topic_name(topic) else {
            return nil
        }
        let partition = message.pointee.partition
        return slots.firstIndex {
            $0.partition.partition == partition && strcmp($0.topicName, name) == 0
        }
    }

    /// Takes in a message that is an event or an error, not a record.
    private func note(_ message: KafkaMessage, of slot: Int?, into poll: inout KafkaPoll) {
        let code = message.pointee.err
        guard let slot else {
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
            return poll.note(failure(of: message, topic: nil))
        }
        switch code {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            slots[slot].cursor.reachEnd(at: message.pointee.offset)
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            slots[slot].needsRecovery = true
        case RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR_INVALID_MSG,
            RD_KAFKA_RESP_ERR__BAD_COMPRESSION, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
            slots[slot].cursor.noteDamage()
            poll.note(failure(of: message, topic: slots[slot].partition.topic))
        default:
            poll.note(failure(of: message, topic: slots[slot].partition.topic))
        }
    }

    private func failure(of message: KafkaMessage, topic: String?) -> KafkaFailure {
        let reason = rd_kafka_message_errstr(message).map { String(cString: $0) }
        return KafkaFailure(
            call: "rd_kafka_consume_batch_queue", code: message.pointee.err,
            subject: KafkaFailure.Subject(
                brokers: settings.brokers, topic: topic, reason: reason))
    }

    private func noteFatal(into poll: inout KafkaPoll) {
        guard client.handle.sink.read({ $0.fatal }) != nil else { return }
        poll.note(client.handle.failure("rd_kafka_fatal_error", RD_KAFKA_RESP_ERR__FATAL))
    }

    /// Goes on after retention has overtaken the reading: asks what is left and counts the loss.
    private func recover(into poll: inout KafkaPoll) {
        guard slots.contains(where: \.needsRecovery), monotonicNs() >= nextRecoveryNs else {
            return
        }
        for index in slots.indices where slots[index].needsRecovery {
            do {
                try recover(slot: index)
            } catch {
                nextRecoveryNs = monotonicNs() + 500_000_000
                return poll.note(error)
            }
        }
    }

    private func recover(slot index: Int) throws(KafkaFailure) {
        let partition = slots[index].partition
        let (low, high) = try watermarkOffsets(partition, timeoutMs: 500)
        let next = slots[index].cursor.next
        switch slots[index].cursor.recover(low: low, high: high) {
        case .truncated: throw .truncated(partition, high: high, wanted: next)
        case .resume:
            slots[index].low = low
            slots[index].high = high
            try stopFetching([index])
            slots[index].isAssigned = false
            slots[index].needsRecovery = false
            guard !slots[index].cursor.hasEnded else { return }
            try startFetching([index])
            slots[index].isAssigned = true
        }
    }

    /// Stops fetching what nobody wants any more.
    private func releaseEnded(into poll: inout KafkaPoll) {
        let ended = slots.indices.filter { slots[$0].isAssigned && slots[$0].cursor.hasEnded }
        guard !ended.isEmpty else { return }
        for index in ended { slots[index].isAssigned = false }
        do { try stopFetching(ended) } catch { poll.note(error) }
    }
}

extension KafkaFailure {
    /// The partition ends before what has been read of it.
    static func truncated(
        _ partition: TopicPartition, high: Int64, wanted: Int64
    ) -> KafkaFailure {
        KafkaFailure(
            call: "rd_kafka_query_watermark_offsets", advice: .stop,
            message: "partition \(partition.partition) of topic '\(partition.topic)' ends at "
                + "offset \(high), but reading should go on at \(wanted): the topic was truncated "
                + "or is another one of that name; use another --data directory for it")
    }
}
