import CRdkafka

/// Which cluster to talk to, and how.
public struct KafkaSettings: Sendable, Equatable {
    /// `host:port`, separated by commas.
    public var brokers: String
    /// The consumer group whose committed offsets are read and written; `nil`: neither.
    public var groupID: String?
    /// librdkafka properties that override the ones set here, from `--kafka-config` and the script.
    public var properties: [String: String]
    /// Tunes for the broker in this process: it answers an empty fetch only after the full wait.
    public var isEmbedded: Bool

    public init(
        brokers: String, groupID: String? = nil, properties: [String: String] = [:],
        isEmbedded: Bool = false
    ) {
        self.brokers = brokers
        self.groupID = groupID
        self.properties = properties
        self.isEmbedded = isEmbedded
    }

    /// The properties that correctness rests on, so nobody else may set them.
    ///
    /// Offsets live in the store and not in the broker, a retention gap must be an event and not a
    /// silent jump, and the end of a partition must be seen to tell idle from slow.
    public static let reserved: Set<String> = [
        "enable.auto.commit", "auto.commit.enable", "enable.auto.offset.store",
        "auto.offset.reset", "enable.partition.eof",
    ]

    /// Given properties that are not passed on, sorted, because ``reserved`` names them.
    public var ignoredProperties: [String] {
        properties.keys.filter(Self.reserved.contains).sorted()
    }

    /// The group named to librdkafka, which cannot assign partitions without a name.
    var effectiveGroupID: String? { groupID ?? properties["group.id"] }

    func consumerProperties() -> [String: String] {
        var all = [
            "fetch.wait.max.ms": isEmbedded ? "5" : "100",
            "fetch.error.backoff.ms": "100",
            // A partition whose queue is full is not fetched from for a second (2.0.2), while one
            // commit can hold back as many events as the default of 100,000. So bytes are the
            // bound, and there are enough of them for the pause.
            "queued.min.messages": "1000000",
            "queued.max.messages.kbytes": "65536",
            "check.crcs": "true",
            "statistics.interval.ms": "1000",
            "group.id": "weir",
        ].merging(Self.connection(isEmbedded)) { $1 }
        all.merge(given) { $1 }
        all.merge([
            "enable.auto.commit": "false", "enable.auto.offset.store": "false",
            "auto.offset.reset": "error", "enable.partition.eof": "true",
            "bootstrap.servers": brokers,
        ]) { $1 }
        if let groupID { all["group.id"] = groupID }
        return all
    }

    func producerProperties() -> [String: String] {
        var all = [
            "compression.codec": "lz4", "linger.ms": "5", "batch.num.messages": "10000",
            "queue.buffering.max.messages": "500000",
            // Java's choice, so that a key lands where other programs put it.
            "partitioner": "murmur2_random",
        ].merging(Self.connection(isEmbedded)) { $1 }
        // Retries must not change the order of a partition. The embedded broker does not sort out
        // repeated batches, so there only one request at a time is under way.
        if isEmbedded {
            all["max.in.flight.requests.per.connection"] = "1"
        } else {
            all["enable.idempotence"] = "true"
        }
        all.merge(given) { $1 }
        all["bootstrap.servers"] = brokers
        return all
    }

    private var given: [String: String] {
        properties.filter { !Self.reserved.contains($0.key) }
    }

    private static func connection(_ isEmbedded: Bool) -> [String: String] {
        [
            "client.id": "weir",
            "reconnect.backoff.ms": "100", "reconnect.backoff.max.ms": "2000",
            // Small requests should not wait for more; in one process nobody waits anyway.
            "socket.nagle.disable": isEmbedded ? "false" : "true",
        ]
    }
}
