/// A script's `properties.*`, which are named as Flink's Java client names them, for librdkafka.
struct FlinkClientProperties: Equatable {
    var brokers: String?
    var groupID: String?
    var reset = KafkaStart.Reset.refuse
    /// By librdkafka's names.
    var properties: [String: String] = [:]
    /// What was left out and matters, one sentence each.
    var warnings: [String] = []

    /// - Parameters:
    ///   - given: Java names, without `properties.`, and values.
    ///   - replacesSecurity: The user's own file says how to log in; the script's words on it are
    ///     left out then, as they may be of a kind that only Java reads.
    /// - Throws: For a value that cannot be understood and must not be left out.
    init(_ given: [String: String], replacesSecurity: Bool = false) throws(KafkaFailure) {
        for (name, value) in given.sorted(by: { $0.key < $1.key }) {
            if Self.isSecurity(name) && replacesSecurity { continue }
            try add(name, value, given)
        }
        if replacesSecurity, given.keys.contains(where: Self.isSecurity) {
            warnings.append("--kafka-config replaces the script's security properties")
        }
    }

    static func isSecurity(_ name: String) -> Bool {
        name == "security.protocol" || name.hasPrefix("sasl.") || name.hasPrefix("ssl.")
            || name.hasPrefix("enable.ssl.")
    }

    private mutating func add(
        _ name: String, _ value: String, _ given: [String: String]
    ) throws(KafkaFailure) {
        switch name {
        case "bootstrap.servers": brokers = value
        case "group.id": groupID = value
        case "auto.offset.reset": reset = try Self.reset(value)
        case "sasl.jaas.config": try addUser(value)
        case "ssl.endpoint.identification.algorithm":
            properties[name] = value.isEmpty ? "none" : value
        case "receive.buffer.bytes", "send.buffer.bytes":
            properties["socket.\(name)"] = value == "-1" ? "0" : value
        case "ssl.truststore.location":
            guard Self.type(of: "truststore", given) == "PEM" else { throw Self.javaStore(name) }
            properties["ssl.ca.location"] = value
        case "ssl.keystore.location":
            try addKeystore(value, type: Self.type(of: "keystore", given))
        case "ssl.keystore.password":
            // Without a password of its own, a PKCS#12 file is opened with this one.
            if Self.type(of: "keystore", given) == "PKCS12" { properties[name] = value }
        default:
            if let ours = Self.names[name] {
                properties[ours] = value
            } else if !Self.withoutMeaning.contains(name) {
                warnings.append(
                    "'properties.\(name)' is not known here and is left out; if it matters, put "
                        + "librdkafka's name for it in --kafka-config")
            }
        }
    }

    private static func reset(_ value: String) throws(KafkaFailure) -> KafkaStart.Reset {
        switch value {
        case "earliest": return .earliest
        case "latest": return .latest
        case "none": return .refuse
        default:
            throw .option(
                "properties.auto.offset.reset", "is 'earliest', 'latest' or 'none', not '\(value)'")
        }
    }

    private mutating func addUser(_ text: String) throws(KafkaFailure) {
        guard let user = JaasConfiguration(text) else {
            throw .option(
                "properties.sasl.jaas.config",
                "is of a kind that only Java reads: put sasl.mechanism, sasl.username and "
                    + "sasl.password in a file and name it with --kafka-config")
        }
        properties["sasl.username"] = user.username
        properties["sasl.password"] = user.password
    }

    private mutating func addKeystore(_ path: String, type: String) throws(KafkaFailure) {
        switch type {
        case "PEM":
            properties["ssl.certificate.location"] = path
            properties["ssl.key.location"] = path
        case "PKCS12": properties["ssl.keystore.location"] = path
        default: throw Self.javaStore("ssl.keystore.location")
        }
    }

    private static func type(of store: String, _ given: [String: String]) -> String {
        given["ssl.\(store).type", default: "JKS"].uppercased()
    }

    private static func javaStore(_ name: String) -> KafkaFailure {
        .option(
            "properties.\(name)",
            "names a Java key store, which only Java reads: export it as PEM and set "
                + "ssl.ca.location, ssl.certificate.location and ssl.key.location in "
                + "--kafka-config")
    }

    /// Java's name to librdkafka's, where value and meaning are the same.
    private static let names: [String: String] = [
        "client.id": "client.id",
        "client.rack": "client.rack",
        "security.protocol": "security.protocol",
        "sasl.mechanism": "sasl.mechanisms",
        "sasl.kerberos.service.name": "sasl.kerberos.service.name",
        "ssl.key.password": "ssl.key.password",
        "ssl.cipher.suites": "ssl.cipher.suites",
        "ssl.keystore.key": "ssl.key.pem",
        "ssl.keystore.certificate.chain": "ssl.certificate.pem",
        "ssl.truststore.certificates": "ssl.ca.pem",
        "isolation.level": "isolation.level",
        "check.crcs": "check.crcs",
        "fetch.min.bytes": "fetch.min.bytes",
        "fetch.max.bytes": "fetch.max.bytes",
        "fetch.max.wait.ms": "fetch.wait.max.ms",
        "max.partition.fetch.bytes": "fetch.message.max.bytes",
        "request.timeout.ms": "socket.timeout.ms",
        "reconnect.backoff.ms": "reconnect.backoff.ms",
        "reconnect.backoff.max.ms": "reconnect.backoff.max.ms",
        "retry.backoff.ms": "retry.backoff.ms",
        "metadata.max.age.ms": "metadata.max.age.ms",
        "connections.max.idle.ms": "connections.max.idle.ms",
        "socket.connection.setup.timeout.ms": "socket.connection.setup.timeout.ms",
        "compression.type": "compression.type",
        "linger.ms": "linger.ms",
        "acks": "acks",
    ]

    /// Java's names that say nothing to a reader without group protocol and Java classes.
    private static let withoutMeaning: Set<String> = [
        "allow.auto.create.topics", "auto.commit.interval.ms", "enable.auto.commit",
        "group.instance.id", "heartbeat.interval.ms", "key.deserializer", "key.serializer",
        "max.poll.interval.ms", "max.poll.records", "partition.assignment.strategy",
        "partition.discovery.interval.ms", "session.timeout.ms", "ssl.keystore.type",
        "ssl.truststore.password", "ssl.truststore.type", "value.deserializer",
        "value.serializer",
    ]
}

extension KafkaFailure {
    /// A table option that cannot be followed.
    static func option(_ name: String, _ problem: String) -> KafkaFailure {
        KafkaFailure(call: name, advice: .stop, message: "'\(name)' \(problem)")
    }
}
