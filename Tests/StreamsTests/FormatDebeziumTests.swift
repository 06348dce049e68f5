import Engine
import Streams
import Testing

private let fields = [
    Field("id", .bigint), Field("name", .string), Field("at", .timestamp(precision: 3)),
]
private let one = #"{"id":1,"name":"a","at":"2026-01-05 09:00:01"}"#
private let two = #"{"id":1,"name":"b","at":"2026-01-05 09:00:02"}"#

private func changes(
    _ texts: [String], _ options: [String: String] = [:], isStrictFlink: Bool = false
) throws -> DecodedRows {
    try decode(
        texts, fields, options.merging(["format": "debezium-json"]) { $1 },
        isStrictFlink: isStrictFlink)
}

extension DecodedRows {
    /// `+I 1 a`, for each row.
    fileprivate var short: [String] {
        (0..<rows.count).map { row in
            let marks: [RowKind: String] = [
                .insert: "+I", .updateBefore: "-U", .updateAfter: "+U", .delete: "-D",
            ]
            let kind = rows.kinds?[row]
            let cells = rows.row(row).prefix(2).map { value in
                switch value {
                case .integer(let number): "\(number)"
                case .string(let text): text
                default: "null"
                }
            }
            return "\(kind.flatMap { marks[$0] } ?? "??") \(cells.joined(separator: " "))"
        }
    }
}

struct FormatDebeziumTests {
    @Test(arguments: [
        (#"{"before":null,"after":\#(one),"op":"c"}"#, ["+I 1 a"]),
        (#"{"before":null,"after":\#(one),"op":"r"}"#, ["+I 1 a"]),
        (#"{"after":\#(one),"op":"c"}"#, ["+I 1 a"]),
        (#"{"before":\#(one),"after":\#(two),"op":"u"}"#, ["-U 1 a", "+U 1 b"]),
        (#"{"before":\#(one),"after":null,"op":"d"}"#, ["-D 1 a"]),
        (#"{"op":"u","after":\#(two),"before":\#(one)}"#, ["-U 1 a", "+U 1 b"]),
        (#" { "op" : "d" , "x" : [1, {"op":"c"}] , "before" : \#(one) } "#, ["-D 1 a"]),
        // Of a key that stands twice the last counts.
        (#"{"op":"d","before":\#(one),"op":"c","after":\#(two)}"#, ["+I 1 b"]),
        (#"{"after":\#(one),"op":"c","after":\#(two)}"#, ["+I 1 b"]),
        (#"{"\u0061fter":\#(one),"\u006fp":"\u0063"}"#, ["+I 1 a"]),
        // A column that is missing is NULL, as in json; an image that is not needed is not read.
        (#"{"after":{"name":"a"},"op":"c"}"#, ["+I null a"]),
        (#"{"before":{"id":"no number"},"after":\#(one),"op":"c"}"#, ["+I 1 a"]),
    ])
    func `an operation gives its rows`(message: String, rows: [String]) throws {
        let decoded = try changes([message])
        #expect(decoded.short == rows)
        #expect(decoded.messageIndices == rows.map { _ in 0 })
        #expect(decoded.reasons == [])
    }

    @Test(arguments: [
        (#"{"payload":{"before":null,"after":\#(one),"op":"c"},"schema":{"x":1}}"#, ["+I 1 a"]),
        (#"{"schema":null,"payload":{"before":\#(one),"op":"d"}}"#, ["-D 1 a"]),
        // The first payload is void.
        (
            #"{"payload":{"before":\#(one),"op":"d"},"payload":{"after":\#(two),"op":"c"}}"#,
            ["+I 1 b"]
        ),
    ])
    func `a message can come with its schema`(message: String, rows: [String]) throws {
        let decoded = try changes([message], ["debezium-json.schema-include": "true"])
        #expect(decoded.short == rows)
        #expect(decoded.reasons == [])
    }

    static let replicaIdentity =
        "message is null, if you are using Debezium Postgres Connector, please check the Postgres "
        + "table has been set REPLICA IDENTITY to FULL level."

    @Test(arguments: [
        (
            #"{"before":null,"after":\#(one),"op":"u"}"#,
            "The \"before\" field of UPDATE \(replicaIdentity)"
        ),
        (
            #"{"after":null,"op":"d"}"#, "The \"before\" field of DELETE \(replicaIdentity)"
        ),
        (#"{"before":null,"after":null,"op":"c"}"#, "no change: the \"after\" field is null"),
        (#"{"before":\#(one),"after":null,"op":"u"}"#, "no change: the \"after\" field is null"),
        (#"{"after":\#(one)}"#, "no change: the message has no op"),
        (#"{"after":\#(one),"op":null}"#, "no change: the message has no op"),
        (
            #"{"schema":{},"payload":{"after":\#(one),"op":"c"}}"#,
            "no change: the message has no op but a payload; set 'debezium-json.schema-include' = "
                + "'true'"
        ),
        (
            #"{"after":\#(one),"op":"t"}"#,
            #"unknown op "t": there are "c", "r", "u" and "d""#
        ),
        (#"{"after":5,"op":"c"}"#, "no JSON object: 5"),
        (
            #"{"after":{"id":"x"},"op":"c"}"#, "field id: 'x' is no BIGINT"
        ),
        ("[\(one)]", "no JSON object: [\(one)]"), ("null", "no JSON object: null"),
        (#"{"after":\#(one),"op":"c"} x"#, "no JSON: byte 66: more text after the value"),
        (#"{"after":{"id":1,},"op":"c"}"#, "no JSON: byte 17: a key in quotes was expected"),
        // What is not read is JSON all the same.
        (
            #"{"before":{"id":1,},"after":\#(one),"op":"c"}"#,
            "no JSON: byte 18: a key in quotes was expected"
        ),
    ])
    func `a message that tells of no change is refused as a whole`(
        message: String, reason: String
    ) throws {
        let decoded = try changes([message, #"{"after":\#(two),"op":"c"}"#])
        #expect(decoded.reasons == [reason])
        #expect(decoded.short == ["+I 1 b"])
        #expect(decoded.messageIndices == [1])
    }

    @Test func `the second row of an update takes the first with it`() throws {
        let wrong = #"{"before":\#(one),"after":{"id":true},"op":"u"}"#
        let decoded = try changes([wrong])
        #expect(decoded.short == [])
        #expect(decoded.rows.kinds == [])
        #expect(decoded.reasons == ["field id: 'true' is no BIGINT"])
    }

    @Test func `a message without a payload says what the schema option is for`() throws {
        let options = ["debezium-json.schema-include": "true"]
        for message in [#"{"after":\#(one),"op":"c"}"#, #"{"payload":null}"#, #"{"payload":[1]}"#] {
            let reason = try #require(try changes([message], options).reasons.first)
            #expect(reason.hasPrefix("no change: the message has no payload"), "\(message)")
        }
    }

    @Test func `a message without bytes tells nothing new`() throws {
        var messages = messages([#"{"before":\#(one),"op":"d"}"#, ""])
        messages.append(nil, offset: 2)
        let decoder = try RowDecoder(
            source: source(fields, ["format": "debezium-json"]), zone: .utc, isStrictFlink: false)
        let decoded = decoder.decode(messages, topic: "t", partition: 0)
        #expect(decoded.short == ["-D 1 a"])
        #expect(decoded.ignored == 2)
        #expect(decoded.reasons == [])
    }

    @Test func `under ignore-parse-errors a wrong field is NULL, a wrong message told`() throws {
        let options = ["debezium-json.ignore-parse-errors": "true"]
        let texts = [#"{"after":{"id":"x","name":"a"},"op":"c"}"#, #"{"op":"c"}"#]
        let decoded = try changes(texts, options)
        #expect(decoded.short == ["+I null a"])
        #expect(decoded.reasons.count == 1)
        let strict = try changes(texts, options, isStrictFlink: true)
        #expect(strict.short == ["+I null a"])
        #expect(strict.reasons == [])
        #expect(strict.ignored == 1)
    }

    @Test func `times are read in the style that is asked for`() throws {
        let message = #"{"after":{"id":1,"at":"2026-01-05T09:00:01.5"},"op":"c"}"#
        #expect(try changes([message]).reasons.count == 1)
        let decoded = try changes(
            [message], ["debezium-json.timestamp-format.standard": "ISO-8601"])
        #expect(decoded.rows.columns[2][0] == .integer(1_767_603_601_500))
    }

    @Test func `the envelope has metadata`() throws {
        let instant = DataType.timestampLTZ(precision: 3)
        let metadata: [(String, Field)] = [
            ("value.source.table", Field("t", .string)),
            ("value.ingestion-timestamp", Field("i", instant)),
            ("value.source.timestamp", Field("s", instant)),
            ("value.source.database", Field("d", .string)),
            ("value.source.schema", Field("c", .string)),
            ("value.schema", Field("m", .string)), ("offset", Field("o", .bigint)),
        ]
        let decoder = try RowDecoder(
            source: source(
                [Field("ts_ms", .bigint)], metadata: metadata, ["format": "debezium-json"]),
            zone: .utc, isStrictFlink: false)
        let full =
            #"{"source":{"table":"orders","db":"shop","x":{"db":1},"ts_ms":7,"schema":null},"#
            + #""before":{"ts_ms":1},"after":{"ts_ms":2},"op":"u","ts_ms":8}"#
        let bare = #"{"after":{},"op":"c","source":null}"#
        let wrong = #"{"after":{},"op":"c","ts_ms":"yesterday"}"#
        let decoded = decoder.decode(messages([full, bare, wrong]), topic: "t", partition: 0)
        func row(_ id: Int64) -> [Value] {
            [
                .integer(id), .string("orders"), .integer(8), .integer(7), .string("shop"), .null,
                .null, .integer(0),
            ]
        }
        let nothing = [Value](repeating: .null, count: 7) + [.integer(1)]
        #expect(decoded.values == [row(1), row(2), nothing])
        #expect(decoded.reasons == ["field i: '\"yesterday\"' is no TIMESTAMP_LTZ(3)"])
    }

    @Test(arguments: [
        ("value.source.properties", DataType.string), ("ingestion-timestamp", .bigint),
        ("value.source.table", .int), ("value.ingestion-timestamp", .bigint),
    ])
    func `other metadata is refused`(key: String, type: DataType) {
        #expect(throws: FormatOptionError.self) {
            try RowDecoder(
                source: source(
                    [], metadata: [(key, Field("m", type))], ["format": "debezium-json"]),
                zone: .utc, isStrictFlink: false)
        }
    }
}
