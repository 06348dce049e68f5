import Engine

/// Brings the queries of a UNION ALL together.
struct UnionPlanner {
    let catalog: Catalog
    let report: Report

    func plan(_ parts: [Relation], _ query: QueryExpressionSyntax) throws(Diagnostic) -> Relation {
        var result = Relation(
            origin: .union([]), width: parts[0].columns.count, columns: [],
            places: parts[0].places)
        if let rank = parts.lazy.compactMap(\.rank).first {
            let planner = QueryPlanner(catalog: catalog, report: report)
            throw Diagnostic(RankPlanner(rank: rank, planner: planner).refusal, at: rank.range)
        }
        if let last = parts.lazy.compactMap(\.updating).first(where: {
            if case .lastRow = $0.reason { true } else { false }
        }) {
            throw Diagnostic(
                "the last row of a key can be replaced, and Weir does not bring it together with "
                    + "other rows; keep the first row: ORDER BY time ASC",
                at: last.place)
        }
        guard !parts.contains(where: \.isBroken) else {
            result.isBroken = true
            return result
        }
        for part in parts where part.columns.count != result.width {
            let place = part.places.first ?? query.range
            let end = part.places.last ?? query.range
            throw Diagnostic(
                "the queries of UNION ALL must give as many columns: the first gives "
                    + "\(result.width), this one \(part.columns.count)",
                at: place.lowerBound..<max(place.upperBound, end.upperBound))
        }
        try checkTimes(parts, query)
        var joined = parts
        for index in 0..<result.width {
            let type = try commonType(of: index, parts)
            for part in parts.indices { convert(&joined[part], index, to: type) }
            result.columns.append(
                Scope.Column(
                    name: parts[0].columns[index].name, expression: .column(index, type),
                    type: type, isNullable: parts.contains { $0.columns[index].isNullable },
                    isUntyped: parts.allSatisfy { $0.columns[index].isUntyped }))
        }
        result.origin = .union(joined)
        result.rowtime =
            result.columns.enumerated().first { index, _ in
                joined.allSatisfy {
                    $0.rowtime != nil && $0.columns[index].expression == $0.rowtime
                }
            }?.element.expression
        return result
    }

    private func commonType(of index: Int, _ parts: [Relation]) throws(Diagnostic) -> DataType {
        var type: DataType?
        for part in parts where !part.columns[index].isUntyped {
            let own = part.columns[index].type
            guard let known = type else {
                type = own
                continue
            }
            guard let common = Coercion.common(known, own) else {
                throw Diagnostic(
                    "column \(index + 1) is \(own) here and \(known) in a query before; "
                        + "UNION ALL takes one type, write a CAST",
                    at: part.places.indices.contains(index) ? part.places[index] : 0..<0)
            }
            type = common
        }
        return type ?? .string
    }

    private func convert(_ part: inout Relation, _ index: Int, to type: DataType) {
        let column = part.columns[index]
        var bound = Bound(
            column.expression, column.type, isNullable: column.isNullable,
            at: part.places.indices.contains(index) ? part.places[index] : 0..<0)
        if column.isUntyped { bound.kind = .null }
        part.columns[index] = Scope.Column(
            name: column.name, expression: Coercion.convert(bound, to: type).expression,
            type: type, isNullable: column.isNullable, cost: column.cost)
    }

    /// One watermark covers all sources, so their event times must be of one kind.
    private func checkTimes(
        _ parts: [Relation], _ query: QueryExpressionSyntax
    ) throws(Diagnostic) {
        var known: (name: String, type: DataType)?
        for table in parts.flatMap(\.tables).map({ catalog.tables[$0] }) {
            guard let rowtime = table.rowtime else { continue }
            let type = table.columns[rowtime].type
            guard let first = known else {
                known = (table.name.text, type)
                continue
            }
            guard Self.isInstant(first.type) == Self.isInstant(type) else {
                throw Diagnostic(
                    "the event time of \(first.name) is \(first.type) and that of "
                        + "\(table.name.text) is \(type); Weir joins only event times of one kind",
                    at: query.range)
            }
        }
    }

    private static func isInstant(_ type: DataType) -> Bool {
        if case .timestampLTZ = type { true } else { false }
    }
}
