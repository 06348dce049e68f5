import Synchronization

/// Values from many threads to one, in order, none overwritten.
public final class Inbox<Value: Sendable>: Sendable {
    private let waiting = Mutex<[Value]>([])

    public init() {}

    public func post(_ value: Value) { waiting.withLock { $0.append(value) } }

    /// Takes everything that has come since the last call.
    public func takeAll() -> [Value] {
        waiting.withLock { values in
            defer { values = [] }
            return values
        }
    }
}
