/// What librdkafka's statistics say about one broker.
public struct KafkaBroker: Sendable, Equatable {
    /// `host:port/id`, or `…/bootstrap` for an address that was given.
    public var name: String
    /// librdkafka's word, for example `UP`, `INIT` or `TRY_CONNECT`.
    public var state: String
    /// Time from request to answer in microseconds over the last second; 0 without requests.
    public var averageRoundTripMicros: Int64
    public var p99RoundTripMicros: Int64
    /// Requests that got no answer in time, since the start.
    public var timeouts: Int64

    public var isUp: Bool { state == "UP" }

    /// Reads the `brokers` of a statistics document; what is not as expected is left out.
    ///
    /// The document holds everything about every partition, once a second, so only the part that is
    /// shown is looked at.
    static func parse(statistics: UnsafeRawBufferPointer) -> [KafkaBroker] {
        var brokers: [KafkaBroker] = []
        var reader = StatisticsReader(statistics)
        reader.members { name, reader in
            guard name == "brokers" else { return reader.skipValue() }
            reader.members { name, reader in
                brokers.append(KafkaBroker(name: name, from: &reader))
            }
            reader.stop()
        }
        return brokers
    }

    private init(name: String, from reader: inout StatisticsReader) {
        self.name = name
        var (state, average, p99, timeouts) = ("", Int64(0), Int64(0), Int64(0))
        reader.members { name, reader in
            switch name {
            case "state": state = reader.string() ?? ""
            case "req_timeouts": timeouts = reader.integer() ?? 0
            case "rtt":
                reader.members { name, reader in
                    switch name {
                    case "avg": average = reader.integer() ?? 0
                    case "p99": p99 = reader.integer() ?? 0
                    default: reader.skipValue()
                    }
                }
            default: reader.skipValue()
            }
        }
        self.state = state
        averageRoundTripMicros = average
        p99RoundTripMicros = p99
        self.timeouts = timeouts
    }
}
