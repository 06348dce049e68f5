import CRdkafka

/// The librdkafka that this process is linked with.
public enum KafkaLibrary {
    /// The version in words, for example `2.0.2`.
    public static var version: String { String(cString: rd_kafka_version_str()) }

    /// The version as librdkafka counts it: one byte each for major, minor, revision and build.
    public static var versionNumber: Int { Int(rd_kafka_version()) }

    /// What is known to go wrong in the linked version, and what is done about it here.
    public static var knownProblems: [String] { knownProblems(ofVersion: versionNumber) }

    /// What is known to go wrong in a version, one sentence each; empty for a recent one.
    public static func knownProblems(ofVersion number: Int) -> [String] {
        problems.filter { number >> 8 < $0.fixedIn >> 8 }.map { problem in
            let major = problem.fixedIn >> 24
            let minor = problem.fixedIn >> 16 & 0xff
            return "\(problem.text) (fixed in \(major).\(minor))"
        }
    }

    private struct Problem {
        /// As ``versionNumber`` counts.
        let fixedIn: Int
        let text: String
    }

    private static let problems = [
        Problem(
            fixedIn: 0x0201_0000,
            text: "pausing and seeking lose records when they are read in batches: neither is used"
        ),
        Problem(
            fixedIn: 0x0201_0000,
            text: "a log that was cut short is not noticed while reading: it is checked at start"),
        Problem(
            fixedIn: 0x0202_0000,
            text: "a full queue delays the next fetch by a second: the queue is made large enough"),
        Problem(
            fixedIn: 0x0202_0000,
            text: "subscribing to a topic that does not exist crashes: topics are looked up first"),
        Problem(
            fixedIn: 0x020a_0000,
            text: "group rebalances can lose the assignment: partitions are assigned without one"),
    ]
}
