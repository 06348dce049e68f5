/// What a table's WITH options say about its topic: Flink's `kafka` connector as a source.
public struct KafkaTableOptions: Sendable, Equatable {
    public let topics: [String]
    /// `properties.bootstrap.servers`; `nil` when the script does not say.
    public let brokers: String?
    /// `properties.group.id`.
    public let groupID: String?
    public let start: KafkaStart
    public let stop: KafkaStop
    /// The other `properties.*` by librdkafka's names.
    public let properties: [String: String]
    /// What was left out and matters, one sentence each.
    public let warnings: [String]

    /// - Parameters:
    ///   - options: Keys and values as the script has them.
    ///   - overrides: librdkafka properties from `--kafka-config`; they go before the script's, and
    ///     if they speak of security, the script's words on it are left out.
    /// - Throws: For an option that is missing or cannot be followed, saying which.
    public init(
        _ options: [String: String], overrides: [String: String] = [:]
    ) throws(KafkaFailure) {
        guard options["topic-pattern"] == nil else {
            throw .option("topic-pattern", "is not supported: name the topics in 'topic'")
        }
        topics = options["topic", default: ""].split(separator: ";").map(String.init)
        guard !topics.isEmpty else { throw .option("topic", "is missing: name the topic to read") }
        let prefix = "properties."
        let given = options.filter { $0.key.hasPrefix(prefix) }
        let client = try FlinkClientProperties(
            Dictionary(
                uniqueKeysWithValues: given.map { (String($0.dropFirst(prefix.count)), $1) }),
            replacesSecurity: overrides.keys.contains(where: FlinkClientProperties.isSecurity))
        brokers = client.brokers
        groupID = overrides["group.id"] ?? client.groupID
        start = try Self.start(options, reset: client.reset, hasGroup: groupID != nil)
        stop = try Self.stop(options, hasGroup: groupID != nil)
        properties = client.properties.merging(overrides) { $1 }
        warnings = client.warnings
    }

    /// How to talk to the cluster.
    ///
    /// - Parameters:
    ///   - brokers: Goes before the script's, as `--brokers` does.
    ///   - isEmbedded: The broker runs in this process.
    /// - Returns: The settings.
    /// - Throws: When nobody named a broker.
    public func settings(
        brokers: String? = nil, isEmbedded: Bool = false
    ) throws(KafkaFailure) -> KafkaSettings {
        guard let brokers = brokers ?? properties["bootstrap.servers"] ?? self.brokers else {
            throw .option(
                "properties.bootstrap.servers", "is missing: set it, or give --brokers HOST:PORT")
        }
        return KafkaSettings(
            brokers: brokers, groupID: groupID, properties: properties, isEmbedded: isEmbedded)
    }

    private static func start(
        _ options: [String: String], reset: KafkaStart.Reset, hasGroup: Bool
    ) throws(KafkaFailure) -> KafkaStart {
        let name = "scan.startup.mode"
        switch options[name, default: "group-offsets"] {
        case "earliest-offset": return .earliest
        case "latest-offset": return .latest
        case "timestamp":
            return .timestamp(ms: try milliseconds("scan.startup.timestamp-millis", options))
        case "specific-offsets":
            return .offsets(try offsets("scan.startup.specific-offsets", options))
        case "group-offsets":
            guard hasGroup else { throw needsGroup(name) }
            return .committed(reset: reset)
        case let other:
            throw .option(
                name,
                "is 'earliest-offset', 'latest-offset', 'group-offsets', 'timestamp' or "
                    + "'specific-offsets', not '\(other)'")
        }
    }

    private static func stop(
        _ options: [String: String], hasGroup: Bool
    ) throws(KafkaFailure) -> KafkaStop {
        let name = "scan.bounded.mode"
        switch options[name, default: "unbounded"] {
        case "unbounded": return .unbounded
        case "latest-offset": return .latest
        case "timestamp":
            return .timestamp(ms: try milliseconds("scan.bounded.timestamp-millis", options))
        case "specific-offsets":
            return .offsets(try offsets("scan.bounded.specific-offsets", options))
        case "group-offsets":
            guard hasGroup else { throw needsGroup(name) }
            return .committed
        case let other:
            throw .option(
                name,
                "is 'unbounded', 'latest-offset', 'group-offsets', 'timestamp' or "
                    + "'specific-offsets', not '\(other)'")
        }
    }

    private static func needsGroup(_ name: String) -> KafkaFailure {
        .option(
            name,
            "is 'group-offsets', also when it is not given, and needs 'properties.group.id': set "
                + "that, or another mode, for example 'earliest-offset'")
    }

    private static func milliseconds(
        _ name: String, _ options: [String: String]
    ) throws(KafkaFailure) -> Int64 {
        guard let ms = options[name].flatMap({ Int64($0) }), ms >= 0 else {
            throw .option(name, "is the milliseconds since 1970 UTC, for example '1700000000000'")
        }
        return ms
    }

    /// Reads `partition:0,offset:42;partition:1,offset:300`.
    private static func offsets(
        _ name: String, _ options: [String: String]
    ) throws(KafkaFailure) -> [Int32: Int64] {
        var found: [Int32: Int64] = [:]
        for entry in options[name, default: ""].split(separator: ";") {
            let parts = entry.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let partition = number(parts[0], after: "partition:"),
                let offset = number(parts[1], after: "offset:"),
                let partition = Int32(exactly: partition),
                found.updateValue(offset, forKey: partition) == nil
            else { throw malformed(name) }
        }
        guard !found.isEmpty else { throw malformed(name) }
        return found
    }

    private static func malformed(_ name: String) -> KafkaFailure {
        .option(name, "is written as 'partition:0,offset:42;partition:1,offset:300'")
    }

    private static func number(_ text: Substring, after prefix: String) -> Int64? {
        guard text.hasPrefix(prefix), let number = Int64(text.dropFirst(prefix.count)), number >= 0
        else { return nil }
        return number
    }
}
