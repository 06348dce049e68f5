import Terminal

/// How a screen is divided; a pure function of its size.
struct Layout: Sendable, Equatable {
    enum Kind: Int, Sendable, Comparable {
        /// Lines by importance, nothing else.
        case glance
        /// One pane at a time.
        case small
        /// Designed for 80 by 24.
        case medium
        /// Designed for 120 by 36.
        case wide

        static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
    }

    let columns: Int
    let rows: Int
    let kind: Kind
    /// Where the view is drawn.
    let body: Area
    let hasViewLine: Bool
    let hasKeyLine: Bool
    let hasNotice: Bool

    /// With a notice, the row above the body says since when the values are old.
    init(columns: Int, rows: Int, hasNotice: Bool = false) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        kind =
            if columns >= 110, rows >= 30 {
                .wide
            } else if columns >= 72, rows >= 20 {
                .medium
            } else if columns >= 36, rows >= 9 {
                .small
            } else {
                .glance
            }
        hasViewLine = rows >= 8
        hasKeyLine = rows >= 5
        self.hasNotice = hasNotice && rows >= 4
        let top = (hasViewLine ? 2 : 1) + (self.hasNotice ? 1 : 0)
        body = Area(
            row: top, column: 0, width: self.columns,
            height: self.rows - top - (hasKeyLine ? 1 : 0))
    }

    /// Boxes cost two rows and two columns; small bodies go without.
    var hasBoxes: Bool { kind >= .small && body.height >= 7 }

    /// The list of the Entities view, and what is known about the selected row.
    var listAndDetail: (list: Area, detail: Area) {
        let detailRows =
            switch kind {
            case .wide: max(11, body.height * 4 / 10)
            case .medium: max(7, body.height / 3)
            case .small, .glance: 0
            }
        return (body.droppingBottom(detailRows), body.bottom(detailRows))
    }

    /// The list of the Suspects view, as long as there are any, and the evidence below it.
    func suspectsAndEvidence(_ count: Int) -> (list: Area, evidence: Area) {
        let most =
            switch kind {
            case .wide: max(12, body.height * 36 / 100)
            case .medium: max(8, body.height * 2 / 5)
            case .small, .glance: body.height
            }
        // Room for a few, so that the picture does not jump with each.
        let wanted = max(3, count) + (hasBoxes ? 3 : 2)
        let listRows = kind >= .medium ? min(most, wanted) : most
        return (body.top(listRows), body.droppingTop(listRows))
    }

    /// Rows of a table inside an area: without the border and the line of column heads.
    func tableRows(in area: Area) -> Int {
        max(0, area.height - (hasBoxes ? 3 : 2))
    }

    var entityRows: Int { max(1, tableRows(in: listAndDetail.list) - (hasBoxes ? 1 : 0)) }
    func suspectRows(_ count: Int) -> Int {
        max(1, tableRows(in: suspectsAndEvidence(count).list))
    }
    /// How many past values a row brings for its trend.
    var trendLength: Int {
        switch kind {
        case .wide: columns >= 160 ? 60 : 36
        case .medium: 20
        case .small, .glance: 10
        }
    }
}
