/// Why a message of debezium-json tells of no change.
public enum ChangeProblem: UInt8, Hashable, Sendable {
    case noPayload
    case noOperation
    /// No `op`, but a `payload`: the message has the schema that the table leaves out.
    case unexpectedSchema
    case unknownOperation
    /// A change of a row that does not say what the row was.
    case noBeforeOfUpdate, noBeforeOfDelete
    case noAfter

    func explanation(_ text: String) -> String {
        switch self {
        case .noPayload:
            "no change: the message has no payload; 'debezium-json.schema-include' is for messages "
                + "that come with their schema"
        case .noOperation: "no change: the message has no op"
        case .unexpectedSchema:
            "no change: the message has no op but a payload; set 'debezium-json.schema-include' = "
                + "'true'"
        case .unknownOperation: "unknown op \(text): there are \"c\", \"r\", \"u\" and \"d\""
        case .noBeforeOfUpdate: Self.replicaIdentity("UPDATE")
        case .noBeforeOfDelete: Self.replicaIdentity("DELETE")
        case .noAfter: "no change: the \"after\" field is null"
        }
    }

    /// Flink's own sentence, which people look for.
    private static func replicaIdentity(_ operation: String) -> String {
        "The \"before\" field of \(operation) message is null, if you are using Debezium Postgres "
            + "Connector, please check the Postgres table has been set REPLICA IDENTITY to FULL "
            + "level."
    }
}
