/// A failed SQLite call, with the statement that failed.
public struct SQLiteError: Error, Equatable, Sendable {
    /// SQLite's extended result code, for example 787 for a foreign-key violation.
    public let code: Int32
    /// SQLite's own words, for a person.
    public let message: String
    /// The SQL text, when a statement was involved.
    public let sql: String?
    /// Where in ``sql`` the mistake is, in UTF-8 bytes, when SQLite knows.
    public let offset: Int?

    public init(code: Int32, message: String, sql: String?, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
        self.offset = offset
    }

    /// The code without its extension, for example 10 for every kind of I/O error.
    var primaryCode: Int32 { code & 0xFF }
}
