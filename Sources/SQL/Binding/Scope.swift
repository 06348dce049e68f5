import Engine

/// The columns that an expression can name.
struct Scope {
    struct Column {
        var name: String
        let expression: Expression
        let type: DataType
        let isNullable: Bool
        var cost = ExpressionCost()
        /// NULL without a type: it takes the type of the column that it goes into.
        var isUntyped = false
        /// A field of a ROW, named by its path.
        var isNested = false
        /// Why it cannot be read.
        var refusal: String?
    }

    var columns: [Column]
    /// The table's name, or its alias.
    var qualifier: String?

    func bind(_ names: [Name]) throws(Diagnostic) -> Bound {
        let range = names[0].range.lowerBound..<names[names.count - 1].range.upperBound
        let isQualified = names.count > 3 && names.prefix(2).map(\.text) == Parser.ownCatalog
        let names = isQualified ? Array(names.dropFirst(2)) : names
        guard let column = try column(names[...], at: range) else {
            throw unknown(names[names.count - 1])
        }
        if let refusal = column.refusal { throw Diagnostic(refusal, at: range) }
        var bound = Bound(
            column.expression, column.type, isNullable: column.isNullable, at: range)
        bound.cost = column.cost
        return bound
    }

    private func column(
        _ names: ArraySlice<Name>, at range: Range<Int>
    ) throws(Diagnostic) -> Column? {
        let path = names.map(\.text).joined(separator: ".")
        if let column = columns.first(where: { $0.name == path }) { return column }
        if let field = columns.first(where: { $0.isNested && $0.name.hasPrefix(path + ".") }) {
            throw Diagnostic(
                "\(path) is a ROW; name one of its fields, for example \(field.name)", at: range)
        }
        guard names.count > 1, let first = names.first else { return nil }
        if first.text == qualifier { return try column(names.dropFirst(), at: range) }
        let fields = columns.filter { $0.isNested && $0.name.hasPrefix(first.text + ".") }
        if !fields.isEmpty {
            let hint = Spelling.hint(for: path, among: fields.map(\.name))
            throw Diagnostic("there is no field \(path)\(hint)", at: range)
        }
        if let column = columns.first(where: { $0.name == first.text }) {
            let rest = names.dropFirst().map(\.text).joined(separator: ".")
            let advice = column.type.isNested ? "; write \(first.text)[1].\(rest)" : ""
            throw Diagnostic(
                "\(first.text) is \(column.type), which has no fields\(advice)", at: range)
        }
        let table = qualifier.map { "; the table is called \($0) here" } ?? ""
        throw Diagnostic("there is no table \(first.text) here\(table)", at: range)
    }

    func unknown(_ name: Name) -> Diagnostic {
        let known = columns.map(\.name)
        if let twin = known.first(where: { $0.lowercased() == name.text.lowercased() }) {
            return Diagnostic(
                "there is no column \(name.text); capitals count in Flink, write \(twin)",
                at: name.range)
        }
        var hint = Spelling.hint(for: name.text, among: known)
        if hint.isEmpty, ["window_start", "window_end", "window_time"].contains(name.text) {
            hint =
                "; it is a column of a window: FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(time), "
                + "INTERVAL '1' MINUTE))"
        }
        let owner = qualifier.map { " in \($0)" } ?? ""
        return Diagnostic("there is no column \(name.text)\(owner)\(hint)", at: name.range)
    }
}
