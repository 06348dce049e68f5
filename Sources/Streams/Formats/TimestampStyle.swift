/// How a format writes its times, named as in `json.timestamp-format.standard`.
enum TimestampStyle: String, Sendable {
    /// `2026-01-05 09:00:00.123`, an LTZ with `Z` behind it.
    case sql = "SQL"
    /// `2026-01-05T09:00:00.123`, an LTZ with `Z` behind it.
    case iso8601 = "ISO-8601"
    /// `2026-01-05T09:00:00.123+09:00`, for both kinds of time.
    case iso8601WithOffset = "ISO-8601-WITH-OFFSET"
}
