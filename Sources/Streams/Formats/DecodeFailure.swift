public import Engine

/// Why a message gave no row; its description is one sentence for people.
public enum DecodeFailure: Error, Hashable, Sendable {
    /// A place where a text stops being JSON.
    public enum Syntax: UInt8, Hashable, Sendable {
        case unexpectedEnd, value, key, colon, commaOrBrace, commaOrBracket, number, escape
        case controlCharacter, trailingText, loneSurrogate
    }

    /// No payload (a Kafka tombstone) or one of no bytes.
    case emptyPayload
    /// Bytes count from 0 at the start of the message.
    case syntax(Syntax, byte: Int)
    case notUTF8(byte: Int)
    case tooDeep(byte: Int)
    /// A number, a text, `null` or an empty array where an object belongs.
    case noObject(text: String)
    /// A value that is none of its column's type.
    case field(name: String, text: String, type: DataType)
    /// `json.fail-on-missing-field` is on.
    case missingField(name: String)
    /// A csv line with another number of fields than the table has columns.
    case fieldCount(expected: Int, found: Int)
    /// A csv field whose quote does not end, or goes on after its end.
    case quote(byte: Int)
    case lineTooLong(bytes: Int64, limit: Int)
    /// A message of debezium-json that tells of no change; the text is its `op`.
    case change(ChangeProblem, text: String)
}

extension DecodeFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .emptyPayload: "empty payload (a tombstone holds no row)"
        case .syntax(let problem, let byte): "no JSON: byte \(byte): \(problem.explanation)"
        case .notUTF8(let byte): "byte \(byte): no valid UTF-8"
        case .tooDeep(let byte):
            "no JSON: byte \(byte): nested deeper than \(JSONCursor.maximumDepth) levels"
        case .noObject(let text): "no JSON object: \(text)"
        case .field(let name, let text, let type):
            "field \(name): '\(text)' is no \(type)\(Self.hint(text, type))"
        case .missingField(let name):
            "field \(name): missing, and json.fail-on-missing-field is true"
        case .fieldCount(let expected, let found):
            "\(found) csv fields where the table has \(expected) columns"
        case .quote(let byte): "no csv: byte \(byte): a quoted field must end with its quote"
        case .lineTooLong(let bytes, let limit):
            "a line of \(bytes) bytes is longer than the limit of \(limit)"
        case .change(let problem, let text): problem.explanation(text)
        }
    }

    /// The commonest mistake with times: a zone where none belongs, or none where one belongs.
    private static func hint(_ text: String, _ type: DataType) -> String {
        switch type {
        case .timestamp where text.hasSuffix("Z"):
            " (a time with Z needs a TIMESTAMP_LTZ column)"
        case .timestampLTZ where text.utf8.count >= 16 && !text.hasSuffix("Z"):
            " (it must end with Z)"
        default: ""
        }
    }
}

extension DecodeFailure.Syntax {
    var explanation: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .value: "a value was expected"
        case .key: "a key in quotes was expected"
        case .colon: "':' was expected"
        case .commaOrBrace: "',' or '}' was expected"
        case .commaOrBracket: "',' or ']' was expected"
        case .number: "no valid number"
        case .escape: "no valid escape"
        case .controlCharacter: "a control character stands unescaped in a text"
        case .trailingText: "more text after the value"
        case .loneSurrogate: "half of a surrogate pair"
        }
    }
}
