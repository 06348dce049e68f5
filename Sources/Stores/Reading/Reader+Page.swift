extension Reader {
    /// A page of a group's online rows, ranked, without expired ones.
    ///
    /// - Throws: For an unknown group or sort column; ``StoreFailure/Kind/cancelled`` when
    ///   `isCancelled` said so.
    public func page(
        _ request: PageRequest, nowMs: Int64, isCancelled: () -> Bool = { false }
    ) throws(StoreFailure) -> PageAnswer {
        try reading {
            try interruptible(isCancelled, milliseconds: 60_000) {
                try self.page(request, nowMs)
            }
        }
    }

    private func page(_ request: PageRequest, _ nowMs: Int64) throws -> PageAnswer {
        let layout = try layout(request.group)
        guard layout.isFeatureGroup else {
            throw StoreFailure(
                .unknownGroup, "\(request.group) has no PRIMARY KEY, so nothing of it is online")
        }
        let filter = PageFilter(request.filter, of: layout.info)
        let order = try order(request, layout.info)
        var page = PageAnswer(
            group: layout.info, rows: [], matching: 0, total: 0, filterError: filter.error)
        let table = layout.names.online.quotedName
        let isLive = "(expires_at IS NULL OR expires_at > ?2)"
        let counts = try PreparedStatement(
            "SELECT count(*), coalesce(sum(\(filter.condition)), 0) FROM \(table) WHERE \(isLive)",
            on: connection)
        counts.bind(filter.value, at: 1)
        counts.bind(nowMs, at: 2)
        if try counts.step() {
            page.total = counts.integer(0)
            page.matching = counts.integer(1)
        }
        let rows = RowReader(layout)
        let selected = try PreparedStatement(
            "SELECT \(rows.onlineColumns) FROM \(table) WHERE \(isLive) AND \(filter.condition) "
                + "ORDER BY \(order) LIMIT ?3 OFFSET ?4", on: connection)
        selected.bind(filter.value, at: 1)
        selected.bind(nowMs, at: 2)
        selected.bind(Int64(max(0, request.limit)), at: 3)
        selected.bind(Int64(max(0, request.offset)), at: 4)
        while try selected.step() { page.rows.append(rows.row(selected)) }
        if request.trendLength > 0, let column = request.sortColumn {
            try Trends(layout: layout, column: column, length: request.trendLength)
                .add(to: &page.rows, on: connection)
        }
        return page
    }

    /// Empty values last either way; the key decides between equals, so that pages do not overlap.
    private func order(_ request: PageRequest, _ group: GroupInfo) throws -> String {
        let direction = request.isDescending ? "DESC" : "ASC"
        let keys = group.key.map { group.columns[$0].name.quotedName }
        guard let name = request.sortColumn else {
            return (["event_time \(direction)"] + keys).joined(separator: ", ")
        }
        guard let column = group.columns.first(where: { $0.name == name }) else {
            let advice = Nearest.advice(
                for: name, among: group.columns.map(\.name), what: "columns")
            throw StoreFailure(
                .badQuery(offset: nil), "\(group.name) has no column \(name): \(advice)")
        }
        let sorted = column.name.quotedName
        return (["\(sorted) IS NULL", "\(sorted) \(direction)"] + keys).joined(separator: ", ")
    }
}
