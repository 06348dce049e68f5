import Streams

/// JSON objects on one line, their members in a fixed order.
enum JSONLine {
    /// One object of names and values that are JSON already.
    static func object(_ members: some Sequence<(String, String)>) -> String {
        "{" + members.map { quoted($0) + ":" + $1 }.joined(separator: ",") + "}"
    }

    static func array(_ elements: some Sequence<String>) -> String {
        "[" + elements.joined(separator: ",") + "]"
    }

    static func quoted(_ text: String) -> String { JSONText.quoted(text) }

    static func number(_ value: Int64?) -> String { value.map(String.init) ?? "null" }

    /// Milliseconds as seconds with three decimals at most.
    static func seconds(_ milliseconds: Int64?) -> String {
        milliseconds.map { String(Double($0) / 1000) } ?? "null"
    }
}
