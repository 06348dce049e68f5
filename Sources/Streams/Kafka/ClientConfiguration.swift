import CRdkafka

/// Owns a `rd_kafka_conf_t` until a client takes it; a forgotten one is destroyed, not leaked.
struct ClientConfiguration: ~Copyable {
    private let handle: OpaquePointer

    init() { handle = rd_kafka_conf_new() }
    deinit { rd_kafka_conf_destroy(handle) }

    /// Sets every property in the order of the names, so that the first mistake is always the same.
    mutating func set(_ properties: [String: String]) throws(KafkaFailure) {
        for (name, value) in properties.sorted(by: { $0.key < $1.key }) { try set(name, value) }
    }

    mutating func set(_ name: String, _ value: String) throws(KafkaFailure) {
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_conf_set(handle, name, value, &text, text.count)
        guard code != RD_KAFKA_CONF_OK else { return }
        let reason = Self.reason(name, code, said: String(decodingCString: text))
        throw KafkaFailure(
            call: "rd_kafka_conf_set", code: code.rawValue, advice: .stop,
            message: "\(reason): correct it in --kafka-config or in the table's options")
    }

    /// What is wrong with a property, without the value of a secret, which librdkafka may quote.
    static func reason(_ name: String, _ code: rd_kafka_conf_res_t, said: String) -> String {
        if code == RD_KAFKA_CONF_UNKNOWN {
            return "librdkafka \(KafkaLibrary.version) has no property '\(name)'"
        }
        return isSecret(name) ? "the value of '\(name)' is not accepted" : said
    }

    /// Whether the value of a property must never be printed.
    static func isSecret(_ name: String) -> Bool {
        ["password", "secret", "jaas", "key.pem", "oauthbearer.config"]
            .contains { name.utf8.contains(pattern: $0.utf8) }
    }

    /// Lets `sink` hear of everything that the client reports; a producer reports deliveries too.
    mutating func report(to sink: ClientSink, deliveries: Bool) {
        sink.install(on: handle)
        if deliveries { ClientSink.installDeliveryReports(on: handle) }
    }

    /// Hands the configuration to a new client; `self` is gone afterwards, whatever happens.
    consuming func makeClient(_ kind: rd_kafka_type_t) throws(KafkaFailure) -> OpaquePointer {
        var text = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(kind, handle, &text, text.count) else {
            let code = rd_kafka_last_error().rawValue
            _ = consume self  // Still ours on failure: `deinit` destroys it.
            throw KafkaFailure(
                call: "rd_kafka_new", code: code, advice: .stop,
                message: "the Kafka client cannot be made: \(String(decodingCString: text))")
        }
        discard self  // librdkafka's on success: `deinit` must not run.
        return client
    }
}

extension String {
    /// The text before the first NUL of a buffer that C filled.
    init(decodingCString buffer: [CChar]) {
        self.init(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension Collection where Element: Equatable {
    fileprivate func contains(pattern: some Collection<Element>) -> Bool {
        var rest = self[...]
        while true {
            if rest.starts(with: pattern) { return true }
            guard !rest.isEmpty else { return false }
            rest = rest.dropFirst()
        }
    }
}
