import Glibc

/// The folder of a measuring: the generated files, and a place for each run.
struct BenchFolder {
    let path: String
    private let isKept: Bool

    init(isKept: Bool) throws {
        path = (DataDirectories.environment("TMPDIR") ?? "/tmp") + "/weir-bench-\(getpid())"
        self.isKept = isKept
        guard mkdir(path, 0o700) == 0 else {
            throw Failure.failed("cannot make \(path): \(String(cString: strerror(errno)))")
        }
    }

    func remove() {
        if isKept { Standard.note("weir: kept \(path)") } else { removeFolder(path) }
    }

    /// The shape of a file of attempts.
    struct Attempts: Equatable {
        var events: Int
        /// Different users; `nil` for the 100,000 of which some are far more active than others.
        var evenUsers: Int?
    }

    /// A file of attempts, made when it is first asked for.
    ///
    /// It is made in a process of its own, whose memory must not count as a measured one's.
    func file(_ attempts: Attempts) throws -> String {
        let users = attempts.evenUsers.map { "-\($0)" } ?? ""
        let file = path + "/attempts-\(attempts.events)\(users).jsonl"
        guard access(file, F_OK) != 0 else { return file }
        Standard.note("weir: writing \(Numbers.grouped(Int64(attempts.events))) events to \(file)")
        var words = ["bench", "--write", file, "--events", "\(attempts.events)"]
        if let users = attempts.evenUsers { words += ["--even-users", "\(users)"] }
        try ChildProcess(words, outputPath: file + ".log").finish("writing \(file)")
        return file
    }

    func forget(_ attempts: Attempts) throws { unlink(try file(attempts)) }

    /// A fresh folder for one run.
    func fresh(_ name: String) throws -> String {
        let folder = path + "/" + name
        removeFolder(folder)
        guard mkdir(folder, 0o700) == 0 else {
            throw Failure.failed("cannot make \(folder): \(String(cString: strerror(errno)))")
        }
        return folder
    }
}
