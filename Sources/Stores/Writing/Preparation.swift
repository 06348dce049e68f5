import Engine

/// Makes a store fit the plan it is opened with, in one transaction, or says why it cannot.
struct Preparation {
    let directory: String
    let identity: PipelineIdentity
    let plan: Plan
    let layouts: [GroupLayout?]
    let names: PlanNames
    let isRebuildAllowed: Bool
    let unusable: [String: String]
    private var notes: [String] = []

    init(
        directory: String, identity: PipelineIdentity, plan: Plan, layouts: [GroupLayout?],
        names: PlanNames, isRebuildAllowed: Bool, unusable: [String: String]
    ) {
        self.directory = directory
        self.identity = identity
        self.plan = plan
        self.layouts = layouts
        self.names = names
        self.isRebuildAllowed = isRebuildAllowed
        self.unusable = unusable
    }

    /// - Returns: What was changed, as sentences for people.
    mutating func run(on connection: borrowing Connection) throws -> [String] {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            if try Identity.exists(on: connection) {
                try Identity.check(identity, directory: directory, on: connection)
                try followScript(on: connection)
            } else {
                try connection.execute(StoreSchema.tables)
                try Identity.write(identity, on: connection)
            }
            try makeTables(on: connection)
            try recordStatements(on: connection)
            try Identity.writeTopics(identity, on: connection)
            try connection.execute("COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
        return notes
    }

    private var groups: [GroupLayout] { layouts.compactMap(\.self) }

    private mutating func followScript(on connection: borrowing Connection) throws {
        let planned = plan.statements.indices.map { index in
            let statement = plan.statements[index]
            return ScriptChange.Statement(
                name: names.statements[index], fingerprint: statement.fingerprint,
                sink: names.sinks[statement.sink],
                sources: statement.sources.map { names.sources[$0] })
        }
        let storedGroups = try GroupCatalog.groups(on: connection)
        var change = ScriptChange(
            stored: try storedStatements(on: connection), storedGroups: storedGroups,
            planned: planned, plannedGroups: groups.map(\.info), unusable: unusable)
        let dropped = try Identity.droppedTopics(identity, on: connection)
        if !dropped.isEmpty {
            guard isRebuildAllowed else { throw topicsChanged(dropped) }
            change.sources.formUnion(names.sources)
            change.sinks.formUnion(storedGroups.map(\.name))
            change.droppedFingerprints.formUnion(planned.map(\.fingerprint))
        }
        let commitID = try connection.integer("SELECT max(commit_id) FROM commits") ?? 0
        if change.needsRebuild {
            guard isRebuildAllowed else { throw needsRebuild(change) }
            let keeper = TableKeeper(commitID: commitID)
            for group in storedGroups where change.sinks.contains(group.name) {
                let kept = try keeper.keep(group, on: connection)
                notes.append(
                    "\(group.name) begins anew with the topics; its old rows are kept as \(kept)")
            }
            try keeper.forget(change, on: connection)
        }
        for fingerprint in change.droppedFingerprints.sorted() {
            try connection.execute(
                "DELETE FROM checkpoints WHERE statement = \(fingerprint.quotedText)")
        }
        if !unusable.isEmpty, isRebuildAllowed {
            let known = planned.map(\.fingerprint.quotedText).joined(separator: ", ")
            try connection.execute("DELETE FROM checkpoints WHERE statement NOT IN (\(known))")
        }
        try append(change.appended, on: connection)
    }

    private func topicsChanged(_ dropped: [String]) -> StoreFailure {
        StoreFailure(
            .foreign,
            "the store under \(directory) was filled from \(dropped.joined(separator: ", ")), "
                + "which the script no longer reads: choose another directory with --data, or "
                + "begin anew with --rebuild, which keeps the old tables")
    }

    private func needsRebuild(_ change: ScriptChange) -> StoreFailure {
        let reasons = change.reasons.map { "\($0.name): \($0.reason)" }.joined(separator: "; ")
        let trouble = unusable.isEmpty ? "the script changed" : "stored state cannot be used"
        let anew = change.sinks.sorted().joined(separator: ", ")
        return StoreFailure(
            .needsRebuild,
            "\(trouble) (\(reasons)): --rebuild begins \(anew) anew from the start of "
                + "what \(change.sources.sorted().joined(separator: ", ")) still holds and keeps "
                + "the old tables; or choose another directory with --data")
    }

    private func storedStatements(
        on connection: borrowing Connection
    ) throws(SQLiteError) -> [ScriptChange.Statement] {
        let rows = try PreparedStatement(
            "SELECT name, fingerprint, sink, source FROM statements ORDER BY position",
            on: connection)
        var statements: [ScriptChange.Statement] = []
        while try rows.step() {
            statements.append(
                ScriptChange.Statement(
                    name: rows.text(0), fingerprint: rows.text(1), sink: rows.text(2),
                    sources: SourceNames.split(rows.text(3))))
        }
        return statements
    }

    private mutating func append(
        _ appended: [String: Int], on connection: borrowing Connection
    ) throws(SQLiteError) {
        for layout in groups {
            guard let count = appended[layout.info.name] else { continue }
            let segments = try GroupCatalog.segments(of: layout.info.name, on: connection)
            var tables = segments.map { layout.names.segment($0.number) }
            if layout.isFeatureGroup { tables.append(layout.names.online) }
            let added = layout.info.columns[count...]
            for table in tables {
                for column in added {
                    try connection.execute(
                        "ALTER TABLE \(table.quotedName) ADD COLUMN \(column.name.quotedName) "
                            + GroupLayout.sqlType(column.type))
                }
            }
            notes.append(
                "\(layout.info.name) gets the new columns "
                    + added.map(\.name).joined(separator: ", ")
                    + ", NULL in older rows; its open windows begin anew where the last commit "
                    + "stopped, so their next results count only what is read from now on")
        }
    }

    /// Makes what is missing, and every view, as columns may have come.
    private func makeTables(on connection: borrowing Connection) throws(SQLiteError) {
        let known = Set(try GroupCatalog.groups(on: connection).map(\.name))
        // A new group's table may have the name of a text view so far.
        try Views.drop(layouts: groups, on: connection)
        for layout in groups {
            if !known.contains(layout.info.name) {
                if layout.isFeatureGroup { try connection.execute(layout.createOnline) }
                if layout.remembersDeleted { try connection.execute(layout.createDeleted) }
                try connection.execute(layout.createSegment(1))
                try connection.execute(
                    "INSERT INTO segments VALUES (\(layout.info.name.quotedText), 1, 0, 0)")
            }
            try GroupCatalog.write(layout, on: connection)
        }
        try Views.make(layouts: groups, on: connection)
    }

    private func recordStatements(on connection: borrowing Connection) throws(SQLiteError) {
        try connection.execute("DELETE FROM statements")
        let insert = try PreparedStatement(
            "INSERT INTO statements VALUES (?1, ?2, ?3, ?4, ?5)", on: connection)
        for (index, statement) in plan.statements.enumerated() {
            insert.bind(names.statements[index], at: 1)
            insert.bind(Int64(index), at: 2)
            insert.bind(statement.fingerprint, at: 3)
            insert.bind(names.sinks[statement.sink], at: 4)
            insert.bind(SourceNames.joined(statement.sources.map { names.sources[$0] }), at: 5)
            try insert.run()
        }
    }
}
