import Glibc

/// Held while a process writes into a data directory; the kernel lets go when the process dies.
struct WriterLock: ~Copyable {
    private let file: Int32

    init(_ directory: DataDirectory) throws(StoreFailure) {
        let opened = open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw StoreFailure(
                .readOnly,
                "\(directory.lock) cannot be written (\(String(cString: strerror(errno)))): give "
                    + "this user write permission, or choose another directory with --data")
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(opened).map { " (process \($0))" } ?? ""
            close(opened)
            throw StoreFailure(
                .secondWriter,
                "another weir\(holder) is writing into \(directory.path): stop it first, or choose "
                    + "another directory with --data")
        }
        let digits = Array((String(getpid()) + "\n").utf8)
        ftruncate(opened, 0)
        pwrite(opened, digits, digits.count, 0)
        file = opened
    }

    /// Unlocks first: a process that is just being started may still hold a copy of the file.
    deinit {
        flock(file, LOCK_UN)
        close(file)
    }

    private static func holder(_ file: Int32) -> Int? {
        var digits = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &digits, digits.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: digits[..<count], as: UTF8.self).prefix { $0.isNumber })
    }
}
