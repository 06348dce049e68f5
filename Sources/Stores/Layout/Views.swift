/// The views over a group's tables.
enum Views {
    static func make(
        layouts: [GroupLayout], on connection: borrowing Connection
    ) throws(SQLiteError) {
        try drop(layouts: layouts, on: connection)
        for layout in layouts { try makeOffline(layout, on: connection) }
        for layout in layouts {
            if layout.isFeatureGroup {
                try makeText(layout, offline: false, layout.names.onlineText, on: connection)
            }
            try makeText(layout, offline: true, layout.names.offlineText, on: connection)
        }
    }

    static func drop(
        layouts: [GroupLayout], on connection: borrowing Connection
    ) throws(SQLiteError) {
        for layout in layouts {
            for view in [layout.names.onlineText, layout.names.offlineText, layout.names.offline] {
                try drop(view, on: connection)
            }
        }
    }

    /// Replaces the view that joins a group's segments.
    static func makeOffline(
        _ layout: GroupLayout, on connection: borrowing Connection
    ) throws(SQLiteError) {
        try drop(layout.names.offline, on: connection)
        let segments = try GroupCatalog.segments(of: layout.info.name, on: connection)
        try connection.execute(layout.createOfflineView(segments: segments.map(\.number)))
    }

    /// A group called `x_text` needs the name of the text view of `x`; then there is no such view.
    private static func makeText(
        _ layout: GroupLayout, offline: Bool, _ name: String, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let taken = try connection.integer(
            "SELECT 1 FROM sqlite_schema WHERE lower(name) = lower(\(name.quotedText))")
        if taken == nil { try connection.execute(layout.createTextView(offline: offline)) }
    }

    static func drop(
        _ name: String, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let isView = try connection.integer(
            "SELECT 1 FROM sqlite_schema WHERE type = 'view' AND name = \(name.quotedText)")
        if isView != nil { try connection.execute("DROP VIEW \(name.quotedName)") }
    }
}
