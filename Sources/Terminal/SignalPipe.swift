internal import CCrashGuard
internal import Glibc

/// Signals as bytes on a pipe, so that the main loop meets them where it meets keys.
///
/// There is one for the whole process, as there is one set of signal handlers.
struct SignalPipe {
    /// What the signals since the last look ask for, most urgent first.
    enum Request: Int, Comparable {
        case end, stop, goOn, resize
        static func < (left: Request, right: Request) -> Bool { left.rawValue < right.rawValue }
    }

    let readEnd: Int32

    private static let ends: [Int32] = {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return ends }
        for end in ends {
            setNonBlocking(end)
            setClosedOnExec(end)
        }
        return ends
    }()

    /// Installs the handlers; call it before curses starts, which else installs its own.
    static func install() throws(ScreenError) -> SignalPipe {
        guard ends[0] >= 0 else { throw ScreenError.system(call: "pipe", code: errno) }
        ccg_catch_requests(ends[1])
        return SignalPipe(readEnd: ends[0])
    }

    /// Takes the signals that came since the last look; each request once.
    func take() -> Set<Request> {
        var buffer = [UInt8](repeating: 0, count: 256)
        var requests: Set<Request> = []
        while true {
            let count = read(readEnd, &buffer, buffer.count)
            guard count > 0 else { return requests }
            for byte in buffer[..<count] { requests.insert(Self.request(of: Int32(byte))) }
        }
    }

    private static func request(of signal: Int32) -> Request {
        switch signal {
        case SIGWINCH: .resize
        case SIGTSTP: .stop
        case SIGCONT: .goOn
        default: .end
        }
    }
}
