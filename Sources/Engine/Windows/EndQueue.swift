/// Sessions by the ends that they had when they came in: the earliest first.
///
/// An end that has moved since is found out when it is looked at.
struct EndQueue {
    private var heap: [(endMs: Int64, session: Session)] = []

    var first: (endMs: Int64, session: Session)? { heap.first }

    mutating func insert(_ session: Session) { insert(session, session.endMs) }

    mutating func insert(_ session: Session, _ endMs: Int64) {
        heap.append((endMs, session))
        var child = heap.count - 1
        while child > 0, heap[child].endMs < heap[(child - 1) / 2].endMs {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].endMs < heap[least].endMs {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
