import CRdkafka

extension KafkaConsumer {
    /// Works out where every partition of a topic is read from, and up to where.
    ///
    /// A stored offset goes before the start mode; a partition that the store does not know, while
    /// it knows others, is new and begins at its first record. What the broker no longer has is
    /// counted as lost and reading begins at the first record that is left.
    ///
    /// - Parameters:
    ///   - topic: Its name.
    ///   - start: Where to begin when nothing is stored.
    ///   - stored: The next offset of each partition, from the store.
    ///   - stop: Where to end.
    ///   - storedStops: Where each partition ends, as decided when reading began, from the store;
    ///     they go before ``KafkaStop/latest`` and the other ends that move with the topic.
    ///   - timeoutMs: How long each question to the cluster may take; there are at most five.
    /// - Returns: One position per partition, ascending.
    /// - Throws: A failure that advises to stop when the topic ends before the stored offset.
    public func positions(
        of topic: String, start: KafkaStart, stored: [Int32: Int64] = [:],
        stop: KafkaStop = .unbounded, storedStops: [Int32: Int64] = [:], timeoutMs: Int32
    ) throws(KafkaFailure) -> [KafkaPosition] {
        let partitions = try partitions(of: topic, timeoutMs: timeoutMs)
            .map { TopicPartition(topic, $0) }
        let lows = try offsets(
            of: partitions, at: Int64(RD_KAFKA_OFFSET_BEGINNING), timeoutMs: timeoutMs)
        let highs = try offsets(
            of: partitions, at: Int64(RD_KAFKA_OFFSET_END), timeoutMs: timeoutMs)
        let bounds = Bounds(topic: topic, lows: lows, highs: highs, timeoutMs: timeoutMs)
        let starts =
            stored.isEmpty
            ? try self.starts(start, bounds)
            : bounds.map { stored[$0.partition] ?? lows[$0, default: 0] }
        let isDecided = !storedStops.isEmpty && stop.movesWithTopic
        let stops =
            isDecided
            ? bounds.map { storedStops[$0.partition] ?? starts[$0] ?? 0 }
            : try self.stops(stop, bounds)
        var positions: [KafkaPosition] = []
        for partition in partitions {
            positions.append(
                try bounds.position(
                    of: partition, wanted: starts[partition], stop: stops[partition]))
        }
        return positions
    }

    /// The partitions of a topic that were added to it since it was assigned, from their first
    /// record.
    ///
    /// - Parameters:
    ///   - topic: Its name.
    ///   - timeoutMs: How long each of at most three questions to the cluster may take.
    /// - Returns: Positions to ``assign(_:)``, ascending; mostly none.
    /// - Throws: When the cluster does not answer.
    public func addedPositions(
        of topic: String, timeoutMs: Int32
    ) throws(KafkaFailure) -> [KafkaPosition] {
        let added = try partitions(of: topic, timeoutMs: timeoutMs)
            .map { TopicPartition(topic, $0) }.filter { slotOf[$0] == nil }
        guard !added.isEmpty else { return [] }
        let lows = try offsets(
            of: added, at: Int64(RD_KAFKA_OFFSET_BEGINNING), timeoutMs: timeoutMs)
        let highs = try offsets(of: added, at: Int64(RD_KAFKA_OFFSET_END), timeoutMs: timeoutMs)
        let bounds = Bounds(topic: topic, lows: lows, highs: highs, timeoutMs: timeoutMs)
        var positions: [KafkaPosition] = []
        for partition in added {
            positions.append(
                try bounds.position(of: partition, wanted: lows[partition], stop: nil))
        }
        return positions
    }

    /// What each partition holds.
    private struct Bounds {
        let topic: String
        let lows: [TopicPartition: Int64]
        let highs: [TopicPartition: Int64]
        let timeoutMs: Int32

        func map(_ body: (TopicPartition) -> Int64) -> [TopicPartition: Int64] {
            Dictionary(uniqueKeysWithValues: lows.keys.map { ($0, body($0)) })
        }

        func position(
            of partition: TopicPartition, wanted: Int64?, stop: Int64?
        ) throws(KafkaFailure) -> KafkaPosition {
            let low = lows[partition, default: 0]
            let high = highs[partition, default: low]
            let wanted = wanted ?? low
            guard wanted <= high else { throw .truncated(partition, high: high, wanted: wanted) }
            return KafkaPosition(
                partition: partition, start: max(wanted, low), stop: stop,
                lost: max(0, low - wanted), low: low, high: high)
        }
    }

    private func starts(
        _ mode: KafkaStart, _ bounds: Bounds
    ) throws(KafkaFailure) -> [TopicPartition: Int64] {
        switch mode {
        case .earliest: return bounds.lows
        case .latest: return bounds.highs
        case .timestamp(let ms): return try offsets(atMs: ms, bounds)
        case .offsets(let given):
            let committed =
                settings.effectiveGroupID == nil ? [:] : try committedOffsets(bounds)
            return bounds.map {
                given[$0.partition] ?? committed[$0] ?? bounds.lows[$0, default: 0]
            }
        case .committed(let reset):
            let committed = try committedOffsets(bounds)
            for partition in bounds.lows.keys.sorted()
            where committed[partition] == nil && reset == .refuse {
                throw noCommittedOffset(
                    partition,
                    advice: "set 'properties.auto.offset.reset' to 'earliest' or 'latest', or "
                        + "another 'scan.startup.mode'")
            }
            let fallback = reset == .latest ? bounds.highs : bounds.lows
            return fallback.merging(committed) { $1 }
        }
    }

    private func stops(
        _ mode: KafkaStop, _ bounds: Bounds
    ) throws(KafkaFailure) -> [TopicPartition: Int64] {
        switch mode {
        case .unbounded: return [:]
        case .latest: return bounds.highs
        case .timestamp(let ms): return try offsets(atMs: ms, bounds)
        case .offsets(let given):
            for partition in bounds.lows.keys.sorted() where given[partition.partition] == nil {
                throw KafkaFailure(
                    call: "scan.bounded.specific-offsets", advice: .stop,
                    message: "'scan.bounded.specific-offsets' says nothing of partition "
                        + "\(partition.partition) of topic '\(partition.topic)': name every one")
            }
            return bounds.map { given[$0.partition] ?? 0 }
        case .committed:
            let committed = try committedOffsets(bounds)
            for partition in bounds.lows.keys.sorted() where committed[partition] == nil {
                throw noCommittedOffset(partition, advice: "set another 'scan.bounded.mode'")
            }
            return committed
        }
    }

    private func noCommittedOffset(_ partition: TopicPartition, advice: String) -> KafkaFailure {
        KafkaFailure(
            call: "rd_kafka_committed", advice: .stop,
            message: "group '\(settings.effectiveGroupID ?? "")' has committed no offset for "
                + "partition \(partition.partition) of topic '\(partition.topic)': \(advice)")
    }

    private func committedOffsets(
        _ bounds: Bounds
    ) throws(KafkaFailure) -> [TopicPartition: Int64] {
        guard settings.effectiveGroupID != nil else {
            throw KafkaFailure(
                call: "rd_kafka_committed", advice: .stop,
                message: "reading from a group's offsets needs the group's name: set "
                    + "'properties.group.id', or another 'scan.startup.mode'")
        }
        let list = PartitionList(
            bounds.lows.keys.sorted().map { ($0, offset: Int64(RD_KAFKA_OFFSET_INVALID)) })
        let code = list.lend { list in
            client.handle.lend { rd_kafka_committed($0, list, bounds.timeoutMs) }
        }
        try client.handle.check("rd_kafka_committed", code, topic: bounds.topic)
        var found: [TopicPartition: Int64] = [:]
        for entry in list.entries() {
            try client.handle.check("rd_kafka_committed", entry.error, topic: bounds.topic)
            if entry.offset >= 0 { found[entry.partition] = entry.offset }
        }
        return found
    }

    /// The first offset at or after a time, or the end.
    private func offsets(
        atMs ms: Int64, _ bounds: Bounds
    ) throws(KafkaFailure) -> [TopicPartition: Int64] {
        // Negative numbers have meanings of their own in the protocol.
        let found = try offsets(
            of: bounds.lows.keys.sorted(), at: max(0, ms), timeoutMs: bounds.timeoutMs)
        return found.merging(bounds.highs) { $0 >= 0 ? $0 : $1 }
    }

    /// Asks for one place of many partitions, with one request per broker.
    ///
    /// - Parameters:
    ///   - partitions: All of one topic.
    ///   - place: A time in milliseconds since 1970 UTC, `RD_KAFKA_OFFSET_BEGINNING` or `…_END`.
    ///   - timeoutMs: How long to wait.
    /// - Returns: The offsets; negative where the cluster has none for that time.
    /// - Throws: The first partition's failure, if one failed.
    private func offsets(
        of partitions: [TopicPartition], at place: Int64, timeoutMs: Int32
    ) throws(KafkaFailure) -> [TopicPartition: Int64] {
        guard let topic = partitions.first?.topic else { return [:] }
        let list = PartitionList(partitions.map { ($0, offset: place) })
        let code = list.lend { list in
            client.handle.lend { rd_kafka_offsets_for_times($0, list, timeoutMs) }
        }
        client.serveCallbacks()
        try client.handle.check("rd_kafka_offsets_for_times", code, topic: topic)
        var found: [TopicPartition: Int64] = [:]
        for entry in list.entries() {
            try client.handle.check("rd_kafka_offsets_for_times", entry.error, topic: topic)
            found[entry.partition] = entry.offset
        }
        return found
    }
}
