import CSQLite
import Glibc

/// The directory that holds one pipeline's store, private to its user.
struct DataDirectory {
    let path: String

    var database: String { path + "/weir.db" }
    var lock: String { path + "/weir.lock" }
    /// Present when the directory belongs to a demo and may be wiped.
    var demoMark: String { path + "/weir.demo" }
    private var databaseFiles: [String] { ["", "-wal", "-shm", "-journal"].map { database + $0 } }

    var hasDatabase: Bool { access(database, F_OK) == 0 }
    /// Another user's directory: whether it holds a store cannot be seen.
    var isHidden: Bool { access(database, R_OK) != 0 && errno == EACCES }
    var isMarkedAsDemo: Bool { access(demoMark, F_OK) == 0 }

    /// Nothing but what Weir itself leaves behind when it stops before the first commit.
    var isMissingOrEmpty: Bool {
        guard let entries = opendir(path) else { return errno == ENOENT }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if ![".", "..", "weir.lock"].contains(name) { return false }
        }
        return true
    }

    /// Makes the directory (0700) and those above it where they are missing.
    func create() throws(StoreFailure) {
        var above = ""
        for piece in path.split(separator: "/", omittingEmptySubsequences: false) {
            above += piece
            if !above.isEmpty, above != path { mkdir(above, 0o755) }
            above += "/"
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw failure("the directory \(path) cannot be made")
        }
    }

    /// Makes the database file for this user alone; SQLite gives its companions the same mode.
    func createDatabaseFile() throws(StoreFailure) {
        let file = open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("\(database) cannot be opened for writing") }
        defer { close(file) }
        for name in databaseFiles { chmod(name, 0o600) }
    }

    func markAsDemo() throws(StoreFailure) {
        let file = open(demoMark, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("\(demoMark) cannot be written") }
        close(file)
    }

    /// Removes the database; the mark and the lock stay.
    func removeDatabase() throws(StoreFailure) {
        for name in databaseFiles where unlink(name) != 0 && errno != ENOENT {
            throw failure("\(name) cannot be removed")
        }
    }

    private func failure(_ what: String) -> StoreFailure {
        let code = errno
        let kind: StoreFailure.Kind =
            code == ENOSPC ? .diskFull : code == EACCES || code == EROFS ? .readOnly : .refused
        return StoreFailure(
            kind,
            "\(what) (\(String(cString: strerror(code)))): check its path and permissions, or "
                + "choose another directory with --data")
    }
}
