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
    var isFieldFocused = true
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
        isFieldFocused = false
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
