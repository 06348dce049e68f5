/// The store's own record of whose it is, and the refusal to be anyone else's.
enum Identity {
    static func exists(on connection: borrowing Connection) throws(SQLiteError) -> Bool {
        try connection.integer("SELECT 1 FROM sqlite_schema WHERE name = 'identity'") != nil
    }

    static func value(
        _ name: String, on connection: borrowing Connection
    ) throws(SQLiteError) -> String? {
        try connection.text("SELECT value FROM identity WHERE name = \(name.quotedText)")
    }

    static func set(
        _ name: String, _ value: String?, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let insert = try PreparedStatement(
            "INSERT OR REPLACE INTO identity (name, value) VALUES (?1, ?2)", on: connection)
        insert.bind(name, at: 1)
        insert.bind(value, at: 2)
        try insert.run()
    }

    static func write(
        _ identity: PipelineIdentity, on connection: borrowing Connection
    ) throws(SQLiteError) {
        try set("schema_version", String(StoreSchema.version), on: connection)
        try set("pipeline", identity.pipeline, on: connection)
        try set("is_demo", identity.isDemo ? "1" : "0", on: connection)
        try writeTopics(identity, on: connection)
    }

    static func writeTopics(
        _ identity: PipelineIdentity, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let topics = JSONValue.array(identity.topics.map { .string($0) })
        try set("topics", topics.description, on: connection)
    }

    /// Refuses a store of another version, pipeline, kind or cluster.
    static func check(
        _ identity: PipelineIdentity, directory: String, on connection: borrowing Connection
    ) throws {
        let version = try value("schema_version", on: connection) ?? "none"
        guard version == String(StoreSchema.version) else {
            throw StoreFailure(
                .foreign,
                "the store under \(directory) has format \(version) and this weir writes "
                    + "\(StoreSchema.version): use the weir that made it, or choose another "
                    + "directory with --data")
        }
        let pipeline = try value("pipeline", on: connection) ?? ""
        guard pipeline == identity.pipeline else {
            throw StoreFailure(
                .foreign,
                "the store under \(directory) belongs to the pipeline \(pipeline), not to "
                    + "\(identity.pipeline): choose another directory with --data")
        }
        let isDemo = try value("is_demo", on: connection) == "1"
        guard isDemo == identity.isDemo else {
            throw StoreFailure(
                .foreign,
                isDemo
                    ? "the store under \(directory) is a demo's, which the next demo wipes: choose "
                        + "another directory with --data"
                    : "the store under \(directory) is not a demo's: choose another directory "
                        + "with --data")
        }
    }

    /// The member that holds the id of the cluster from which a source is read.
    static func clusterMember(of source: String) -> String { "cluster_id of " + source }

    /// Remembers a source's cluster, or refuses another one.
    static func confirmCluster(
        _ clusterID: String, of source: String, directory: String,
        on connection: borrowing Connection
    ) throws {
        let name = clusterMember(of: source)
        let stored = try value(name, on: connection)
        if let stored, stored != clusterID {
            throw StoreFailure(
                .foreign,
                "the store under \(directory) was filled from the cluster \(stored), and the "
                    + "brokers of \(source) are \(clusterID): check --brokers, or choose another "
                    + "directory with --data")
        }
        if stored == nil { try set(name, clusterID, on: connection) }
    }

    /// Topics that the store was filled from and that are read no more.
    static func droppedTopics(
        _ identity: PipelineIdentity, on connection: borrowing Connection
    ) throws(SQLiteError) -> [String] {
        let text = try value("topics", on: connection) ?? "[]"
        let stored = JSONReader.value(of: text)?.elements.compactMap(\.string) ?? []
        return stored.filter { !identity.topics.contains($0) }
    }

    /// Whether a directory's store says itself that it is a demo's, or says nothing at all yet.
    static func isDemo(_ place: DataDirectory) -> Bool {
        guard place.hasDatabase else { return true }
        do {
            let connection = try Connection(path: place.database, mode: .reading)
            guard try exists(on: connection) else { return true }
            return try value("is_demo", on: connection) == "1"
        } catch {
            return false
        }
    }
}
