internal import CCrashGuard
internal import Glibc

/// Keeps what the program and its libraries print while the screen is in use.
///
/// A stray line on descriptor 1 or 2 would land in the middle of the picture; here it lands in a
/// file in memory, to be shown in the log and printed at the end.
final class OutputCapture {
    /// More than this is kept by nobody who still reads it.
    private static let longest = 1 << 20
    private static let printedAtEnd = 16 << 10

    let out: Int32
    let err: Int32
    let file: Int32
    private var taken = 0

    /// `nil` where the system gives no file; the program then prints as before.
    init?() {
        fflush(nil)
        file = ccg_memory_file("weir-output")
        guard file >= 0 else { return nil }
        out = duplicate(1)
        err = duplicate(2)
        dup2(file, 1)
        dup2(file, 2)
    }

    /// What was printed since the last time it was asked for.
    func takeText() -> String {
        let size = Int(lseek(file, 0, SEEK_END))
        defer {
            taken = size
            if size > Self.longest, ftruncate(file, 0) == 0 { taken = 0 }
        }
        return text(from: min(taken, size), to: size)
    }

    /// Gives the descriptors back and prints the end of what was captured.
    func end() {
        fflush(nil)
        dup2(out, 1)
        dup2(err, 2)
        let size = Int(lseek(file, 0, SEEK_END))
        let tail = text(from: max(0, size - Self.printedAtEnd), to: size)
        let lines = tail.split(separator: "\n").map { SafeText.visible(String($0)) + "\n" }
        var bytes = Array(lines.joined().utf8)
        _ = write(err, &bytes, bytes.count)
        for descriptor in [out, err, file] { Glibc.close(descriptor) }
    }

    private func text(from start: Int, to end: Int) -> String {
        guard end > start else { return "" }
        var bytes = [UInt8](repeating: 0, count: min(end - start, Self.longest))
        let count = pread(file, &bytes, bytes.count, start)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
