/// Who runs the parts of a job at the same time.
///
/// The engine starts no thread. Whoever has some lends them here; results never depend on how many
/// there are.
public protocol Workers: AnyObject, Sendable {
    /// Calls the body once for each number below `parts`, in any order, and waits for all calls.
    ///
    /// The body may run on several threads at once: it must touch nothing that two numbers share.
    func run(_ parts: Int, _ body: (Int) -> Void)
}

/// Runs one part after the other, in order, on the thread that asks.
public final class WorkersInTurn: Workers {
    public init() {}

    public func run(_ parts: Int, _ body: (Int) -> Void) {
        for part in 0..<parts { body(part) }
    }
}

extension Workers {
    /// One value for each number below `parts`, in the order of the numbers.
    public func map<Value>(_ parts: Int, _ body: (Int) -> Value) -> [Value] {
        [Value](unsafeUninitializedCapacity: parts) { buffer, count in
            let buffer = buffer
            // Each part writes a place of its own.
            run(parts) { buffer.initializeElement(at: $0, to: body($0)) }
            count = parts
        }
    }
}
