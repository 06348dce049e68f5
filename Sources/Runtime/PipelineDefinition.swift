public import Engine

/// What to run and where it keeps its stores.
public struct PipelineDefinition: Sendable {
    public var name: String
    public var plan: Plan
    /// The data directory.
    public var directory: String
    /// Overrides the addresses of every script table.
    public var brokers: String?
    /// librdkafka properties of `--kafka-config`.
    public var kafkaProperties: [String: String]
    /// The broker is in this process: fetches need not wait for more data, and its topics may start
    /// anew.
    public var isBrokerEmbedded = false
    /// The directory is a demo's: marked, and started afresh.
    public var isDemo = false
    /// A changed statement starts anew instead of being refused.
    public var isRebuildAllowed = false
    public var tuning = Tuning()

    public init(
        name: String, plan: Plan, directory: String, brokers: String? = nil,
        kafkaProperties: [String: String] = [:]
    ) {
        self.name = name
        self.plan = plan
        self.directory = directory
        self.brokers = brokers
        self.kafkaProperties = kafkaProperties
    }

    /// How many shards there are: as many as cores, as the script allows, or just as told.
    public var shards: Int {
        let cores = UsableCores.count
        return min(128, max(1, tuning.shards ?? min(plan.parallelism ?? cores, cores)))
    }

    /// How the loop is paced; results do not depend on any of it.
    public struct Tuning: Sendable {
        /// At most this many records are taken in at once.
        public var batchRecords = 20_000
        /// The time between two commits while nothing waits in the sources, and between two times
        /// that brokers are told of them.
        public var liveCommitMs: Int64 = 250
        /// The first where there are rows to be read.
        public var rowCommitMs: Int64 = 50
        /// The time between two commits while events wait, and the longest where commits take long.
        public var catchUpCommitMs: Int64 = 1500
        /// A commit comes early when this many result rows wait for it.
        public var pendingRows = 100_000
        public var snapshotMs: Int64 = 100
        /// How long one poll may wait for the first record.
        public var pollMs: Int32 = 20
        /// How many parts the state is cut into, 1 to 128; `nil` for one for each core to use.
        public var shards: Int?
        public init() {}
    }
}
