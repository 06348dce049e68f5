import Engine

/// Metadata of a changelog's messages where it decides what is taken back.
///
/// The two rows of an update and the row of a delete have the metadata of their own message, and
/// not of the one that the row came with. Flink warns of it where it is asked for non-deterministic
/// updates, and runs such a query otherwise.
struct MetadataLint {
    let catalog: Catalog
    let report: Report
    /// What the expressions are over.
    let relation: Relation

    enum Use {
        case window, condition, key, aggregate, primaryKey
    }

    /// What is another value in every message.
    ///
    /// A row stays in its table and, by its key, in its
    /// partition.
    private static let changing: Set<String> = [
        "offset", "timestamp", "value.ingestion-timestamp", "value.source.timestamp",
    ]

    /// Warns where an expression reads such metadata of a changelog.
    func check(_ expression: Expression, _ use: Use, at range: Range<Int>) {
        guard case .changelog = relation.updating?.reason,
            let key = metadata(in: expression, relation)
        else { return }
        report.warn(
            "\(report.text(range)) comes from the metadata \(key) of a changelog's message, which "
                + "is another when the row is taken back: \(consequence(use)), as in Flink; "
                + advice(use),
            at: range)
    }

    /// The same of a condition, at the name in it.
    func check(_ condition: Bound, _ use: Use, of syntax: ExpressionSyntax, _ rows: Binder) {
        check(condition.expression, use, at: place(in: syntax, rows) ?? syntax.range)
    }

    private func place(in syntax: ExpressionSyntax, _ rows: Binder) -> Range<Int>? {
        if case .name = syntax.form {
            guard let bound = try? rows.bind(syntax),
                metadata(in: bound.expression, relation) != nil
            else { return nil }
            return syntax.range
        }
        return syntax.parts.lazy.compactMap { place(in: $0, rows) }.first
    }

    /// The first such metadata of a changelog that an expression reads.
    private func metadata(in expression: Expression, _ relation: Relation) -> String? {
        switch relation.origin {
        case .table(let index):
            let table = catalog.tables[index]
            guard table.isChangelog else { return nil }
            return expression.columns.sorted().lazy.compactMap { metadata($0, table) }.first
        case .union(let parts):
            let columns = expression.columns.sorted()
            return parts.lazy.compactMap { part in
                columns.lazy.filter { part.columns.indices.contains($0) }
                    .compactMap { metadata(in: part.columns[$0].expression, part) }.first
            }.first
        case .group, .rows, .top: return nil
        }
    }

    private func metadata(_ column: Int, _ table: Table) -> String? {
        guard table.columns.indices.contains(column) else { return nil }
        switch table.columns[column].role {
        case .metadata(let key, _):
            return Self.changing.contains(key) ? key : nil
        case .computed(let expression):
            // A computed column reads only those before it.
            return expression.columns.sorted().lazy.compactMap { metadata($0, table) }.first
        case .physical, .nested, .clock: return nil
        }
    }

    private func consequence(_ use: Use) -> String {
        switch use {
        case .window: "it stays in its window and is taken from another"
        case .condition: "the condition can hold for it only when it comes, or only when it goes"
        case .key: "it stays with its key and is taken from another"
        case .aggregate: "its value stays and another is taken out"
        case .primaryKey: "it stays under its key and another is deleted"
        }
    }

    private func advice(_ use: Use) -> String {
        switch use {
        case .window: "declare the WATERMARK for a time that the row itself has"
        case .condition: "write the condition with columns of the row itself"
        case .key: "group by columns of the row itself"
        case .aggregate: "aggregate a column of the row itself"
        case .primaryKey: "take a key that the row itself has"
        }
    }
}
