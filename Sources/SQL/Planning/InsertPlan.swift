import Engine

/// An INSERT that was checked against its table.
struct InsertPlan {
    let syntax: InsertSyntax
    /// The index of the written table in the catalog.
    let table: Int
    let relation: Relation
    /// One for each column that the table stores, in its order and type.
    let values: [Expression]
}
