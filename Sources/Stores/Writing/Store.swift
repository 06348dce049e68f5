public import Engine
import CSQLite
import Glibc

/// The one writer of a data directory: every commit is one transaction.
///
/// A commit is durable when ``commit(_:)`` returns (write-ahead log, `synchronous = FULL`: a
/// flush for each, which is in the time that the pipeline's pace goes by), and after a crash at
/// any instant the store is that of the last commit.
public struct Store: ~Copyable {
    public let directory: String
    /// What was changed in the store to fit the script, as sentences for people.
    public let notes: [String]
    let connection: Connection
    let statements = StatementCache()
    let replaced: ReplacedRows
    let plan: Plan
    let names: PlanNames
    let layouts: [GroupLayout?]
    let groupSQL: [GroupSQL?]
    var ledger = Ledger()
    private let lock: WriterLock

    /// Rows of an offline segment before it is closed and indexed.
    package var segmentRows: Int64 = 65_536

    /// How much of a commit is copied together at a time.
    package var gathering = GatheringLimits()

    /// Called after each step of a transaction; throwing there is how tests stop a commit.
    package var afterStep: (@Sendable () throws(SQLiteError) -> Void)?

    /// Opens or makes the store of a pipeline.
    ///
    /// - Parameters:
    ///   - directory: Made with mode 0700 where it is missing.
    ///   - identity: Must be that of whoever made the store.
    ///   - plan: Whose tables are made, or extended by appended columns.
    ///   - isRebuildAllowed: Statements that changed otherwise begin anew; their old tables stay
    ///     under the name of their last commit.
    ///   - unusable: Why the stored state of a statement cannot be used, by fingerprint; such a
    ///     statement counts as changed.
    /// - Throws: When the directory is someone else's, is written by another process, or its
    ///   tables cannot follow the script.
    public init(
        directory: String, identity: PipelineIdentity, plan: Plan, isRebuildAllowed: Bool,
        unusable: [String: String] = [:]
    ) throws(StoreFailure) {
        let place = DataDirectory(path: directory)
        let layouts = try plan.layouts()
        try place.create()
        let lock = try WriterLock(place)
        if identity.isDemo && !place.hasDatabase { try place.markAsDemo() }
        try place.createDatabaseFile()
        let names = PlanNames(plan)
        let preparation = Preparation(
            directory: directory, identity: identity, plan: plan, layouts: layouts,
            names: names, isRebuildAllowed: isRebuildAllowed, unusable: unusable)
        let opened = try Self.open(place, preparation)
        self.lock = lock
        notes = opened.notes
        ledger = opened.ledger
        replaced = opened.replaced
        connection = opened.connection
        self.directory = directory
        self.plan = plan
        self.names = names
        self.layouts = layouts
        groupSQL = layouts.map { $0.map(GroupSQL.init) }
    }

    /// What opening yields, all or nothing.
    private struct Opened: ~Copyable {
        let notes: [String]
        let ledger: Ledger
        let replaced: ReplacedRows
        let connection: Connection
    }

    private static func open(
        _ place: DataDirectory, _ preparation: Preparation
    ) throws(StoreFailure) -> Opened {
        do {
            let connection = try Connection(path: place.database, mode: .writing)
            try configure(connection)
            var preparation = preparation
            let notes = try preparation.run(on: connection)
            let ledger = try ledger(
                of: preparation.plan, preparation.names, preparation.layouts, on: connection)
            let replaced = try ReplacedRows(on: connection)
            return Opened(
                notes: notes, ledger: ledger, replaced: replaced, connection: connection)
        } catch {
            throw StoreFailure(wrapping: error, directory: place.path)
        }
    }

    private static func configure(_ connection: borrowing Connection) throws(SQLiteError) {
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = 8388608;
            PRAGMA cache_size = -65536;
            PRAGMA temp_store = MEMORY;
            """)
    }

    /// Records the id of a source's cluster once it is known; every source has its own.
    ///
    /// - Throws: When the source was read from another cluster so far.
    public mutating func confirmCluster(
        _ clusterID: String, of source: String
    ) throws(StoreFailure) {
        do {
            try Identity.confirmCluster(
                clusterID, of: source, directory: directory, on: connection)
        } catch {
            throw StoreFailure(wrapping: error, directory: directory)
        }
    }

    /// Empties a demo's directory so that the demo begins afresh; a missing directory is fine.
    ///
    /// - Returns: Whether there was a store to remove.
    /// - Throws: When the directory holds a store or anything else that is not a demo's; nothing
    ///   is touched then.
    @discardableResult
    public static func resetDemo(directory: String) throws(StoreFailure) -> Bool {
        let place = DataDirectory(path: directory)
        if place.isMissingOrEmpty { return false }
        guard place.isMarkedAsDemo, Identity.isDemo(place) else {
            throw StoreFailure(
                .notADemo,
                "\(directory) is not a demo's directory, so it is left as it is: choose "
                    + "another directory with --data")
        }
        let lock = try WriterLock(place)
        let hadDatabase = place.hasDatabase
        try place.removeDatabase()
        _ = consume lock
        return hadDatabase
    }

    /// Moves the write-ahead log into the database before it grows large.
    ///
    /// Once emptied it is cut to `journal_size_limit`, which is smaller than what is looked for
    /// here. A reader in the middle of a long query stops it from being emptied; then it is tried
    /// again after a later commit.
    func checkpointLog() {
        var status = stat()
        guard stat(directory + "/weir.db-wal", &status) == 0, status.st_size > 16 << 20 else {
            return
        }
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard status.st_size > 256 << 20 else { return }
        sqlite3_busy_timeout(connection.handle, 20)
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        sqlite3_busy_timeout(connection.handle, 5_000)
    }
}
