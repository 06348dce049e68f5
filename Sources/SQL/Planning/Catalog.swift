import Engine

/// The tables and views that a script has created so far.
struct Catalog {
    private(set) var tables: [Table] = []
    private(set) var views: [String: Relation] = [:]
    /// Names whose CREATE was refused: nobody complains about them twice.
    private(set) var refused: Set<String> = []
    private var names: [String: Name] = [:]

    /// Takes a new name, or says why it cannot be used.
    private mutating func take(_ name: Name) throws(Diagnostic) {
        guard let twin = names.updateValue(name, forKey: name.text.lowercased()) else { return }
        throw Diagnostic(
            twin.text == name.text
                ? "there is a table or view \(name.text) already"
                : "\(name.text) and \(twin.text) differ only in capitals; "
                    + "the stores cannot tell them apart, rename one",
            at: name.range)
    }

    mutating func add(_ table: Table) throws(Diagnostic) {
        try take(table.name)
        tables.append(table)
    }

    mutating func add(_ view: Relation, named name: Name) throws(Diagnostic) {
        try take(name)
        views[name.text] = view
    }

    /// Takes a name that is known inside one query only, and hides others of that name there.
    mutating func shadow(_ view: Relation, named name: Name) {
        views[name.text] = view
        refused.remove(name.text)
    }

    mutating func refuse(_ name: String) { refused.insert(name) }

    func table(named name: String) -> Int? { tables.firstIndex { $0.name.text == name } }

    /// What a query reads by this name.
    func relation(_ name: Name) throws(Diagnostic) -> Relation {
        if let view = views[name.text] { return view }
        guard let index = table(named: name.text) else { throw unknown(name) }
        let table = tables[index]
        return Relation(
            origin: .table(index), width: table.columns.count,
            rowtime: table.rowtime.map { .column($0, table.columns[$0].type) },
            changelog: table.isChangelog ? (table.name.text, name.range) : nil,
            columns: table.scope.columns)
    }

    func unknown(_ name: Name) -> Diagnostic {
        let known = tables.map(\.name.text) + views.keys.sorted()
        if let twin = known.first(where: { $0.lowercased() == name.text.lowercased() }) {
            return Diagnostic(
                "there is no table \(name.text); capitals count in Flink, write \(twin)",
                at: name.range)
        }
        let hint = Spelling.hint(for: name.text, among: known)
        return Diagnostic(
            "there is no table \(name.text)" + (hint.isEmpty ? "; CREATE it above" : hint),
            at: name.range)
    }
}
