/// Which pipeline a data directory belongs to.
public struct PipelineIdentity: Equatable, Sendable {
    public var pipeline: String
    /// The topics and files that are read.
    public var topics: [String]
    /// A demo's directory is marked and may be started afresh.
    public var isDemo: Bool

    public init(pipeline: String, topics: [String], isDemo: Bool = false) {
        self.pipeline = pipeline
        self.topics = topics
        self.isDemo = isDemo
    }
}
