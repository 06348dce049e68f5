internal import Glibc

/// Ends the wait of `Screen.nextKey` from any thread.
public final class Waker: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(ScreenError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ScreenError.system(call: "pipe", code: errno) }
        for end in ends {
            setNonBlocking(end)
            setClosedOnExec(end)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        Glibc.close(readEnd)
        Glibc.close(writeEnd)
    }

    /// Makes the present or the next `nextKey` return without a key, if no key is there.
    public func wake() {
        // A full pipe is a wake-up that has not been noticed yet, so a failure is no loss.
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Takes all wake-ups and says whether there were any.
    func drain() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64)
        var wasWoken = false
        while read(readEnd, &buffer, buffer.count) > 0 { wasWoken = true }
        return wasWoken
    }
}
