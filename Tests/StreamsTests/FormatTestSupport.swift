import Engine
import Streams

/// A source whose columns are all decoded, for tests of formats.
func source(
    _ fields: [Field], metadata: [(String, Field)] = [], _ options: [String: String]
) -> Source {
    Source(
        name: "t", options: options, declared: fields,
        inputs: fields.map { Source.Input(field: $0, origin: .field($0.name)) }
            + metadata.map { Source.Input(field: $0.1, origin: .metadata($0.0)) })
}

/// Messages from texts, offsets from 0.
func messages(_ texts: [String]) -> RawMessages {
    var messages = RawMessages()
    for (offset, text) in texts.enumerated() {
        messages.append(Array(text.utf8), offset: Int64(offset), timestampMs: -1)
    }
    return messages
}

/// Decodes texts as messages of topic `t`, partition 0.
func decode(
    _ texts: [String], _ fields: [Field], _ options: [String: String], isStrictFlink: Bool = false
) throws -> DecodedRows {
    let decoder = try RowDecoder(
        source: source(fields, options), zone: .utc, isStrictFlink: isStrictFlink)
    return decoder.decode(messages(texts), topic: "t", partition: 0)
}

extension DecodedRows {
    /// Rows as values.
    var values: [[Value]] { (0..<rows.count).map { rows.row($0) } }
    /// Reasons as sentences.
    var reasons: [String] { refusals.map(\.reason.description) }
}
