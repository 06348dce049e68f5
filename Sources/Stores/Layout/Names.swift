/// The names of a group's tables; every one is quoted where it is used.
struct TableNames: Equatable {
    let group: String

    var online: String { "online_" + group }
    /// A view over the segments.
    var offline: String { "offline_" + group }
    var onlineText: String { "online_" + group + "_text" }
    var offlineText: String { "offline_" + group + "_text" }
    /// The newest tombstone of each key that is gone.
    var deleted: String { "deleted_" + group }

    /// A piece of the offline log; ends in a number, so no other group's names can meet it.
    func segment(_ number: Int64) -> String { segments + String(number) }

    /// How the name of every piece begins.
    var segments: String { "segment_" + group + "_" }
}

extension String {
    /// As an SQL identifier, whatever it holds (a NUL excepted, which is refused earlier).
    var quotedName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }

    /// As an SQL string.
    var quotedText: String { "'" + replacing("'", with: "''") + "'" }
}
