import Control
import Engine
import Stores
import Streams

/// The keys that fire an alert now, and the search for them in raw events.
///
/// It costs nothing while nobody is suspected.
struct AlertKeys {
    private var firingByGroup: [String: Set<String>] = [:]
    private var needles: [(key: String, bytes: [UInt8])] = []

    /// More suspects than this are not followed event by event.
    private static let followed = 32
    /// Of a long event the beginning is enough to recognise it.
    private static let lineBytes = 2048

    var firing: Set<String> { Set(needles.map(\.key)) }

    /// Takes alerts that began, changed or were resolved; `true` when the firing keys changed.
    @discardableResult
    mutating func take(_ alerts: [StoredAlert]) -> Bool {
        let before = firingByGroup
        for alert in alerts {
            if alert.resolvedMs == nil {
                firingByGroup[alert.group, default: []].insert(alert.key)
            } else {
                firingByGroup[alert.group]?.remove(alert.key)
            }
        }
        guard firingByGroup != before else { return false }
        let keys = Set(firingByGroup.values.joined()).sorted().prefix(Self.followed)
        needles = keys.map { ($0, Array($0.utf8)) }
        return true
    }

    /// Keeps the events of a batch that mention a firing key.
    func collect(
        _ messages: RawMessages, partition: FeedPartition, into recent: RecentEvents
    ) {
        guard !needles.isEmpty else { return }
        messages.bytes.withUnsafeBytes { bytes in
            for index in 0..<messages.count where messages.lengths[index] > 0 {
                let start = Int(messages.starts[index])
                let text = UnsafeRawBufferPointer(
                    rebasing: bytes[start..<start + Int(messages.lengths[index])])
                for needle in needles where text.contains(needle.bytes) {
                    recent.add(
                        EventLine(
                            topic: partition.topic, partition: Int(partition.topicPartition),
                            offset: messages.offsets[index],
                            timeMs: messages.timestampsMs[index],
                            text: String(decoding: text.prefix(Self.lineBytes), as: UTF8.self)),
                        key: needle.key)
                }
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes of a text stand somewhere in this buffer.
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        guard let first = needle.first, count >= needle.count else { return false }
        let last = count - needle.count
        var index = 0
        while index <= last {
            if self[index] == first,
                self[index..<index + needle.count].elementsEqual(needle)
            {
                return true
            }
            index += 1
        }
        return false
    }
}
