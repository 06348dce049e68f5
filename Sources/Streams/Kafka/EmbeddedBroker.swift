import CRdkafka

/// A Kafka cluster inside this process, for demos and tests; other programs can connect to it too.
///
/// It speaks the real protocol on the loopback interface and keeps everything in memory. Each
/// partition keeps at most 5 MiB of record batches, as compressed, or 100,000 of them: older ones
/// are dropped, so a producer has to be paced by whoever reads.
///
/// `@unchecked`: both pointers never change, and every call on the cluster is a message to the
/// cluster's own thread, so any thread may make it.
public final class EmbeddedBroker: @unchecked Sendable {
    /// A kind of request that can be made to fail.
    public enum Request: Int16, Sendable, CaseIterable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
        case offsetCommit = 8
        case offsetFetch = 9
        case findCoordinator = 10
    }

    /// How a request fails.
    public enum Fault: Sendable, CaseIterable {
        /// The connection breaks.
        case disconnection
        case notLeader
        case timeout
        case storageError
        case offsetOutOfRange
        case messageTooLarge
        case coordinatorNotAvailable
        case unknown
    }

    /// `host:port` of every broker, separated by commas; the ports are the system's choice.
    public let bootstrap: String
    private let client: OpaquePointer
    private let cluster: OpaquePointer
    /// The client's callbacks write to it, so it lives as long as the client.
    private let sink = ClientSink()

    /// Starts a cluster.
    ///
    /// - Parameter brokers: How many brokers it has, numbered from 1.
    /// - Throws: When the loopback interface or the ports are missing.
    public init(brokers: Int = 1) throws(KafkaFailure) {
        var configuration = ClientConfiguration()
        configuration.report(to: sink, deliveries: false)
        let client = try configuration.makeClient(RD_KAFKA_PRODUCER)
        guard let cluster = rd_kafka_mock_cluster_new(client, Int32(clamping: max(1, brokers))),
            let bootstrap = rd_kafka_mock_cluster_bootstraps(cluster)
        else {
            rd_kafka_destroy(client)
            throw KafkaFailure(
                call: "rd_kafka_mock_cluster_new", advice: .stop,
                message: "the embedded broker cannot start: is the loopback interface up, and are "
                    + "there ports left?")
        }
        self.client = client
        self.cluster = cluster
        self.bootstrap = String(cString: bootstrap)
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(client)
    }

    /// Makes a topic; one that is there already is a failure.
    public func createTopic(_ name: String, partitions: Int) throws(KafkaFailure) {
        try check(
            "rd_kafka_mock_topic_create",
            rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), 1), name)
    }

    /// Cuts every connection and takes no new ones.
    ///
    /// - Parameter broker: Its number, or `nil` for all.
    /// - Throws: When there is no such broker.
    public func setDown(broker: Int32? = nil) throws(KafkaFailure) {
        try check(
            "rd_kafka_mock_broker_set_down", rd_kafka_mock_broker_set_down(cluster, broker ?? -1))
    }

    /// Takes connections again.
    public func setUp(broker: Int32? = nil) throws(KafkaFailure) {
        try check(
            "rd_kafka_mock_broker_set_up", rd_kafka_mock_broker_set_up(cluster, broker ?? -1))
    }

    /// Delays every answer.
    public func setRoundTrip(ms: Int32, broker: Int32? = nil) throws(KafkaFailure) {
        try check(
            "rd_kafka_mock_broker_set_rtt",
            rd_kafka_mock_broker_set_rtt(cluster, broker ?? -1, ms))
    }

    /// Names a partition's leader; `nil` leaves it without one.
    public func setLeader(
        of partition: TopicPartition, to broker: Int32?
    ) throws(KafkaFailure) {
        try check(
            "rd_kafka_mock_partition_set_leader",
            rd_kafka_mock_partition_set_leader(
                cluster, partition.topic, partition.partition, broker ?? -1), partition.topic)
    }

    /// Makes the next requests of a kind fail, one fault each.
    public func push(_ faults: [Fault], on request: Request) {
        let errors = faults.map(\.code)
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    /// Takes back the faults that have not happened yet.
    public func clearFaults(on request: Request) {
        rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    private func check(
        _ call: String, _ code: rd_kafka_resp_err_t, _ topic: String? = nil
    ) throws(KafkaFailure) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        let about = topic.map { " for topic '\($0)'" } ?? ""
        throw KafkaFailure(
            call: call, code: code.rawValue, advice: .stop,
            message: "the embedded broker refuses \(call)\(about): "
                + String(cString: rd_kafka_err2str(code)))
    }
}

extension EmbeddedBroker.Fault {
    fileprivate var code: rd_kafka_resp_err_t {
        switch self {
        case .disconnection: RD_KAFKA_RESP_ERR__TRANSPORT
        case .notLeader: RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION
        case .timeout: RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT
        case .storageError: RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR
        case .offsetOutOfRange: RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE
        case .messageTooLarge: RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE
        case .coordinatorNotAvailable: RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE
        case .unknown: RD_KAFKA_RESP_ERR_UNKNOWN
        }
    }
}
