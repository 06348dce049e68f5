import Glibc
import Synchronization

private let received = Atomic<Bool>(false)

/// A second signal ends the process at once.
private func receive(_ number: Int32) {
    received.store(true, ordering: .relaxed)
    signal(number, SIG_DFL)
}

/// Whether the process was asked to end by SIGINT, SIGTERM or SIGHUP; the handler does nothing
/// else.
enum StopSignal {
    static func listen() {
        var wanted = sigset_t()
        sigemptyset(&wanted)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, receive)
            sigaddset(&wanted, number)
        }
        // Whoever started this process may have had them blocked, and that is inherited.
        sigprocmask(SIG_UNBLOCK, &wanted, nil)
    }

    static var wasReceived: Bool { received.load(ordering: .relaxed) }
}
