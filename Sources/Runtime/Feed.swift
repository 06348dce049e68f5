import Engine
import Stores
import Streams

/// Where the records of one source come from: a topic or files.
///
/// A feed belongs to the pipeline's thread. Partitions are numbered from 0 in the order of
/// ``partitions``, which only grows.
protocol Feed: AnyObject {
    var partitions: [FeedPartition] { get }
    /// What the table's options ask for that is not followed, one sentence each.
    var warnings: [String] { get }
    /// It ends by itself, so nobody has to decide whether a silent partition is idle.
    var isBounded: Bool { get }

    /// Reaches the Kafka cluster and asks for its id; `nil` for files and where it has none.
    ///
    /// - Throws: ``FeedFailure``; one that may be retried leaves the feed as it was.
    func clusterID() throws(FeedFailure) -> String?

    /// Finds the partitions and begins at the stored positions, or where the script says.
    ///
    /// A partition that is stored keeps its number, a new one gets the next.
    ///
    /// - Throws: ``FeedFailure``, also when a stored partition is gone; one that may be retried
    ///   leaves the feed unopened.
    func open(from stored: [PartitionPosition]) throws(FeedFailure)

    /// Takes at most `records` records, waiting `timeoutMs` for the first.
    func poll(records: Int, timeoutMs: Int32) throws(FeedFailure) -> FeedBatch

    /// Fetches what the next poll will give, where that costs time and no waiting.
    ///
    /// It may run on another thread, while nobody else touches the feed.
    func readAhead(records: Int)

    /// High-water marks as last heard, by partition; `nil` where there is none.
    func highWatermarks() -> [Int64?]

    /// Tells the broker what is durable, for other people's lag monitors; never read back.
    func announce(_ positions: [PartitionPosition])

    /// For how long no broker has answered and what librdkafka says about it; `nil` while one does.
    var outage: FeedOutage? { get }
}

/// One partition of a topic, or one file.
struct FeedPartition: Sendable, Equatable {
    /// The topic or the file's path.
    var topic: String
    /// Kafka's number; 0 for a file.
    var topicPartition: Int32
    /// Where reading began.
    var startOffset: Int64
    /// Where it ends, if that was decided when it began.
    var stopOffset: Int64?
}

/// What one poll brought.
struct FeedBatch {
    /// Records by partition, in offset order; the next offset follows the last record's.
    var records: [(partition: Int, messages: RawMessages, nextOffset: Int64)] = []
    /// Records that could not even be handed out.
    var refused: [RefusedRecord] = []
    /// Next offsets that moved without a record: over what was lost, compacted away, or marks the
    /// end of a transaction.
    var moved: [(partition: Int, nextOffset: Int64)] = []
    /// Offsets that the broker no longer had; the position moves past them with this very poll.
    var lost: [(partition: Int, count: Int64)] = []
    /// Every partition that is read up to its high-water mark at this moment; of one that is not
    /// named nobody knows whether something waits.
    var caughtUp: [Int] = []
    /// Partitions that are bounded and have been read to their end.
    var ended: [Int] = []
    /// Partitions that exist only since this poll.
    var added: [Int] = []
    /// What went wrong on the way and is tried again by itself, one sentence each.
    var troubles: [String] = []
}

/// A record that is longer than a record may be.
struct RefusedRecord {
    var partition: Int
    var offset: Int64
    /// How it begins.
    var head: [UInt8]
    var length: Int
    var reason: String
}

/// No broker answers.
struct FeedOutage: Sendable, Equatable {
    var forMs: Int64
    var reason: String
}

/// A source that cannot be read.
public struct FeedFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// One sentence that says what to do.
    public let description: String
    /// Trying again later can work.
    public let canRetry: Bool

    public init(_ description: String, canRetry: Bool = false) {
        self.description = description
        self.canRetry = canRetry
    }
}

extension Feed {
    func readAhead(records: Int) {}
}

extension FeedPartition {
    /// Refuses a source that no longer has what the store has read of it, or has it elsewhere.
    static func check(
        _ partitions: [FeedPartition], have stored: [PartitionPosition], table: String
    ) throws(FeedFailure) {
        for position in stored {
            let index = position.partition
            guard partitions.indices.contains(index), partitions[index].topic == position.topic,
                partitions[index].topicPartition == position.topicPartition
            else {
                throw FeedFailure(
                    "table \(table): the store has read partition \(position.topicPartition) of "
                        + "\(position.topic) up to \(position.nextOffset), and it is no longer "
                        + "there: put it back, or use another --data directory")
            }
        }
    }
}
