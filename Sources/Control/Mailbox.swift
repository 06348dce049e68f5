import Synchronization

/// The latest value from one thread to another; an unread value is overwritten, never queued.
public final class Mailbox<Value: Sendable>: Sendable {
    private let slot: Mutex<Value>

    public init(_ first: Value) { slot = Mutex(first) }
    public func post(_ value: Value) { slot.withLock { $0 = value } }
    public func read() -> Value { slot.withLock { $0 } }
}
