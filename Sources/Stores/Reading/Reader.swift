import CSQLite
import Glibc

/// A read-only connection to a store, for any process, while the pipeline writes or not.
///
/// Every answer is of one commit. A reader belongs to one thread.
public struct Reader: ~Copyable {
    public let directory: String
    let connection: Connection

    /// - Throws: When the directory holds no store, or one of another format.
    public init(directory: String) throws(StoreFailure) {
        let place = DataDirectory(path: directory)
        guard !place.isHidden else {
            throw StoreFailure(
                .refused,
                "the store under \(directory) may not be read by this user: ask as the user whose "
                    + "pipeline it is")
        }
        guard place.hasDatabase else { throw Self.nothingCommitted(directory) }
        connection = try Self.open(place)
        self.directory = directory
    }

    private static func open(_ place: DataDirectory) throws(StoreFailure) -> Connection {
        do {
            let connection = try Connection(path: place.database, mode: .reading)
            try connection.execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384")
            guard try Identity.exists(on: connection) else { throw nothingCommitted(place.path) }
            let version = try Identity.value("schema_version", on: connection) ?? "none"
            guard version == String(StoreSchema.version) else {
                throw StoreFailure(
                    .foreign,
                    "the store under \(place.path) has format \(version) and this weir reads "
                        + "\(StoreSchema.version): use the weir that made it")
            }
            return connection
        } catch {
            throw StoreFailure(wrapping: error, directory: place.path)
        }
    }

    private static func nothingCommitted(_ directory: String) -> StoreFailure {
        StoreFailure(
            .nothingCommitted,
            "nothing has been committed under \(directory): run weir run PIPELINE.sql "
                + "--data \(directory) first")
    }

    /// Runs reads that see one commit and turns what they throw into a failure with advice.
    func reading<Answer>(_ body: () throws -> Answer) throws(StoreFailure) -> Answer {
        do {
            try connection.execute("BEGIN")
            defer { try? connection.execute("COMMIT") }
            return try body()
        } catch {
            throw StoreFailure(wrapping: error, directory: directory)
        }
    }

    /// The groups of the script and, on request, those it replaced.
    public func groups(includingKept: Bool = false) throws(StoreFailure) -> [GroupInfo] {
        try reading { try GroupCatalog.groups(includingKept: includingKept, on: connection) }
    }

    func layout(_ group: String) throws -> GroupLayout {
        let layouts = try GroupCatalog.layouts(includingKept: true, on: connection)
        if let layout = layouts.first(where: { $0.info.name == group }) { return layout }
        let advice = Nearest.advice(
            for: group, among: layouts.map(\.info.name), what: "feature groups")
        throw StoreFailure(.unknownGroup, "there is no feature group \(group): \(advice)")
    }

    /// The newest points of the console's history, oldest first.
    public func metrics(limit: Int) throws(StoreFailure) -> [MetricsPoint] {
        try reading { try MetricsTable.read(limit: limit, on: connection) }
    }

    /// Firing alerts, then resolved ones, newest first in each.
    public func alerts(resolvedLimit: Int) throws(StoreFailure) -> [StoredAlert] {
        try reading {
            try AlertTable.read(.firing, on: connection)
                + AlertTable.read(.resolved(limit: resolvedLimit), on: connection)
        }
    }

    /// Copies the store as of its newest commit into a new file (0600), while the pipeline goes on.
    public func backup(to path: String) throws(StoreFailure) {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StoreFailure(
                .refused,
                "\(path) cannot be made (\(String(cString: strerror(errno)))): name a file that "
                    + "does not exist yet, in a directory that does")
        }
        close(file)
        do {
            // Writing the copy counts as writing; the store itself was opened read-only.
            try connection.execute("PRAGMA query_only = OFF")
            defer { try? connection.execute("PRAGMA query_only = ON") }
            let copy = try PreparedStatement("VACUUM INTO ?1", on: connection)
            copy.bind(path, at: 1)
            try copy.run()
        } catch {
            unlink(path)
            throw StoreFailure(wrapping: error, directory: directory)
        }
    }
}
