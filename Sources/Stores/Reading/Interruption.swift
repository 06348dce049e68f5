import CSQLite

/// Asks now and then, while SQLite works, whether it should go on.
private final class Interruption {
    enum Reason { case cancelled, timedOut }

    let isCancelled: () -> Bool
    let deadline: ContinuousClock.Instant
    var reason: Reason?

    init(_ isCancelled: @escaping () -> Bool, milliseconds: Int) {
        self.isCancelled = isCancelled
        deadline = ContinuousClock.now + .milliseconds(milliseconds)
    }

    func shouldStop() -> Bool {
        if isCancelled() {
            reason = .cancelled
        } else if ContinuousClock.now > deadline {
            reason = .timedOut
        }
        return reason != nil
    }
}

extension Reader {
    /// Runs reads that stop when they are cancelled or take too long.
    func interruptible<Answer>(
        _ isCancelled: () -> Bool, milliseconds: Int, _ body: () throws -> Answer
    ) throws -> Answer {
        try withoutActuallyEscaping(isCancelled) { isCancelled in
            let interruption = Interruption(isCancelled, milliseconds: milliseconds)
            // Unretained: the handler is taken off before `interruption` ends.
            let context = Unmanaged.passUnretained(interruption).toOpaque()
            sqlite3_progress_handler(
                connection.handle, 4_000,
                { context in
                    guard let context else { return 0 }
                    let interruption = Unmanaged<Interruption>.fromOpaque(context)
                    return interruption.takeUnretainedValue().shouldStop() ? 1 : 0
                }, context)
            defer { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
            do {
                return try withExtendedLifetime(interruption, body)
            } catch {
                switch interruption.reason {
                case .cancelled: throw StoreFailure(.cancelled, "cancelled")
                case .timedOut:
                    throw StoreFailure(
                        .timedOut,
                        "stopped after \(milliseconds / 1000) s: ask for less, for example with "
                            + "a WHERE on the key or a LIMIT")
                case nil: throw error
                }
            }
        }
    }
}
