import CRdkafka

/// A librdkafka call that failed, and what can be done about it.
public struct KafkaFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The next step that can work; decided here, once, so that no caller parses codes.
    public enum Advice: Equatable, Sendable {
        /// It may work by itself a moment later: ask again.
        case retry
        /// This client is done for; a new one may work.
        case recreateClient
        /// Nothing helps but a person who reads the message.
        case stop
    }

    /// The C function that failed, for example `rd_kafka_metadata`.
    public let call: String
    /// librdkafka's code: negative when local, positive when the broker sent it, 0 when it is ours.
    public let code: Int32
    public let advice: Advice
    /// What happened and what to do about it, in one sentence.
    public let message: String

    public init(call: String, code: Int32 = 0, advice: Advice, message: String) {
        self.call = call
        self.code = code
        self.advice = advice
        self.message = message
    }

    public var description: String { message }
}

extension KafkaFailure {
    /// What a call was about, so that the message can name it.
    struct Subject {
        var brokers = ""
        var topic: String?
        /// librdkafka's last words on the connection, if it said any.
        var reason: String?
    }

    /// Turns librdkafka's code into a sentence and an advice.
    init(call: String, code: rd_kafka_resp_err_t, subject: Subject) {
        let (advice, message) = Self.explain(code, subject)
        self.init(call: call, code: code.rawValue, advice: advice, message: message)
    }

    private static func explain(
        _ code: rd_kafka_resp_err_t, _ subject: Subject
    ) -> (Advice, String) {
        let topic = subject.topic.map { "topic '\($0)'" } ?? "the topic"
        let because = subject.reason.map { " (\($0))" } ?? ""
        switch code {
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
            return (
                .retry,
                "no broker answers at \(subject.brokers): is it running, and is the address "
                    + "right?\(because)"
            )
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
            return (
                .stop,
                "the cluster at \(subject.brokers) has no \(topic): create it or correct the "
                    + "'topic' option\(because)"
            )
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
            RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, RD_KAFKA_RESP_ERR__SSL:
            return (
                .stop,
                "the broker at \(subject.brokers) does not let us in: check security.protocol, "
                    + "the certificates and the user in --kafka-config\(because)"
            )
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
            return (
                .stop,
                "this user may not read \(topic): ask for READ and DESCRIBE on it\(because)"
            )
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            return (
                .stop,
                "this user may not use the consumer group: ask for READ on it, or set another "
                    + "'properties.group.id'\(because)"
            )
        case RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR__DESTROY:
            return (.recreateClient, "the Kafka client cannot go on and is made anew\(because)")
        case RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__BAD_COMPRESSION,
            RD_KAFKA_RESP_ERR_INVALID_MSG:
            return (
                .retry,
                "\(topic) holds a record batch that is damaged; it was skipped and counted as "
                    + "lost\(because)"
            )
        default:
            return (
                .retry,
                "Kafka at \(subject.brokers) says: "
                    + "\(String(cString: rd_kafka_err2str(code)))\(because)"
            )
        }
    }
}
