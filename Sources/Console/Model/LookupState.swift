import Control

/// One entity across all groups.
struct LookupState: Sendable {
    /// A lookup made before.
    struct Recent: Sendable, Equatable {
        var key: String
        var timeMs: Int64
        var durationMs: Double?
        var hits = 0
    }

    var field = TextField()
    private(set) var isFieldFocused = true
    /// What is typed next takes the place of the whole field, which still shows the id before.
    private(set) var isFieldSelected = false
    /// The id that is looked up.
    var subject: String?
    var results: [LookupResult]?
    var durationMs: Double?
    var problem: String?
    /// Newest first.
    var recent: [Recent] = []
    /// Which of ``recent`` the field shows; -1: none.
    var recalled = -1
    /// The first result line shown.
    var list = ListState()

    /// Goes to the field, where typing begins a new id.
    mutating func focusField() {
        guard !isFieldFocused else { return }
        isFieldFocused = true
        isFieldSelected = !field.isEmpty
    }

    mutating func leaveField() {
        isFieldFocused = false
        isFieldSelected = false
    }

    mutating func type(_ text: String) {
        if isFieldSelected { field = TextField() }
        isFieldSelected = false
        field.insert(text)
    }

    /// Carries out an editing action: to delete takes what is selected, to move keeps it.
    mutating func edit(_ action: Action) {
        switch action {
        case .deleteBack, .deleteForward, .deleteWord, .deleteLine:
            if isFieldSelected { field = TextField() }
        default: break
        }
        if field.edit(action) { isFieldSelected = false }
    }

    /// Shows an id that was looked up before, the newest at 0, or none at -1.
    mutating func recall(_ place: Int) {
        guard place >= -1, place < recent.count else { return }
        recalled = place
        field = TextField(place < 0 ? "" : recent[place].key)
        isFieldSelected = false
    }

    mutating func look(up key: String, nowMs: Int64) {
        guard !key.isEmpty else { return }
        if subject != key {
            results = nil
            problem = nil
            durationMs = nil
            list.moveToFirst()
        }
        subject = key
        field = TextField(key)
        leaveField()
        recalled = -1
        recent.removeAll { $0.key == key }
        recent.insert(Recent(key: key, timeMs: nowMs), at: 0)
        recent = Array(recent.prefix(20))
    }

    mutating func take(_ new: [LookupResult], durationMs: Double) {
        results = new
        problem = nil
        self.durationMs = durationMs
        if let index = recent.firstIndex(where: { $0.key == subject }) {
            recent[index].durationMs = durationMs
            recent[index].hits = new.count { $0.online != nil }
        }
    }
}
