/// Where a person stands in a list whose rows move.
///
/// The selection is a row's key, never its place, so that a list that is sorted anew while someone
/// reaches for Enter cannot hand over another row.
struct ListState: Sendable, Equatable {
    /// The selected row; `nil` follows the first row, whichever that is.
    private(set) var key: String?
    /// Where that row was last.
    private(set) var index = 0
    /// The first row shown, before it is corrected for the height of the list.
    private(set) var top = 0
    /// The order shown until ``heldUntilMs``, so that rows do not run away from a moving cursor.
    private(set) var heldOrder: [String] = []
    private(set) var heldUntilMs: Int64 = 0

    static let holdMs: Int64 = 5_000

    /// The place of the selection among these keys; `nil` when there are none.
    func position(in keys: [String]) -> Int? {
        guard !keys.isEmpty else { return nil }
        guard let key else { return 0 }
        return keys.firstIndex(of: key) ?? min(index, keys.count - 1)
    }

    func selected(in keys: [String]) -> String? { position(in: keys).map { keys[$0] } }

    mutating func select(_ place: Int, in keys: [String]) {
        guard !keys.isEmpty else { return }
        index = max(0, min(place, keys.count - 1))
        key = keys[index]
    }

    mutating func select(key newKey: String?) { key = newKey }

    mutating func move(by delta: Int, in keys: [String], visible: Int) {
        guard let now = position(in: keys) else { return }
        select(now + delta, in: keys)
        if delta < 0, index == 0, delta < -keys.count { key = nil }
        top = first(in: keys, visible: visible)
    }

    /// Back to the first row, whichever that is or will be.
    mutating func moveToFirst() {
        key = nil
        index = 0
        top = 0
    }

    /// Scrolls without moving the selection out of sight.
    mutating func scroll(by delta: Int, in keys: [String], visible: Int) {
        move(by: delta, in: keys, visible: visible)
    }

    /// The first row to show so that the selection is in sight.
    func first(in keys: [String], visible: Int) -> Int {
        ListState.top(
            for: position(in: keys) ?? 0, from: top, visible: visible, count: keys.count)
    }

    /// The least scrolling from `top` that shows `place`.
    static func top(for place: Int, from top: Int, visible: Int, count: Int) -> Int {
        guard visible > 0 else { return place }
        let highest = max(0, count - visible)
        return max(0, min(max(min(top, place), place - visible + 1), highest))
    }

    mutating func hold(_ keys: [String], nowMs: Int64) {
        heldOrder = keys
        heldUntilMs = nowMs + ListState.holdMs
    }

    mutating func release() { heldUntilMs = 0 }

    func isHeld(nowMs: Int64) -> Bool { nowMs < heldUntilMs }

    /// These keys in the held order, new ones behind; as they are when nothing is held.
    func ordered(_ keys: [String], nowMs: Int64) -> [String] {
        guard isHeld(nowMs: nowMs) else { return keys }
        let present = Set(keys)
        let known = Set(heldOrder)
        return heldOrder.filter(present.contains) + keys.filter { !known.contains($0) }
    }
}
