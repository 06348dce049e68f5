import Engine
import Stores
import Streams

extension RejectedRow {
    /// The rows of a batch that did not (or not everywhere) count, with their bytes.
    static func rows(
        decoded: DecodedRows, applied: Applied, messages: RawMessages, source: Int,
        place: FeedPartition
    ) -> [RejectedRow] {
        var rows = decoded.refusals.map { refusal in
            RejectedRow(
                .quarantined, "\(refusal.reason)", message: refusal.message, of: messages,
                source: source, place: place)
        }
        for (index, rejection) in applied.rejections.enumerated() {
            let message = decoded.messageIndices[rejection.row]
            if index + 1 < applied.rejections.count {
                // Rows of one array share a place in the store, where the last one stays; a copy
                // of the whole array for each of them would be a bomb.
                let next = applied.rejections[index + 1]
                if decoded.messageIndices[next.row] == message,
                    next.statement == rejection.statement,
                    (next.reason.kind == .quarantined) == (rejection.reason.kind == .quarantined)
                {
                    continue
                }
            }
            var row = RejectedRow(
                rejection.reason.kind, rejection.reason.sentence, message: Int(message),
                of: messages, source: source, place: place)
            row.statement = rejection.statement
            row.eventTimeMs = rejection.eventTimeMs
            row.watermarkMs = rejection.watermarkMs
            rows.append(row)
        }
        return rows
    }

    /// A record that is longer than a record may be; its beginning is kept.
    init(_ record: RefusedRecord, source: Int, place: FeedPartition) {
        self.init(
            kind: .quarantined, reason: record.reason, source: source, topic: place.topic,
            topicPartition: place.topicPartition, offset: record.offset, bytes: record.head,
            length: record.length)
    }

    private init(
        _ kind: Kind, _ reason: String, message: Int, of messages: RawMessages, source: Int,
        place: FeedPartition
    ) {
        let timestampMs = messages.timestampsMs[message]
        let (start, length) = (Int(messages.starts[message]), Int(messages.lengths[message]))
        let kept = max(0, min(length, Self.keptBytes))
        self.init(
            kind: kind, reason: reason, source: source, topic: place.topic,
            topicPartition: place.topicPartition, offset: messages.offsets[message],
            recordTimeMs: timestampMs >= 0 ? timestampMs : nil,
            bytes: Array(messages.bytes[start..<start + kept]), length: max(0, length))
    }
}

extension Rejection.Reason {
    fileprivate var kind: RejectedRow.Kind {
        switch self {
        case .late: .late
        case .partlyLate: .partlyLate
        case .refused: .quarantined
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .late: "every window it belongs to had closed"
        case .partlyLate: "some windows it belongs to had closed"
        case .refused(let reason): reason
        }
    }
}
