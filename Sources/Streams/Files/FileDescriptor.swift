import Glibc

/// An open file; it cannot be copied, so it is closed exactly once.
struct FileDescriptor: ~Copyable {
    let number: Int32
    let path: String

    init(opening path: String, _ flags: Int32, mode: mode_t = 0o644) throws(FileFailure) {
        var number: Int32
        repeat { number = open(path, flags | O_CLOEXEC, mode) } while number < 0 && errno == EINTR
        guard number >= 0 else { throw FileFailure(.cannotOpen, path: path, call: "open") }
        self.number = number
        self.path = path
    }

    deinit { close(number) }

    func byteCount() throws(FileFailure) -> Int64 {
        var status = stat()
        guard fstat(number, &status) == 0 else {
            throw FileFailure(.cannotRead, path: path, call: "fstat")
        }
        return Int64(status.st_size)
    }

    /// Reads once; 0 is the end, `nil` means that there is nothing yet.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int? {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno == EAGAIN { return nil }
            guard errno == EINTR else { throw FileFailure(.cannotRead, path: path, call: "read") }
        }
    }

    /// The byte at an offset; `nil` beyond the end.
    func byte(at offset: Int64) throws(FileFailure) -> UInt8? {
        var byte: UInt8 = 0
        let count = pread(number, &byte, 1, off_t(offset))
        guard count >= 0 else { throw FileFailure(.cannotRead, path: path, call: "pread") }
        return count == 1 ? byte : nil
    }

    /// Waits until there is something to read, or the end.
    func waitUntilReadable(timeoutMs: Int32) -> Bool {
        var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, timeoutMs) > 0
    }

    func seek(to offset: Int64) throws(FileFailure) {
        guard lseek(number, off_t(offset), SEEK_SET) >= 0 else {
            throw FileFailure(.cannotRead, path: path, call: "lseek")
        }
    }

    /// Writes all of the bytes, however often the system takes only some.
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        try Self.write(bytes, to: number, path: path)
    }

    static func write(
        _ bytes: UnsafeRawBufferPointer, to number: Int32, path: String
    ) throws(FileFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(number, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno == EAGAIN {
                var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, 1_000)
            } else if errno != EINTR {
                throw FileFailure(.cannotWrite, path: path, call: "write")
            }
        }
    }

    func synchronize() throws(FileFailure) {
        guard fsync(number) == 0 else {
            throw FileFailure(.cannotWrite, path: path, call: "fsync")
        }
    }

    func truncate(to length: Int64) throws(FileFailure) {
        guard ftruncate(number, off_t(length)) == 0 else {
            throw FileFailure(.cannotWrite, path: path, call: "ftruncate")
        }
    }
}
