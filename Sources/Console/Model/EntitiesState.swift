import Control

/// The entity list: one group at a time, each with its own place, order and filter.
struct EntitiesState: Sendable {
    /// The group shown; `nil`: the first one.
    var group: String?
    var lists: [String: EntityList] = [:]
    var detail: EntityDetail?
}

/// What is kept of a group's list while another is shown.
struct EntityList: Sendable {
    /// `nil`: by the first number of the group, largest first.
    var sort: Sort?
    var filter = ""
    /// The selected row's key; `nil` is whichever row stands at ``place``.
    var key: String?
    /// The place where the selection was last, among all rows that match.
    var place = 0
    var top = 0
    /// The newest answer, and the rows in the order that is shown.
    var page: EntityPage?
    var problem: String?
    var heldUntilMs: Int64 = 0

    /// The place among all matching rows at which the selection stands now.
    var shownPlace: Int {
        guard let page, let key, let index = page.rows.firstIndex(where: { $0.key == key }) else {
            return place
        }
        return page.request.offset + index
    }

    /// The row under the selection, when it is among the rows at hand.
    var selectedRow: EntityRow? {
        if let key { return page?.rows.first { $0.key == key } }
        return row(at: place)
    }

    func row(at place: Int) -> EntityRow? {
        guard let page, page.rows.indices.contains(place - page.request.offset) else { return nil }
        return page.rows[place - page.request.offset]
    }

    /// Selects the row at a place, and scrolls no further than needed.
    mutating func move(to wanted: Int, visible: Int, nowMs: Int64) {
        let count = Int(clamping: page?.matching ?? 0)
        place = max(0, min(wanted, count - 1))
        key = row(at: place)?.key
        top = ListState.top(for: place, from: top, visible: visible, count: count)
        heldUntilMs = nowMs + ListState.holdMs
    }

    /// Back to the first row, whichever that is or will be.
    mutating func moveToFirst() {
        key = nil
        place = 0
        top = 0
        heldUntilMs = 0
    }

    /// Takes an answer in; while the order is held, rows keep their places and get new values.
    mutating func take(_ new: EntityPage, nowMs: Int64) {
        problem = nil
        guard let old = page, nowMs < heldUntilMs, old.request == new.request else {
            page = new
            // A jump to rows that were not at hand ends on the row that is there now.
            if key == nil, place > 0 { key = row(at: place)?.key }
            return
        }
        var shown = new
        let fresh = Dictionary(
            new.rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        shown.rows = old.rows.map { fresh[$0.key] ?? $0 }
        page = shown
    }
}

/// One entity's history, opened from the list.
struct EntityDetail: Sendable {
    var group: String
    var key: String
    var history: Table?
    var problem: String?
    /// The first row shown.
    var top = 0
    /// Which of the numbers the graph shows.
    var graphed = 0
    /// The view that Esc leads back to, when it is not the list.
    var openedFrom: ViewName?
}
