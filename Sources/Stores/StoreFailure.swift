import CSQLite

/// What the stores could not do, and what can be done about it.
public struct StoreFailure: Error, Equatable, Sendable {
    /// What kind of trouble it is; callers switch on this and never on a code.
    public enum Kind: Equatable, Sendable {
        /// The directory holds no store yet.
        case nothingCommitted
        /// Another process writes into the directory.
        case secondWriter
        /// The directory belongs to another pipeline, cluster, set of topics or version of Weir.
        case foreign
        /// A statement changed in a way that its tables cannot follow.
        case needsRebuild
        /// A directory that is not a demo's was to be wiped.
        case notADemo
        /// The plan or a value of it cannot be stored.
        case unusablePlan
        case unknownGroup, badKey
        /// The user's SQL; the offset is in UTF-8 bytes from its start.
        case badQuery(offset: Int?)
        case cancelled, timedOut
        case diskFull, readOnly, busy, corrupt
        /// The file system or SQLite refused something else.
        case refused
    }

    public let kind: Kind
    /// One sentence or two that say what is wrong and what to do.
    public let sentence: String
    /// The failed call, when SQLite failed.
    public let cause: SQLiteError?

    public init(_ kind: Kind, _ sentence: String, cause: SQLiteError? = nil) {
        self.kind = kind
        self.sentence = sentence
        self.cause = cause
    }
}

extension StoreFailure: CustomStringConvertible {
    public var description: String { sentence }
}

extension StoreFailure {
    /// Words for an SQLite error on the store under this directory.
    init(_ error: SQLiteError, directory: String) {
        switch error.primaryCode {
        case SQLITE_FULL:
            self.init(
                .diskFull,
                "the disk under \(directory) is full: free some space and start again; "
                    + "everything up to the last commit is kept", cause: error)
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
            self.init(
                .readOnly,
                "the store under \(directory) cannot be written: give this user write permission "
                    + "on the directory and its files, or choose another with --data", cause: error)
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(
                .busy,
                "another program holds the store under \(directory) locked: end its transaction "
                    + "(an open sqlite3 shell, for example) and start again", cause: error)
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(
                .corrupt,
                "the store under \(directory) is damaged (\(error.message)): move the directory "
                    + "away and start again from the topics, or put a backup in its place",
                cause: error)
        case SQLITE_CANTOPEN:
            self.init(
                .refused,
                "the store under \(directory) cannot be opened: check that its files exist and "
                    + "that this user may read and write them", cause: error)
        case SQLITE_IOERR:
            self.init(
                .refused,
                "reading or writing the store under \(directory) failed (\(error.message)): check "
                    + "the disk and start again; everything up to the last commit is kept",
                cause: error)
        default:
            self.init(
                .refused, "the store under \(directory) refused a statement: \(error.message)",
                cause: error)
        }
    }

    /// The one place where the two kinds of error that work inside the stores becomes one.
    init(wrapping error: any Error, directory: String) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as SQLiteError: self.init(error, directory: directory)
        default: self.init(.refused, "the store under \(directory) failed: \(error)")
        }
    }
}
